import { randomBytes } from 'node:crypto';
import type { Checkout } from '../../src/checkout/checkout.ts';
import type { Owner } from '../../src/round-trip/owner.ts';
import type { CheckoutFlow } from '../../src/purchase/flow.ts';
import type { Bench } from './flow-harness.ts';

/** What a browser brings back from PayPal. */
export interface WayBack {
  readonly checkoutId: string;
  readonly payerSession: string;
  readonly nonce: string;
  readonly orderId: string;
  readonly payerId: string;
}

export type Decision = 'approve' | 'decline' | 'cancel';

/** Accounts at the simulated PayPal: with an address in the USA, in Germany, and with none. */
export type Account = 'pat' | 'maria' | 'homeless';

export function newSession(): string {
  return randomBytes(32).toString('base64url');
}

/** Presses "Pay" in this browser, each time from an address of its own. */
export async function pressPay(
  flow: Pick<CheckoutFlow, 'beginPayment'>,
  { id }: Pick<Checkout, 'id'>,
  payerSession: string,
): Promise<string> {
  const clientAddress = randomBytes(4).join('.');
  const { approveUrl } = await flow.beginPayment({ checkoutId: id, payerSession, clientAddress });
  return approveUrl;
}

/** Presses a button at PayPal and reads the address that PayPal sends the browser back to. */
export async function decideAtPayPal(
  approveUrl: string,
  payerSession: string,
  decision: Decision = 'approve',
  account: Account = 'pat',
): Promise<WayBack> {
  const answer = await fetch(approveUrl, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ decision, account }),
  });
  const back = new URL(answer.headers.get('location') ?? '');
  const [, , checkoutId = '', , nonce = ''] = back.pathname.split('/');
  const [orderId = '', payerId = ''] = ['token', 'PayerID'].map((name) => back.searchParams.get(name) ?? '');
  return { checkoutId, payerSession, nonce, orderId, payerId };
}

/** From the link to PayPal's button; the way back is not taken yet. */
export async function goToPayPal(
  { flow }: Pick<Bench, 'flow'>,
  checkout: Pick<Checkout, 'id'>,
  decision: Decision = 'approve',
  account: Account = 'pat',
): Promise<WayBack> {
  const payerSession = newSession();
  return decideAtPayPal(await pressPay(flow, checkout, payerSession), payerSession, decision, account);
}

export interface Paid {
  readonly checkout: Checkout;
  readonly owner: Owner;
  readonly back: WayBack;
  readonly digits: string;
}

/** A purchase that waits for its number. */
export async function payFor(bench: Bench, started?: Checkout): Promise<Paid> {
  const back = await goToPayPal(bench, started ?? (await bench.start()));
  const checkout = await bench.flow.returnFromPayPal(back);
  const { digits } = await bench.flow.showNumber(back);
  if (digits === undefined) throw new Error('no number is shown');
  return { checkout, owner: checkout.owner, back, digits };
}

/** Six digits that are not these. */
export function wrongNumber(digits: string): string {
  return String((Number(digits) + 1) % 1_000_000).padStart(6, '0');
}
