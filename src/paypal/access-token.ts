import { CheckoutError } from '../checkout/errors.ts';
import { readToken } from './answers.ts';
import { type Operation, refused, settled, unclear } from './operation.ts';
import { describeProblem } from './problem.ts';
import type { PayPalEnvironment } from './requests.ts';
import type { Time } from './time.ts';

export interface AccessToken {
  readonly value: string;
  readonly lifeMs: number;
}

/** PayPal's bearer tokens: one request at a time, however many callers wait, and a new one before the old one ends. */
export interface AccessTokens {
  /**
   * The first caller's deadline holds for the request that everybody waits for, and nobody waits beyond their own.
   * @throws CheckoutError `payments_unclear`
   */
  get(deadline: number): Promise<string>;
  /** Forgets a token that PayPal did not take, unless it was replaced meanwhile. */
  drop(token: string): void;
}

export function createAccessTokens(
  fetchToken: (deadline: number) => Promise<AccessToken>,
  time: Time,
): AccessTokens {
  let current: { value: string; renewAt: number } | undefined;
  let pending: Promise<string> | undefined;

  const renew = async (deadline: number): Promise<string> => {
    const askedAt = time.now();
    try {
      const { value, lifeMs } = await fetchToken(deadline);
      current = { value, renewAt: askedAt + lifeMs - Math.min(renewBeforeMs, lifeMs / 10) };
      return value;
    } finally {
      pending = undefined;
    }
  };

  return {
    async get(deadline) {
      if (current !== undefined && time.now() < current.renewAt) return current.value;
      if (pending !== undefined) return waitUntil(deadline, pending, time);
      pending = renew(deadline);
      return pending;
    },
    drop(token) {
      if (current?.value === token) current = undefined;
    },
  };
}

const renewBeforeMs = 60_000;

function waitUntil<T>(deadline: number, pending: Promise<T>, time: Time): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = time.after(deadline - time.now(), () =>
      reject(new CheckoutError('payments_unclear', 'token timeout')),
    );
    pending.finally(cancel).then(resolve, reject);
  });
}

/**
 * Not the SDK's AccessTokenRequest: that one calls `new Buffer`, which prints a deprecation warning once it is bundled.
 */
export function tokenOperation({ clientId, clientSecret }: PayPalEnvironment): Operation<AccessToken> {
  const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  return {
    name: 'token',
    request: {
      path: '/v1/oauth2/token',
      verb: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        Authorization: `Basic ${credentials}`,
      },
      body: 'grant_type=client_credentials',
    },
    mayRepeat: true,
    ids: {},
    onSuccess: (json) => {
      const token = readToken(json);
      return token === undefined ? unclear('malformed') : settled(token);
    },
    onProblem: (problem) => refused(describeProblem(problem)),
  };
}
