import { CheckoutError } from '../checkout/errors.ts';
import type { Heard } from './ask.ts';
import type { Operation } from './operation.ts';
import type { Time } from './time.ts';

/** Asks up to three times within the deadline, with growing pauses or those that PayPal asks for. */
export type Repeat = <T>(
  operation: Operation<T>,
  deadline: number,
  once: () => Promise<Heard<T>>,
) => Promise<T>;

const mostTries = 3;

/** Nobody is made to wait longer than this, whatever Retry-After says. */
const longestSilenceMs = 60_000;

export function createRepeat(firstPauseMs: number, time: Time): Repeat {
  /** A 429 is about the whole account: every operation keeps quiet for the time that it asks for. */
  let silentUntil = 0;

  const keepQuiet = async (operation: string, deadline: number): Promise<void> => {
    // Once more after a pause: another call may have been told meanwhile to wait longer.
    while (silentUntil > time.now()) {
      if (silentUntil >= deadline) throw new CheckoutError('payments_unclear', `${operation} rate_limited`);
      await time.pause(silentUntil - time.now());
    }
  };

  return async (operation, deadline, once) => {
    for (let tries = 1; ; tries += 1) {
      await keepQuiet(operation.name, deadline);
      const { verdict, status, retryAfterMs } = await once();
      if (verdict.kind === 'settled') return verdict.value;
      const detail = `${operation.name} ${verdict.reason}`;
      if (verdict.kind === 'refused') throw new CheckoutError('payments_refused', detail);
      const now = time.now();
      if (status === 429 && retryAfterMs !== undefined) {
        silentUntil = Math.max(silentUntil, now + Math.min(retryAfterMs, longestSilenceMs));
      }
      const pauseMs = retryAfterMs ?? withJitter(firstPauseMs * 2 ** (tries - 1));
      // A 401 comes here only after a new token: a third one would fare no better.
      const mayRepeat = operation.mayRepeat && status !== 401 && tries < mostTries;
      if (!mayRepeat || now + pauseMs >= deadline) throw new CheckoutError('payments_unclear', detail);
      await time.pause(pauseMs);
    }
  };
}

function withJitter(ms: number): number {
  return ms * (0.5 + Math.random() / 2);
}
