import type { Problem } from './problem.ts';
import type { PayPalRequest } from './requests.ts';

/** What one answer of PayPal means for the operation that asked. */
export type Verdict<T> =
  /** `outcome` is for the log. */
  | { readonly kind: 'settled'; readonly value: T; readonly outcome: string }
  /** A definite no: nothing happened, and asking again will not help. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Perhaps it happened, perhaps not. */
  | { readonly kind: 'unclear'; readonly reason: string };

/** One thing that is asked of PayPal. */
export interface Operation<T> {
  readonly name:
    | 'token'
    | 'create'
    | 'get'
    | 'capture'
    | 'track'
    | 'refund'
    | 'get_capture'
    | 'get_refund'
    | 'get_dispute'
    | 'list_events'
    | 'list_webhooks'
    | 'register_webhook'
    | 'simulate_event';
  readonly request: PayPalRequest;
  /** Whether the executor itself may ask again after an unclear answer. */
  readonly mayRepeat: boolean;
  /** For the log. */
  readonly ids: {
    readonly requestId?: string | undefined;
    readonly orderId?: string | undefined;
    readonly captureId?: string | undefined;
    readonly refundId?: string | undefined;
    readonly disputeId?: string | undefined;
    readonly webhookId?: string | undefined;
    readonly checkoutId?: string | undefined;
  };
  /** Reads the JSON of a 2xx answer. */
  readonly onSuccess: (json: unknown, debugId: string | undefined) => Verdict<T>;
  /** Reads a 4xx answer that PayPal itself wrote. */
  readonly onProblem: (problem: Problem) => Verdict<T>;
}

export function settled<T>(value: T, outcome = 'ok'): Verdict<T> {
  return { kind: 'settled', value, outcome };
}

export function refused(reason: string): { kind: 'refused'; reason: string } {
  return { kind: 'refused', reason };
}

export function unclear(reason: string): { kind: 'unclear'; reason: string } {
  return { kind: 'unclear', reason };
}
