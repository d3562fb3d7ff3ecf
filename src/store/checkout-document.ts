import { z } from 'zod';
import type {
  AskedRefund,
  Capture,
  Checkout,
  Dispute,
  Flag,
  LineItem,
  RefundReason,
  Shipping,
} from '../checkout/checkout.ts';
import type { Order } from '../checkout/order.ts';
import { statuses } from '../checkout/checkout.ts';
import type { Money } from '../checkout/money.ts';
import type { Shipment, Tracking } from '../checkout/shipment.ts';
import type { RateTax } from '../checkout/tax-rules.ts';
import type { StoredNumber } from '../round-trip/trip.ts';

/** Every field of T, optional ones too, and no other: a new field does not compile until it is stored. */
type ShapeOf<T> = { readonly [K in keyof T]-?: z.ZodType<T[K]> };

/** Every word of a union, so that a new one does not compile until it can be loaded. */
type Words<T extends string> = { readonly [W in T]: W };

export const statusSchema = z.enum(statuses);

const money = z.strictObject({
  currency: z.string(),
  minorUnits: z.int(),
} satisfies ShapeOf<Money>);

const lineItem = z.strictObject({
  productId: z.string(),
  name: z.string(),
  description: z.string(),
  quantity: z.int(),
  unitPrice: money,
  unitTax: money,
  image: z.string().optional(),
} satisfies ShapeOf<LineItem>);

const rateTax = z.strictObject({
  rate: z.string(),
  tax: money,
} satisfies ShapeOf<RateTax>);

const shipping = z.strictObject({
  name: z.string(),
  price: money,
  country: z.string().optional(),
} satisfies ShapeOf<Shipping>);

const order = z.strictObject({
  number: z.int(),
  requestId: z.string(),
  invoiceId: z.string().optional(),
  live: z.boolean(),
  nonceKeyId: z.string(),
  nonceHash: z.string(),
  // An older row has none: PayPal refuses a retry of its create call, and the payer's next one is new.
  publicUrl: z.string().default(''),
  merchantName: z.string().default(''),
  orderId: z.string().optional(),
  approveUrl: z.string().optional(),
  payeeId: z.string().optional(),
  captures: z.int(),
  approvalSeenAt: z.int().optional(),
  approvalEventId: z.string().optional(),
  approvedElsewhere: z.boolean().optional(),
  approvedFor: z.string().optional(),
} satisfies ShapeOf<Order>);

const capture = z.strictObject({
  captureId: z.string(),
  status: z.enum({
    COMPLETED: 'COMPLETED',
    PENDING: 'PENDING',
    DECLINED: 'DECLINED',
    FAILED: 'FAILED',
    REFUNDED: 'REFUNDED',
    PARTIALLY_REFUNDED: 'PARTIALLY_REFUNDED',
  } as const satisfies Words<Capture['status']>),
  amount: money,
} satisfies ShapeOf<Capture>);

const askedRefund = z.strictObject({
  requestId: z.string(),
  captureId: z.string(),
  amount: money,
  reason: z.enum({
    merchant: 'merchant',
    unconfirmed: 'unconfirmed',
    mismatch: 'mismatch',
    late_capture: 'late_capture',
    at_paypal: 'at_paypal',
  } as const satisfies Words<RefundReason>),
  status: z.enum({
    submitted: 'submitted',
    pending: 'pending',
    completed: 'completed',
    failed: 'failed',
  } as const satisfies Words<AskedRefund['status']>),
  refundId: z.string().optional(),
  askedAt: z.int(),
} satisfies ShapeOf<AskedRefund>);

const tracking = z.strictObject({
  requestId: z.string(),
  orderId: z.string(),
  captureId: z.string(),
  carrierCode: z.string().optional(),
  status: z.enum({
    submitted: 'submitted',
    accepted: 'accepted',
    refused: 'refused',
  } as const satisfies Words<Tracking['status']>),
  issue: z.string().optional(),
  debugId: z.string().optional(),
  askedAt: z.int(),
} satisfies ShapeOf<Tracking>);

const shipment = z.strictObject({
  carrier: z.string().optional(),
  number: z.string().optional(),
  shippedAt: z.int(),
  toldAt: z.int(),
  tracking: tracking.optional(),
} satisfies ShapeOf<Shipment>);

const storedNumber = z.strictObject({
  hash: z.string(),
  sealed: z.string(),
  expiresAt: z.int(),
  attempts: z.int(),
} satisfies ShapeOf<StoredNumber>);

const flag = z.enum({
  amount_mismatch: 'amount_mismatch',
  payee_mismatch: 'payee_mismatch',
  payer_mismatch: 'payer_mismatch',
  country_mismatch: 'country_mismatch',
  checkout_mismatch: 'checkout_mismatch',
  capture_refused: 'capture_refused',
  number_locked: 'number_locked',
  unconfirmed: 'unconfirmed',
  late_capture: 'late_capture',
  reversed: 'reversed',
  refund_failed: 'refund_failed',
} as const satisfies Words<Flag>);

/** A checkout as its row's document holds it. */
export const checkoutDocument = z.strictObject({
  id: z.string(),
  version: z.int(),
  status: statusSchema,
  owner: z.strictObject({
    channelId: z.string(),
    conversationId: z.string(),
    shopperId: z.string(),
  } satisfies ShapeOf<Checkout['owner']>),
  isGroup: z.boolean(),
  shopperName: z.string(),
  locale: z.string(),
  conversationReference: z.string(),
  startedBy: z.string(),
  items: z.array(lineItem),
  shipping: shipping.optional(),
  itemTotal: money,
  taxTotal: money,
  taxIncluded: z.literal(true).optional(),
  taxContained: money.optional(),
  taxByRate: z.array(rateTax).optional(),
  shippingTotal: money,
  total: money,
  createdAt: z.int(),
  expiresAt: z.int(),
  updatedAt: z.int(),
  payerSessionHash: z.string().optional(),
  orders: z.array(order),
  captureRequestId: z.string().optional(),
  payerId: z.string().optional(),
  capture: capture.optional(),
  strayCaptures: z.array(capture).default([]),
  refunds: z.array(askedRefund).default([]),
  dispute: z.enum({ open: 'open', closed: 'closed' } as const satisfies Words<Dispute>).optional(),
  openDisputes: z.array(z.string()).optional(),
  closedDisputes: z.array(z.string()).optional(),
  declineIssue: z.string().optional(),
  paidAt: z.int().optional(),
  number: storedNumber.optional(),
  numbersDrawn: z.int(),
  attempts: z.int(),
  confirmedAt: z.int().optional(),
  shipment: shipment.optional(),
  replacedBy: z.string().optional(),
  flag: flag.optional(),
  cardActivityId: z.string().optional(),
  linkKeyId: z.string().optional(),
  erasedAt: z.int().optional(),
  lease: z.strictObject({ holder: z.string(), until: z.int() }).optional(),
  debugId: z.string().optional(),
} satisfies ShapeOf<Checkout>);
