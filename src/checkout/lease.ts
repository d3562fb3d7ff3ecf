import type { Checkout } from './checkout.ts';
import { isCheckoutError } from './errors.ts';
import type { Ports } from './ports.ts';

/** Longer than one call to PayPal with its retries, and short enough that a dead process's work goes on within 30 s. */
export const leaseMs = 30_000;

/** The whole of one call through the payments port. */
const longestCallMs = 28_000;

type Needed = Pick<Ports, 'store' | 'holder'>;

export function isHeld({ lease }: Checkout, now: number): boolean {
  return lease !== undefined && lease.until > now;
}

/** @throws CheckoutError `status_conflict` when somebody else was faster. */
export function takeLease(ports: Needed, checkout: Checkout, now: number): Promise<Checkout> {
  return writeLease(ports, checkout, now + leaseMs);
}

/** Before a further call under one lease: renews it where the call could outlive it. */
export async function keepLease(ports: Needed, checkout: Checkout): Promise<Checkout> {
  const now = await ports.store.now();
  const isEnough = checkout.lease !== undefined && checkout.lease.until - now >= longestCallMs;
  return isEnough ? checkout : takeLease(ports, checkout, now);
}

/** After an unclear answer nobody asks again for a while: a quarter of the time that it has lasted, 2 to 8 s, with jitter. */
export async function restUnderLease(ports: Needed, checkout: Checkout): Promise<Checkout> {
  const now = await ports.store.now();
  const pauseMs = Math.min(8_000, Math.max(2_000, (now - checkout.updatedAt) / 4));
  return writeLease(ports, checkout, now + Math.round(pauseMs * (1 + Math.random() / 4)));
}

/** The same, where somebody may have changed the checkout meanwhile: who did has ended this lease, or goes on under one. */
export async function restUnlessChanged(ports: Needed, checkout: Checkout): Promise<Checkout> {
  try {
    return await restUnderLease(ports, checkout);
  } catch (error) {
    if (isCheckoutError(error, 'status_conflict')) return checkout;
    throw error;
  }
}

/** `updatedAt` stays: a purchase that is asked about again and again is overdue all the same. */
async function writeLease(ports: Needed, checkout: Checkout, until: number): Promise<Checkout> {
  const lease = { holder: ports.holder, until };
  const after = { ...checkout, lease, version: checkout.version + 1 };
  await ports.store.write({ update: { before: checkout, after } });
  return after;
}
