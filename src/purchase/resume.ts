import type { Checkout } from '../checkout/checkout.ts';
import { completePayment } from './complete-payment.ts';
import { createOrder } from './create-order.ts';
import { isLate } from '../checkout/late.ts';
import { expire } from './expire.ts';
import { forEachCheckout } from '../checkout/for-each-checkout.ts';
import { takeLease } from '../round-trip/lease.ts';
import type { Ports } from '../checkout/ports.ts';
import { settleTracking } from './settle-tracking.ts';
import { settleRefunds } from '../refunds/settle-refunds.ts';

/** Goes on with what was asked of PayPal and never heard: each with its stored request id. Answers how many were tried. */
export async function resume(ports: Ports): Promise<number> {
  const unclear = await ports.store.listUnleased(
    ['order_submitted', 'capture_submitted', 'capture_pending'],
    20,
  );
  await forEachCheckout(ports, unclear, (checkout) =>
    checkout.status === 'order_submitted' ? askAgain(ports, checkout) : completePayment(ports, checkout.id),
  );
  return unclear.length;
}

/** Goes on with refunds that were asked for and never heard of, or that PayPal has not finished. */
export async function resumeRefunds(ports: Ports): Promise<number> {
  const unclear = await ports.store.listRefunding(20);
  await forEachCheckout(ports, unclear, async (checkout) =>
    settleRefunds(ports, await takeLease(ports, checkout, await ports.store.now())),
  );
  return unclear.length;
}

/** Goes on with parcels' numbers that PayPal has not answered. */
export async function resumeTrackings(ports: Ports): Promise<number> {
  const unclear = await ports.store.listTracking(20);
  await forEachCheckout(ports, unclear, async (checkout) =>
    settleTracking(ports, await takeLease(ports, checkout, await ports.store.now())),
  );
  return unclear.length;
}

/** Not past the deadline: PayPal forgets request ids after hours, and would make a second order that nobody pays. */
async function askAgain(ports: Ports, checkout: Checkout): Promise<void> {
  const now = await ports.store.now();
  if (isLate({ checkout, now })) return expire(ports, checkout, now);
  await createOrder(ports, await takeLease(ports, checkout, now));
}
