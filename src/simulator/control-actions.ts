import { z } from 'zod';
import { toMinorUnits } from './amount.ts';
import { announce } from './webhooks/announce.ts';
import type { Office } from './office.ts';
import { changeDispute, disputeSteps } from './disputes/dispute.ts';
import { reversalNews } from './webhooks/news.ts';
import { moneySchema } from './orders/order-request.ts';
import type { Order } from './orders/order.ts';
import { accountSchema } from './orders/payer-account.ts';
import { findCapture } from './orders/order-parts.ts';
import { saveRefund } from './payments/refund-capture.ts';
import { addRefund, refundableOf } from './payments/refunded.ts';
import { settle } from './payments/settle.ts';

/** What an action led to, or why it is not possible as things stand. */
export type ActionResult =
  { readonly done: Readonly<Record<string, unknown>> } | { readonly refused: string };

/**
 * What a tester can make happen at PayPal, by `POST /_simulator/<name>`; a body that cannot be read throws a ZodError.
 * The approval of an order is taken back by `reverse-approval`.
 */
export const controlActions: Readonly<Record<string, (office: Office, body: unknown) => ActionResult>> = {
  settle: settlePending,
  clock: turnClock,
  account: arrangeAccount,
  dispute,
  refund: refundAtPayPal,
  'reverse-approval': reverseApproval,
};

const settleSchema = z.strictObject({
  captureId: z.string().optional(),
  refundId: z.string().optional(),
  as: z
    .string()
    .toUpperCase()
    .pipe(z.enum(['COMPLETED', 'DECLINED'])),
});

/** `{captureId or refundId, as: 'COMPLETED' | 'DECLINED'}`: ends a review now; a declined refund has FAILED. */
function settlePending(office: Office, body: unknown): ActionResult {
  const { captureId, refundId, as } = settleSchema.parse(body);
  const id = captureId ?? refundId ?? '';
  return settle(office, id, as) === undefined
    ? { refused: `nothing of the id ${id} is pending` }
    : { done: { id, settledAs: as } };
}

const clockSchema = z.strictObject({
  aheadMs: z
    .int()
    .min(0)
    .max(3_650 * 86_400_000),
});

/** `{aheadMs}`: from now on the simulator's clock is this far ahead of the machine's, whatever it was before. */
function turnClock(office: Office, body: unknown): ActionResult {
  const { aheadMs } = clockSchema.parse(body);
  office.books.save({ aheadMs });
  return { done: { aheadMs, now: new Date(office.now()).toISOString() } };
}

const arrangedSchema = z.strictObject({ account: accountSchema.nullable() });

/** `{account: {given_name?, surname?, email_address?, phone?, shipping?} | null}`: who approves from now on; null for whom the page says. */
function arrangeAccount(office: Office, body: unknown): ActionResult {
  const { account } = arrangedSchema.parse(body);
  office.books.save({ account });
  return { done: { account } };
}

const disputeSchema = z.strictObject({ captureId: z.string(), as: z.enum(disputeSteps) });

/** `{captureId, as: 'opened' | 'closed_for_buyer' | 'closed_for_seller'}`. */
function dispute(office: Office, body: unknown): ActionResult {
  const { captureId, as } = disputeSchema.parse(body);
  const found = findCapture(office.books, captureId);
  return found === undefined
    ? { refused: `there is no capture ${captureId}` }
    : changeDispute(office, found, as);
}

const refundSchema = z.strictObject({
  captureId: z.string(),
  amount: z.union([z.string().regex(/^\d{1,15}(\.\d{1,3})?$/), moneySchema]).optional(),
});

/** `{captureId, amount?}`: a refund made on PayPal's own pages, of which the shop hears by webhook alone. */
function refundAtPayPal(office: Office, body: unknown): ActionResult {
  const { captureId, amount } = refundSchema.parse(body);
  const found = findCapture(office.books, captureId);
  if (found === undefined) return { refused: `there is no capture ${captureId}` };
  if (!['COMPLETED', 'PARTIALLY_REFUNDED'].includes(found.part.status)) {
    return { refused: `the capture is ${found.part.status}` };
  }
  const left = refundableOf(found);
  const { currency_code } = found.part.amount;
  const asked = typeof amount === 'string' ? { currency_code, value: amount } : amount;
  const minorUnits = asked === undefined ? left : (toMinorUnits(asked) ?? 0n);
  const isOther = asked !== undefined && asked.currency_code !== currency_code;
  if (isOther || minorUnits <= 0n || minorUnits > left) {
    return { refused: 'the amount is not one that the capture has left' };
  }
  const refunded = addRefund(found, { minorUnits, status: 'COMPLETED' }, office.now());
  saveRefund(office, refunded);
  return { done: { refundId: refunded.part.id, amount: refunded.part.amount } };
}

const orderSchema = z.strictObject({ orderId: z.string() });

/** `{orderId}`: PayPal takes the payer's approval back; the order waits for the payer again. */
function reverseApproval(office: Office, body: unknown): ActionResult {
  const { orderId } = orderSchema.parse(body);
  const order = office.books.findOrder(orderId);
  if (order?.status !== 'APPROVED') return { refused: `no approved order has the id ${orderId}` };
  const { payer, ...rest } = order;
  const status = order.shape === 'approve' ? 'CREATED' : 'PAYER_ACTION_REQUIRED';
  const reversed: Order = { ...rest, status, updatedAt: office.now() };
  office.books.save({ order: reversed, ...announce(office, order, [reversalNews(order)]) });
  return { done: { orderId, status, payerId: payer?.payerId } };
}
