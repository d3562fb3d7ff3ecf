import type { IncomingMessage } from 'node:http';
import type { Answer } from './answers.ts';
import { Refusal } from './answers.ts';

export interface Visit {
  readonly request: IncomingMessage;
  readonly url: URL;
  /** What stands in the places of the path's names, in order. */
  readonly params: readonly string[];
}

/** Method, path with `:names`, and what to do. */
export type Route = readonly [method: string, path: string, run: (visit: Visit) => Promise<Answer> | Answer];

/** @throws Refusal 404 or 405 */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly run: Route[2]; readonly params: readonly string[] } {
  const given = path.split('/').filter((segment) => segment !== '');
  let isPathKnown = false;
  for (const [wanted, pattern, run] of routes) {
    const params = matchPath(pattern.split('/').slice(1), given);
    if (params === undefined) continue;
    if (wanted === method) return { run, params };
    isPathKnown = true;
  }
  if (isPathKnown) throw new Refusal(405, 'MethodNotAllowed', 'This address does not take this method.');
  throw new Refusal(404, 'NotFound', 'There is nothing here.');
}

function matchPath(pattern: readonly string[], given: readonly string[]): readonly string[] | undefined {
  if (pattern.length !== given.length) return undefined;
  const params: string[] = [];
  for (const [place, segment] of given.entries()) {
    const wanted = pattern[place] ?? '';
    if (wanted.startsWith(':')) params.push(decode(segment));
    else if (wanted !== segment) return undefined;
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refusal(400, 'BadArgument', 'The address is not well formed.');
  }
}
