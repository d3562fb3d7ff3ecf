import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { WebhookEvent } from '../../src/checkout/refund-ports.ts';
import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { findDifferences } from './differences.ts';
import type { Bench } from './flow-harness.ts';
import { payFor } from './payer.ts';

/** Does something on PayPal's own pages, of which the shop knows nothing yet. */
export async function atPayPal(
  { simulatorUrl }: Pick<Bench, 'simulatorUrl'>,
  action: 'settle' | 'refund' | 'dispute' | 'reverse-approval' | 'account',
  body: object,
): Promise<unknown> {
  const answer = await fetch(`${simulatorUrl}/_simulator/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

const disputeSchema = z.object({ disputeId: z.string() });

/** Opens or closes a dispute about a capture; answers its id. */
export async function disputeAtPayPal(
  bench: Pick<Bench, 'simulatorUrl'>,
  captureId: string,
  as: 'opened' | 'closed_for_buyer' | 'closed_for_seller',
): Promise<string> {
  return disputeSchema.parse(await atPayPal(bench, 'dispute', { captureId, as })).disputeId;
}

/** News of PayPal, as it is after the signature has been verified. */
export function newsOf(type: string, about: Partial<WebhookEvent>): WebhookEvent {
  return { eventId: `WH-${randomBytes(8).toString('hex')}`, type, sellerTransactionIds: [], ...about };
}

/** Somebody with the shop's credentials takes the money of an order that the shop no longer waits for. */
export async function captureAside(
  { ports }: { readonly ports: { readonly payments: Pick<Bench['ports']['payments'], 'captureOrder'> } },
  orderId: string,
): Promise<{ readonly captureId: string }> {
  const requestId = randomBytes(8).toString('hex');
  const answer = await ports.payments.captureOrder({ orderId, requestId });
  const [capture] = answer.kind === 'answered' ? answer.order.captures : [];
  if (capture === undefined) throw new Error(`not captured: ${answer.kind}`);
  return capture;
}

const refundsSchema = z.object({
  refunds: z.array(
    z.object({
      id: z.string(),
      capture_id: z.string(),
      status: z.string(),
      amount: z.object({ value: z.string(), currency_code: z.string() }),
    }),
  ),
});

/** The refunds that PayPal holds. */
export async function refundsAtPayPal({
  simulatorUrl,
}: Pick<Bench, 'simulatorUrl'>): Promise<z.infer<typeof refundsSchema>['refunds']> {
  const answer = await fetch(`${simulatorUrl}/_simulator/ledger`);
  return refundsSchema.parse(await answer.json()).refunds;
}

/** What the shopper was told beside links, deadlines and reminders. */
export function told({ signalled }: Pick<Bench, 'signalled'>): string[] {
  return signalled.map(({ kind }) => kind).filter((kind) => !/link|deadline|reminder/.test(kind));
}

export async function confirmedPurchase(bench: Bench): Promise<Checkout> {
  const paid = await payFor(bench);
  await bench.flow.confirm(paid.owner, paid.digits);
  return bench.row(paid.checkout);
}

export function captureOf({ capture }: Pick<Checkout, 'capture'>): string {
  return capture?.captureId ?? '';
}

/** Each refund with its reason and how it stands. */
export function states({ refunds }: Pick<Checkout, 'refunds'>): string[] {
  return refunds.map(({ reason, status }) => `${reason} ${status}`);
}

/** Captures and refunds here are those at PayPal, row by row. */
export async function expectAtRest({ store, ports }: Bench): Promise<void> {
  expect(await findDifferences({ store, payments: ports.payments })).to.deep.equal([]);
}
