import { z } from 'zod';
import { linksSchema, type Link } from './links.ts';

/** What a 4xx answer says. PayPal's sentences stay out: they may hold what the payer typed. */
export interface Problem {
  readonly status: number;
  readonly name: string | undefined;
  readonly issues: readonly string[];
  readonly links: readonly Link[];
  readonly debugId: string | undefined;
}

const word = z
  .string()
  .regex(/^[\w.-]{1,64}$/u)
  .optional()
  .catch(undefined);

const problemSchema = z.object({
  name: word,
  /** The token's address answers in OAuth's form. */
  error: word,
  details: z.array(z.object({ issue: word }).catch({})).catch([]),
  links: linksSchema,
  debug_id: word,
});

/** Undefined where the body is not PayPal's own: then it was written by something on the way and says nothing definite. */
export function readProblem(status: number, json: unknown, debugId: string | undefined): Problem | undefined {
  const parsed = problemSchema.safeParse(json);
  if (!parsed.success) return undefined;
  const { name = parsed.data.error, details, links, debug_id } = parsed.data;
  const issues = details.flatMap(({ issue }) => issue ?? []);
  if (name === undefined && issues.length === 0) return undefined;
  return { status, name, issues, links, debugId: debugId ?? debug_id };
}

/** For the log: "422 UNPROCESSABLE_ENTITY INSTRUMENT_DECLINED debug 6f1a". */
export function describeProblem({ status, name, issues, debugId }: Problem): string {
  const debug = debugId === undefined ? [] : ['debug', debugId];
  return [status, name ?? '', ...issues, ...debug].filter((part) => part !== '').join(' ');
}

/** A 404 that something on the way wrote must not end an order, a capture or a refund. */
export function isGone({ status, name, issues }: Problem): boolean {
  return status === 404 && (issues.includes('INVALID_RESOURCE_ID') || name === 'RESOURCE_NOT_FOUND');
}
