import { type Checkout, revise } from './checkout.ts';
import { completePayment } from './complete-payment.ts';
import { createOrder, orderLeaseMs } from './create-order.ts';
import { isCheckoutError } from './errors.ts';
import type { Ports } from './ports.ts';

/** Goes on with what was asked of PayPal and never heard: each with its stored request id. Answers how many were tried. */
export async function resume(ports: Ports): Promise<number> {
  const unclear = await ports.store.listUnleased(
    ['order_submitted', 'capture_submitted', 'capture_pending'],
    20,
  );
  for (const checkout of unclear) {
    try {
      await (checkout.status === 'order_submitted'
        ? askAgain(ports, checkout)
        : completePayment(ports, checkout.id));
    } catch (error) {
      // Unclear once more, or somebody else was faster: the next round looks again.
      if (!isCheckoutError(error)) throw error;
    }
  }
  return unclear.length;
}

async function askAgain(ports: Ports, checkout: Checkout): Promise<void> {
  const now = await ports.store.now();
  const leased = revise(checkout, { lease: { holder: ports.holder, until: now + orderLeaseMs } }, now);
  await ports.store.write({ update: { before: checkout, after: leased } });
  await createOrder(ports, leased);
}
