import type { Checkout } from '../../checkout/checkout.ts';
import { type CheckoutErrorCode, isCheckoutError } from '../../checkout/errors.ts';
import { parseAmount, toAmount } from '../../checkout/money.ts';
import { readConfig } from '../../settings/config.ts';
import { atMerchantDesk } from '../at-desk.ts';
import { say } from '../say.ts';
import type { Verb } from './verb.ts';

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
