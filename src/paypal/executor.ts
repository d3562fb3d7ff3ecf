import { CheckoutError, isCheckoutError } from '../checkout/errors.ts';
import type { LogFields } from '../checkout/ports.ts';
import { type AccessToken, createAccessTokens, tokenOperation } from './access-token.ts';
import { createAsk } from './ask.ts';
import { createHttpCall } from './http-call.ts';
import type { Operation } from './operation.ts';
import { createRepeat } from './repeat.ts';
import type { PayPalEnvironment } from './requests.ts';
import { systemTime, type Time } from './time.ts';

export interface ExecutorOptions {
  readonly environment: PayPalEnvironment;
  /** For one call, its whole answer included. */
  readonly callTimeoutMs: number;
  readonly log: (event: string, fields: LogFields) => void;
  readonly time?: Time | undefined;
}

export interface Executor {
  /** @throws CheckoutError `payments_refused` or `payments_unclear`; nothing else, whatever PayPal answers. */
  execute<T>(operation: Operation<T>): Promise<T>;
  /** Makes sure of a token, within the time of one call. @throws CheckoutError `payments_unclear` */
  signIn(): Promise<void>;
}

/**
 * Runs the SDK's request objects in place of the SDK's own client. That one ends the process on an answer that is not
 * JSON or badly packed, waits for ever on a slow one, and hangs every later call once a token could not be read.
 */
export function createExecutor({
  environment,
  callTimeoutMs,
  log,
  time = systemTime,
}: ExecutorOptions): Executor {
  const call = createHttpCall(environment.baseUrl, undefined, time);
  const ask = createAsk(call, callTimeoutMs, log, time);
  // Pauses and the whole shrink with a call's time: 0.5 s and 28 s for 10 s, less than the 30 s of a checkout's lease.
  const repeat = createRepeat(callTimeoutMs / 20, time);
  const wholeMs = callTimeoutMs * 2.8;

  const fetchToken = async (deadline: number): Promise<AccessToken> => {
    const operation = tokenOperation(environment);
    try {
      return await repeat(operation, deadline, () => ask(operation, deadline));
    } catch (error) {
      if (!isCheckoutError(error, 'payments_refused')) throw error;
      // Nothing is lost: what was asked stays stored, and goes on once the merchant has mended the setting.
      log('paypal_credentials_refused', { level: 'error', reason: error.detail });
      throw new CheckoutError('payments_unclear', error.detail);
    }
  };
  const tokens = createAccessTokens(fetchToken, time);

  return {
    async execute(operation) {
      const deadline = time.now() + wholeMs;
      let mayReplay = true;
      return repeat(operation, deadline, async () => {
        const token = await tokens.get(deadline);
        const heard = await ask(operation, deadline, token);
        if (heard.status !== 401 || !mayReplay) return heard;
        mayReplay = false;
        tokens.drop(token);
        return ask(operation, deadline, await tokens.get(deadline));
      });
    },
    async signIn() {
      await tokens.get(time.now() + callTimeoutMs);
    },
  };
}
