import type { LogFields } from '../checkout/ports.ts';
import type { HttpCall, WireAnswer } from './http-call.ts';
import { type Operation, unclear, type Verdict } from './operation.ts';
import { describeProblem, readProblem } from './problem.ts';
import type { Time } from './time.ts';

/** What came of one call. */
export interface Heard<T> {
  readonly verdict: Verdict<T>;
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** Makes one call, judges its answer and writes its line in the log. `deadline` is on the clock of its time. */
export type Ask = <T>(operation: Operation<T>, deadline: number, token?: string) => Promise<Heard<T>>;

export function createAsk(
  call: HttpCall,
  callTimeoutMs: number,
  log: (event: string, fields: LogFields) => void,
  time: Time,
): Ask {
  return async (operation, deadline, token) => {
    const askedAt = time.now();
    const timeoutMs = Math.min(callTimeoutMs, deadline - askedAt);
    if (timeoutMs <= 0) return { verdict: unclear('no_time_left') };
    const { path, verb, headers, body } = operation.request;
    const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    const answer = await call(
      { method: verb, path, headers: { ...headers, ...ours, ...authorization }, body: toText(body) },
      timeoutMs,
    );
    const status = answer.kind === 'answered' ? answer.status : undefined;
    const debugId = readDebugId(answer);
    const verdict = judge(operation, answer, debugId);
    log('paypal_call', {
      operation: operation.name,
      ...operation.ids,
      status,
      debugId,
      ms: Math.round(time.now() - askedAt),
      ...(verdict.kind === 'settled'
        ? { outcome: verdict.outcome }
        : { outcome: verdict.kind, reason: verdict.reason }),
    });
    return { verdict, status, retryAfterMs: readRetryAfter(answer, time.date()) };
  };
}

const ours = { Accept: 'application/json', 'Accept-Encoding': 'identity', 'User-Agent': 'chat-checkout' };

/** 4xx statuses that are not about the request itself; 409 says that the same request is still being worked on. */
const passingStatuses: ReadonlySet<number> = new Set([408, 409, 425, 429]);

function judge<T>(operation: Operation<T>, answer: WireAnswer, debugId: string | undefined): Verdict<T> {
  if (answer.kind === 'lost') return unclear(answer.reason);
  const { status, text } = answer;
  const json = parseJson(text);
  if (status < 300) {
    return json === undefined ? unclear(`${status} not_json`) : operation.onSuccess(json, debugId);
  }
  const problem = readProblem(status, json, debugId);
  if (problem === undefined) return unclear(`${status} without a body of PayPal's`);
  const isDefinite = status >= 400 && status < 500 && !passingStatuses.has(status);
  return isDefinite ? operation.onProblem(problem) : unclear(describeProblem(problem));
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function toText(body: unknown): string | undefined {
  if (typeof body === 'string') return body;
  return typeof body === 'object' && body !== null ? JSON.stringify(body) : undefined;
}

function readDebugId(answer: WireAnswer): string | undefined {
  const debugId = headerOf(answer, 'paypal-debug-id');
  return /^[\w.-]{1,64}$/u.test(debugId) ? debugId : undefined;
}

/** Seconds, or a date as HTTP writes it; anything else says nothing, though Date.parse would read a date into "1.5". */
function readRetryAfter(answer: WireAnswer, date: number): number | undefined {
  const value = headerOf(answer, 'retry-after');
  if (/^\d{1,9}$/u.test(value)) return Number(value) * 1_000;
  const ms = value.endsWith(' GMT') ? Date.parse(value) - date : Number.NaN;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function headerOf(answer: WireAnswer, name: string): string {
  return (answer.kind === 'answered' ? answer.header(name) : undefined) ?? '';
}
