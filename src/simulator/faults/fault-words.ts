import type { Answer } from '../answer.ts';
import { oauthRefusal, outsideRefusal, type OutsideName } from '../refusal.ts';

/** How an answer leaves: as it should, one byte at a time, never, or cut off by a closed connection. */
export type Leaving = 'send' | 'drip' | 'silence' | 'reset';

interface FaultWord {
  readonly says: string;
  /** Whether the operation is done at all: false is "before the commit", true is "after it". */
  readonly commits: boolean;
  /** Waits this long unless the arrangement names its own `afterMs`: before the operation or before the answer. */
  readonly waitMs?: { readonly before?: number; readonly after?: number };
  readonly reshape?: (answer: Answer, debugId: string) => Answer;
  readonly leaves?: Leaving;
}

/**
 * The faults that can be arranged, by the word that `POST /_simulator/faults` takes. `GET /_simulator/faults`
 * lists them with their meaning. Beside them `{"issue": "<CODE>"}` refuses with a row of PayPal's catalogue.
 *
 * An arrangement is `{operation, fault, times?, afterMs?}`; each strikes the next calls of its operation, in the
 * order of arranging. A timeout before the commit is `hang`, `reset_before` or a `slow` that outlasts the caller;
 * one after it is `timeout_after`, `reset_after`, `late` or an `error_…_after`. Arrangements end with the process.
 * Deliveries of webhooks have words of their own, in `webhook-faults.ts`.
 */
export const faultWords = {
  none: { says: 'nothing: lets one call through before the next fault', commits: true },
  error_500: { says: '500, nothing done', commits: false, reshape: refuse('internal_server_error') },
  error_503: { says: '503, nothing done', commits: false, reshape: refuse('service_unavailable') },
  rate_limited: {
    says: '429 with Retry-After: 1, nothing done',
    commits: false,
    reshape: refuse('rate_limit_reached', { 'retry-after': '1' }),
  },
  conflict: {
    says: '409 PREVIOUS_REQUEST_IN_PROGRESS, nothing done',
    commits: false,
    reshape: refuse('resource_conflict'),
  },
  unauthorized: {
    says: '401 invalid_token, nothing done',
    commits: false,
    reshape: (_answer, debugId) => oauthRefusal('invalid_token').answer(debugId),
  },
  forbidden: {
    says: '403 FORBIDDEN, as for an app without the permission, nothing done',
    commits: false,
    reshape: refuse('forbidden'),
  },
  html_503: { says: '503 with a web page, nothing done', commits: false, reshape: () => webPage(503) },
  bad_gzip_503: {
    says: '503 that claims gzip and is not, nothing done',
    commits: false,
    reshape: (_answer, debugId) => badGzip(outsideRefusal('service_unavailable').answer(debugId)),
  },
  reset_before: { says: 'connection reset, nothing done', commits: false, leaves: 'reset' },
  hang: {
    says: 'no answer, nothing done; the connection is reset after afterMs, or else never',
    commits: false,
    leaves: 'silence',
  },
  slow: { says: 'does it, and answers, only after afterMs (2000)', commits: true, waitMs: { before: 2000 } },
  late: { says: 'does it at once, answers after afterMs (2000)', commits: true, waitMs: { after: 2000 } },
  drip: { says: 'done; the answer comes one byte per afterMs (100)', commits: true, leaves: 'drip' },
  reset_after: { says: 'done; then the connection is reset', commits: true, leaves: 'reset' },
  timeout_after: {
    says: 'done; no answer; the connection is reset after afterMs, or else never',
    commits: true,
    leaves: 'silence',
  },
  error_500_after: {
    says: 'done; answered with 500',
    commits: true,
    reshape: refuse('internal_server_error'),
  },
  error_503_after: { says: 'done; answered with 503', commits: true, reshape: refuse('service_unavailable') },
  malformed: {
    says: 'done; the JSON of the answer is cut in half',
    commits: true,
    reshape: (answer) => ({ ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) }),
  },
  not_json: {
    says: 'done; answered with plain text',
    commits: true,
    reshape: (answer) => ({ ...answer, headers: { 'content-type': 'text/plain' }, body: 'OK' }),
  },
  no_content_type: {
    says: 'done; the right answer without Content-Type',
    commits: true,
    reshape: (answer) => ({ ...answer, headers: {} }),
  },
  html: { says: 'done; answered with 200 and a web page', commits: true, reshape: () => webPage(200) },
  bad_gzip: { says: 'done; the answer claims gzip and is not', commits: true, reshape: badGzip },
  empty_gzip: {
    says: 'done; the answer claims gzip and is empty',
    commits: true,
    reshape: (answer) => badGzip({ ...answer, body: '' }),
  },
  empty: { says: 'done; the answer is empty', commits: true, reshape: (answer) => ({ ...answer, body: '' }) },
  pending: {
    says: 'capture, refund: it is PENDING; with afterMs it becomes COMPLETED after that time',
    commits: true,
  },
  pending_declined: {
    says: 'capture, refund: it is PENDING; with afterMs it becomes DECLINED or FAILED after that time',
    commits: true,
  },
  declined: { says: 'capture: it is DECLINED; refund: it is FAILED', commits: true },
  wrong_amount: { says: 'the amount is one minor unit more than it should be', commits: true },
  wrong_currency: { says: 'the currency is another', commits: true },
  wrong_payee: { says: 'the payee is somebody else', commits: true },
  wrong_custom_id: { says: 'custom_id is another', commits: true },
  wrong_payer: { says: 'get, capture: the payer is somebody else', commits: true },
  wrong_country: { says: 'get, capture: the address is in another country', commits: true },
  no_address: { says: 'get, capture: this answer has no address', commits: true },
  no_payer: { says: 'get, capture: this answer names no payer', commits: true },
} satisfies Record<string, FaultWord>;

export type FaultName = keyof typeof faultWords;
export type Fault = FaultName | { readonly issue: string };

/** What a fault does, with the defaults filled in; an issue is refused by the operation itself. */
export function planOf(fault: Fault | undefined): FaultWord & { readonly leaves: Leaving } {
  const word: FaultWord = faultWords[typeof fault === 'string' ? fault : 'none'];
  return { ...word, leaves: word.leaves ?? 'send' };
}

function refuse(name: OutsideName, headers: Readonly<Record<string, string>> = {}) {
  return (_answer: Answer, debugId: string): Answer => outsideRefusal(name, headers).answer(debugId);
}

function webPage(status: number): Answer {
  const body = '<!doctype html><title>PayPal</title><p>We are sorry, something went wrong.</p>';
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

function badGzip(answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' } };
}
