import type { Capture, Checkout } from '../checkout/checkout.ts';
import { type Money, toAmount } from '../checkout/money.ts';
import type { CheckoutStore, PaymentOrder, Payments } from '../checkout/ports.ts';
import type { Refunds } from '../checkout/refund-ports.ts';

/** One thing that PayPal and this store tell differently. */
export interface Difference {
  readonly checkoutId: string;
  readonly what: string;
  readonly here: string;
  readonly atPayPal: string;
}

interface Books {
  readonly store: { readonly checkouts: Pick<CheckoutStore, 'list'> };
  readonly payments: Pick<Payments, 'findOrder'> & Pick<Refunds, 'findRefund'>;
}

/**
 * Captures and refunds here against PayPal's, row by row, the newest purchase first, each difference as it is found.
 * None at rest. It holds one page of checkouts at a time, however many there are; what is begun meanwhile is left out.
 * @throws CheckoutError `payments_unclear`
 */
export async function* reconcile({ store, payments }: Books, pageSize = 100): AsyncGenerator<Difference> {
  let page = await store.checkouts.list(pageSize);
  while (page.length > 0) {
    for (const checkout of page) yield* await compareCheckout(checkout, payments);
    page = await store.checkouts.list(pageSize, page.at(-1));
  }
}

async function compareCheckout(
  checkout: Checkout,
  payments: Books['payments'],
): Promise<readonly Difference[]> {
  const differences: Difference[] = [];
  const atPayPal: Capture[] = [];
  for (const { orderId } of checkout.orders) {
    const found = orderId === undefined ? undefined : await payments.findOrder(orderId);
    atPayPal.push(...(found?.captures ?? []));
    differences.push(...compareOrder(checkout, found));
  }
  differences.push(...compareCaptures(checkout, atPayPal));
  for (const refund of checkout.refunds) {
    const found = refund.refundId === undefined ? undefined : await payments.findRefund(refund.refundId);
    const here = `${refund.status} ${toSum(refund.amount)}`;
    const there = found === undefined ? 'none' : `${toWord(found.status)} ${toSum(found.amount)}`;
    // A decision that came to nothing leaves nothing at PayPal.
    const isNothing = found === undefined && refund.status === 'failed';
    if (!isNothing && here !== there) {
      differences.push({
        checkoutId: checkout.id,
        what: `refund ${refund.requestId}`,
        here,
        atPayPal: there,
      });
    }
  }
  return differences;
}

function compareOrder(checkout: Checkout, found: PaymentOrder | undefined): Difference[] {
  return (found?.refunds ?? [])
    .filter(({ refundId }) => checkout.refunds.every((one) => one.refundId !== refundId))
    .map(({ refundId, status, amount }) => ({
      checkoutId: checkout.id,
      what: `refund ${refundId}`,
      here: 'none',
      atPayPal: `${toWord(status)} ${toSum(amount)}`,
    }));
}

/** Refunded captures are captured all the same; what went back is compared refund by refund. */
function compareCaptures(checkout: Checkout, atPayPal: readonly Capture[]): Difference[] {
  const here = [
    ...(checkout.capture === undefined ? [] : [checkout.capture]),
    ...checkout.strayCaptures,
  ].filter(isHeld);
  const there = atPayPal.filter(isHeld);
  return [...new Set([...here, ...there].map(({ captureId }) => captureId))].flatMap((captureId) => {
    const ours = describe(here.find((one) => one.captureId === captureId));
    const theirs = describe(there.find((one) => one.captureId === captureId));
    const isSame = ours === theirs;
    return isSame
      ? []
      : [{ checkoutId: checkout.id, what: `capture ${captureId}`, here: ours, atPayPal: theirs }];
  });
}

function describe(capture: Capture | undefined): string {
  if (capture === undefined) return 'none';
  return `${capture.status === 'PENDING' ? 'pending' : 'captured'} ${toSum(capture.amount)}`;
}

function toSum(amount: Money): string {
  return `${toAmount(amount)} ${amount.currency}`;
}

function isHeld({ status }: Capture): boolean {
  return status !== 'DECLINED' && status !== 'FAILED';
}

function toWord(status: 'COMPLETED' | 'PENDING' | 'FAILED' | 'CANCELLED'): string {
  return status === 'COMPLETED' ? 'completed' : status === 'PENDING' ? 'pending' : 'failed';
}
