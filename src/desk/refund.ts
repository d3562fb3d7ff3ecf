import type { Checkout } from '../checkout/checkout.ts';
import { type CheckoutError, type CheckoutErrorCode, isCheckoutError } from '../checkout/errors.ts';
import { type Money, parseAmount, toAmount } from '../checkout/money.ts';
import type { CheckoutFlow } from '../purchase/flow.ts';
import { type Files, findCheckout } from './find-checkout.ts';

/** How it ended, in a sentence. */
export interface Ended {
  readonly kind: 'given' | 'refused' | 'misunderstood';
  readonly sentence: string;
}

/** Gives a payment back, all that is left of it or an amount as a merchant writes it. */
export async function giveBack(
  { flow, store }: { readonly flow: Pick<CheckoutFlow, 'refund'>; readonly store: Files },
  word: string,
  amount: string | undefined,
): Promise<Ended> {
  const found = await findCheckout(store, word);
  if (found.kind === 'not_found')
    return { kind: 'refused', sentence: `${found.reason} Nothing was changed.` };
  const { id, total } = found.checkout;
  const wanted = amount === undefined ? undefined : readAmount(total.currency, amount);
  if (typeof wanted === 'string')
    return { kind: 'misunderstood', sentence: `${wanted} Nothing was changed.` };
  try {
    return describe(await flow.refund({ checkoutId: id, amount: wanted, reason: 'merchant' }));
  } catch (error) {
    if (!isCheckoutError(error)) throw error;
    return { kind: 'refused', sentence: refusals[error.code] ?? unknownRefusal(error) };
  }
}

/** The amount, or what is wrong with it. */
function readAmount(currency: string, amount: string): Money | string {
  if (/^[-+\u2212]/u.test(amount))
    return `${amount} is no amount to give back: write it without a sign, such as 12.50.`;
  try {
    const money = parseAmount(currency, amount);
    return money.minorUnits === 0
      ? `${amount} gives nothing back: say more than that, or leave the amount out for all that is left.`
      : money;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

const refusals: Partial<Record<CheckoutErrorCode, string>> = {
  refund_impossible: 'Nothing was captured, or nothing is left to give back. Nothing was changed.',
  refund_under_way:
    'A refund of this checkout is still being settled. Nothing was changed; try again in a minute.',
  refund_too_much: 'That is more than is left of the payment. Nothing was changed.',
};

function unknownRefusal({ code }: CheckoutError): string {
  return `Not refunded: ${code}. Nothing was changed.`;
}

function describe({ refunds, total }: Checkout): Ended {
  const last = refunds.at(-1);
  const amount = `${toAmount(last?.amount ?? total)} ${total.currency}`;
  switch (last?.status) {
    case 'completed':
      return {
        kind: 'given',
        sentence: `Refunded ${amount} (PayPal refund ${last.refundId ?? 'of its own'}).`,
      };
    case 'pending':
      return {
        kind: 'given',
        sentence: `PayPal has accepted the refund of ${amount} and is still working on it.`,
      };
    case 'failed':
      return {
        kind: 'refused',
        sentence: `PayPal refused the refund of ${amount}. The money was not moved.`,
      };
    default:
      return {
        kind: 'given',
        sentence: `PayPal did not answer clearly. The refund of ${amount} is stored, and serve goes on with it.`,
      };
  }
}
