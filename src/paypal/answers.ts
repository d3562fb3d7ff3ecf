import { z } from 'zod';
import { toCountryCode } from '../checkout/countries.ts';
import type { PaymentOrder } from '../checkout/ports.ts';
import { amountSchema } from './amounts.ts';
import { type FindLink, linksSchema } from './links.ts';
import { readPayer } from './payer-answer.ts';
import { resourceId } from './resource-id.ts';

const account = z.string().min(1).max(64);

const capture = z.object({
  id: resourceId,
  status: z.enum(['COMPLETED', 'PENDING', 'DECLINED', 'FAILED', 'REFUNDED', 'PARTIALLY_REFUNDED']),
  amount: amountSchema,
});

const refund = z.object({
  id: resourceId,
  status: z.enum(['COMPLETED', 'PENDING', 'FAILED', 'CANCELLED']),
  amount: amountSchema,
});

const payee = z.object({ merchant_id: account.optional() });

/** Of where the goods go alone: the payer's own country is another thing. What is odd in it is no country. */
const shipping = z
  .object({
    address: z.object({ country_code: z.string().regex(/^[A-Z][A-Z2]$/u) }),
  })
  .transform(({ address }) => toCountryCode(address.country_code))
  .optional()
  .catch(undefined);

const purchaseUnit = z.object({
  amount: amountSchema,
  payee: payee.optional(),
  custom_id: z.string().max(255).optional(),
  shipping,
  payments: z
    .object({ captures: z.array(capture).optional(), refunds: z.array(refund).optional() })
    .optional(),
});

const order = z.object({
  id: resourceId,
  status: z.enum(['CREATED', 'SAVED', 'APPROVED', 'VOIDED', 'COMPLETED', 'PAYER_ACTION_REQUIRED']),
  purchase_units: z.tuple([purchaseUnit]),
  payer: z.object({ payer_id: account.optional() }).optional(),
  payment_source: z.object({ paypal: z.object({ account_id: account.optional() }).optional() }).optional(),
  links: linksSchema,
});

/** The order as PayPal answers it; undefined where the answer is not a whole order of one purchase unit. */
export function readOrder(json: unknown, findLink: FindLink): Omit<PaymentOrder, 'debugId'> | undefined {
  const parsed = order.safeParse(json);
  if (!parsed.success) return undefined;
  const { id, status, purchase_units, payer, payment_source, links } = parsed.data;
  const [unit] = purchase_units;
  return {
    orderId: id,
    status,
    total: unit.amount,
    payeeId: unit.payee?.merchant_id,
    customId: unit.custom_id,
    payerId: payer?.payer_id ?? payment_source?.paypal?.account_id,
    payer: readPayer(json),
    shippingCountry: unit.shipping,
    captures: (unit.payments?.captures ?? []).map(({ id: captureId, status: captureStatus, amount }) => ({
      captureId,
      status: captureStatus,
      amount,
    })),
    refunds: (unit.payments?.refunds ?? []).map(({ id: refundId, status: refundStatus, amount }) => ({
      refundId,
      status: refundStatus,
      amount,
    })),
    approveUrl: findLink(links, 'payer-action', 'approve'),
  };
}

const created = z.object({
  id: resourceId,
  purchase_units: z.array(z.object({ payee: payee.optional() })).optional(),
  links: linksSchema,
});

/** A freshly created order; `approveUrl` is undefined where no link leads to PayPal's own pages. */
export function readCreated(
  json: unknown,
  findLink: FindLink,
): { orderId: string; approveUrl: string | undefined; payeeId: string | undefined } | undefined {
  const parsed = created.safeParse(json);
  if (!parsed.success) return undefined;
  const { id, purchase_units, links } = parsed.data;
  const approveUrl = findLink(links, 'payer-action', 'approve');
  return { orderId: id, approveUrl, payeeId: purchase_units?.[0]?.payee?.merchant_id };
}

const token = z.object({
  // It goes into a header as it is.
  access_token: z.string().regex(/^[\u0021-\u007e]{1,8192}$/u),
  token_type: z.string().regex(/^bearer$/iu),
  expires_in: z.number().positive(),
});

export function readToken(json: unknown): { value: string; lifeMs: number } | undefined {
  const parsed = token.safeParse(json);
  return parsed.success
    ? { value: parsed.data.access_token, lifeMs: parsed.data.expires_in * 1_000 }
    : undefined;
}
