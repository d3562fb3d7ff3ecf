import { z } from 'zod';
import { moneySchema, unitSchema } from './order-request.ts';
import { accountSchema } from './payer-account.ts';
import { troubles } from '../faults/trouble-words.ts';

/** The payer's sandbox account, and whether their card will pay. */
const payerSchema = z.object({
  payerId: z.string(),
  card: z.enum(['pays', 'declined']),
  /** The usual one where it is missing. */
  account: accountSchema.optional(),
});

const trackerSchema = z.object({
  captureId: z.string(),
  trackingNumber: z.string(),
  createdAt: z.number(),
});

/** What becomes of something pending by itself, and when. */
const settlementSchema = z.object({
  at: z.number(),
  as: z.enum(['COMPLETED', 'DECLINED']),
});

const disputeSchema = z.object({
  id: z.string(),
  openedAt: z.number(),
  closedAt: z.number().optional(),
  outcome: z.enum(['RESOLVED_BUYER_FAVOUR', 'RESOLVED_SELLER_FAVOUR']).optional(),
});

const captureSchema = z.object({
  id: z.string(),
  status: z.enum(['COMPLETED', 'PENDING', 'DECLINED', 'PARTIALLY_REFUNDED', 'REFUNDED']),
  amount: moneySchema,
  createdAt: z.number(),
  updatedAt: z.number().optional(),
  settlement: settlementSchema.optional(),
  /** The latest one. */
  dispute: disputeSchema.optional(),
  /** Those that were over before it. */
  formerDisputes: z.array(disputeSchema).optional(),
  /** Only where it takes from an authorization. */
  authorizationId: z.string().optional(),
  isFinal: z.boolean().optional(),
  /** Where it differs from the unit's. */
  invoiceId: z.string().optional(),
});

const authorizationSchema = z.object({
  id: z.string(),
  status: z.enum(['CREATED', 'PARTIALLY_CAPTURED', 'CAPTURED', 'VOIDED']),
  amount: moneySchema,
  createdAt: z.number(),
  updatedAt: z.number(),
  /** Of the first authorization, which a reauthorization does not outlive. */
  expiresAt: z.number(),
});

const refundSchema = z.object({
  id: z.string(),
  captureId: z.string(),
  status: z.enum(['COMPLETED', 'PENDING', 'FAILED']),
  amount: moneySchema,
  createdAt: z.number(),
  updatedAt: z.number(),
  note: z.string().optional(),
  invoiceId: z.string().optional(),
  customId: z.string().optional(),
  settlement: settlementSchema.optional(),
});

/** An order as the simulator keeps it; times are milliseconds since 1970. */
export const orderSchema = z.object({
  id: z.string(),
  intent: z.enum(['CAPTURE', 'AUTHORIZE']).default('CAPTURE'),
  status: z.enum(['CREATED', 'PAYER_ACTION_REQUIRED', 'APPROVED', 'COMPLETED']),
  /** Which of PayPal's two ways the order was created in; it decides the names of its links. */
  shape: z.enum(['payer-action', 'approve']),
  createdAt: z.number(),
  updatedAt: z.number(),
  units: z.array(
    unitSchema.extend({
      captures: z.array(captureSchema),
      authorizations: z.array(authorizationSchema).default([]),
      refunds: z.array(refundSchema).default([]),
      trackers: z.array(trackerSchema).default([]),
    }),
  ),
  brandName: z.string().optional(),
  returnUrl: z.string().optional(),
  cancelUrl: z.string().optional(),
  shippingPreference: z.enum(['GET_FROM_FILE', 'NO_SHIPPING', 'SET_PROVIDED_ADDRESS']),
  payer: payerSchema.optional(),
  /** What the payer chose to go wrong on the approval page. */
  trouble: z.enum(troubles).optional(),
  /** Whether the shop was told that the approval of an unpaid order is void. */
  isReversed: z.literal(true).optional(),
});

export type Order = z.infer<typeof orderSchema>;
export type OrderUnit = Order['units'][number];
export type Capture = z.infer<typeof captureSchema>;
export type Authorization = z.infer<typeof authorizationSchema>;
export type Refund = z.infer<typeof refundSchema>;
export type Dispute = z.infer<typeof disputeSchema>;
export type Settlement = z.infer<typeof settlementSchema>;

/** All disputes about a capture, the latest one last. */
export function listDisputes({ dispute, formerDisputes = [] }: Capture): Dispute[] {
  return dispute === undefined ? formerDisputes : [...formerDisputes, dispute];
}
