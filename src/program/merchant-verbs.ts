import type { Checkout } from '../checkout/checkout.ts';
import { type CheckoutErrorCode, isCheckoutError } from '../checkout/errors.ts';
import { parseAmount, toAmount } from '../checkout/money.ts';
import { atMerchantDesk } from './at-desk.ts';
import { reconcile } from '../desk/reconcile.ts';
import { readConfig } from '../settings/config.ts';
import type { Verb } from './verb.ts';
import { webhookEventTypes } from '../paypal-webhooks/webhook-event-types.ts';

export const refundVerb: Verb = {
  summary: 'give a payment back, all of it or a part',
  help: "chat-checkout refund <checkout> [amount]\n\nGives back all that is left, or an amount such as 12.50 in the payment's currency. The shopper is told in the chat.",
  options: {},
  arguments: { min: 1, max: 2 },
  run: async (_values, environment, [checkoutId = '', amount]) =>
    atMerchantDesk(readConfig(environment), async ({ flow, store }) => {
      const loaded = await store.checkouts.find(checkoutId);
      if (loaded === undefined) return say(`There is no checkout ${checkoutId}. Nothing was changed.`, 1);
      const { currency } = loaded.checkout.total;
      try {
        const wanted = amount === undefined ? undefined : parseAmount(currency, amount);
        return sayRefund(await flow.refund({ checkoutId, amount: wanted, reason: 'merchant' }));
      } catch (error) {
        if (error instanceof RangeError) return say(`${error.message} Nothing was changed.`, 2);
        if (!isCheckoutError(error)) throw error;
        return say(refusals[error.code] ?? `Not refunded: ${error.code}. Nothing was changed.`, 1);
      }
    }),
};

const refusals: Partial<Record<CheckoutErrorCode, string>> = {
  refund_impossible: 'Nothing was captured, or nothing is left to give back. Nothing was changed.',
  refund_under_way:
    'A refund of this checkout is still being settled. Nothing was changed; try again in a minute.',
  refund_too_much: 'That is more than is left of the payment, or nothing at all. Nothing was changed.',
};

function sayRefund({ refunds, total }: Checkout): number {
  const last = refunds.at(-1);
  const amount = `${toAmount(last?.amount ?? total)} ${total.currency}`;
  switch (last?.status) {
    case 'completed':
      return say(`Refunded ${amount} (PayPal refund ${last.refundId ?? 'of its own'}).`, 0);
    case 'pending':
      return say(`PayPal has accepted the refund of ${amount} and is still working on it.`, 0);
    case 'failed':
      return say(`PayPal refused the refund of ${amount}. The money was not moved.`, 1);
    default:
      return say(
        `PayPal did not answer clearly. The refund of ${amount} is stored, and serve goes on with it.`,
        0,
      );
  }
}

export const reconcileVerb: Verb = {
  summary: "compare captures and refunds here with PayPal's, row by row",
  help: 'Prints every difference and ends with 1 when there is any; prints none at rest.',
  options: {},
  run: async (_values, environment) =>
    atMerchantDesk(readConfig(environment), async (desk) => {
      const differences = await reconcile(desk).catch((error: unknown) => {
        if (isCheckoutError(error, 'payments_unclear')) return undefined;
        throw error;
      });
      if (differences === undefined)
        return say(
          'PayPal did not answer, so nothing was compared and nothing was changed. Try again later.',
          1,
        );
      for (const { checkoutId, what, here, atPayPal } of differences) {
        process.stdout.write(`${checkoutId}  ${what}  here: ${here}  at PayPal: ${atPayPal}\n`);
      }
      return say(
        differences.length === 0 ? 'No differences.' : `${differences.length} differences.`,
        differences.length === 0 ? 0 : 1,
      );
    }),
};

export const ledgerVerb: Verb = {
  summary: 'show what happened to a checkout, when, and by whom',
  help: "chat-checkout ledger <checkout>\n\nLines are only ever added. The last column is PayPal's debug id, for its support.",
  options: {},
  arguments: { min: 1, max: 1 },
  run: async (_values, environment, [checkoutId = '']) =>
    atMerchantDesk(readConfig(environment), async ({ store }) => {
      const lines = await store.ledger(checkoutId);
      for (const { at, who, what, debugId } of lines) {
        process.stdout.write(
          `${new Date(at).toISOString()}  ${who.padEnd(8)}  ${what}${debugId === undefined ? '' : `  ${debugId}`}\n`,
        );
      }
      return lines.length === 0 ? say(`There is no checkout ${checkoutId}.`, 1) : 0;
    }),
};

export const webhookVerb: Verb = {
  summary: 'register, list or test the webhook at PayPal',
  help: 'chat-checkout webhook register|list|test\n\n  register   subscribes PUBLIC_URL/webhooks/paypal and prints the id for PAYPAL_WEBHOOK_ID\n  list       what is registered\n  test       has PayPal send a made-up event',
  options: {},
  arguments: { min: 1, max: 1 },
  run: async (_values, environment, [what]) => {
    const config = readConfig(environment);
    const url = `${config.publicUrl}/webhooks/paypal`;
    return atMerchantDesk(config, async ({ webhooks }) => {
      const registered = await webhooks.listWebhooks();
      const ours = registered.find((webhook) => webhook.url === url);
      switch (what) {
        case 'list':
          for (const webhook of registered) process.stdout.write(`${webhook.webhookId}  ${webhook.url}\n`);
          return registered.length === 0 ? say('No webhook is registered.', 0) : 0;
        case 'register': {
          const webhook = ours ?? (await webhooks.registerWebhook(url, webhookEventTypes));
          return say(`Registered ${url}. Set PAYPAL_WEBHOOK_ID=${webhook.webhookId}`, 0);
        }
        case 'test': {
          if (ours === undefined)
            return say(`${url} is not registered. Run: chat-checkout webhook register`, 1);
          const eventType = 'PAYMENT.CAPTURE.COMPLETED';
          const eventId = await webhooks.simulateEvent({ webhookId: ours.webhookId, eventType });
          return say(
            `PayPal sends ${eventType} (${eventId}) to ${url}; the log of serve shows it as event_stored.`,
            0,
          );
        }
        default:
          return say('Say register, list or test.', 2);
      }
    });
  },
};

function say(sentence: string, exitCode: number): number {
  process.stdout.write(`${sentence}\n`);
  return exitCode;
}
