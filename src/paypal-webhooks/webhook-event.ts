import { z } from 'zod';
import type { WebhookEvent } from '../checkout/refund-ports.ts';
import { linkedId } from '../paypal/linked-id.ts';
import { linksSchema } from '../paypal/links.ts';
import { disputeId, resourceId } from '../paypal/resource-id.ts';

/** The event in the raw bytes of a delivery; undefined where it is none of PayPal's form. The signature comes first. */
export function parseWebhookEvent(rawBody: Uint8Array): WebhookEvent | undefined {
  try {
    return readWebhookEvent(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody)));
  } catch {
    return undefined;
  }
}

/**
 * What is in an event beside its id and its type depends on the type, and types that we do not know are allowed: so a
 * reference that is missing or odd is none, and never makes the event unreadable.
 */
export function readWebhookEvent(json: unknown): WebhookEvent | undefined {
  const parsed = eventSchema.safeParse(json);
  if (!parsed.success) return undefined;
  const { id: eventId, event_type: type, resource_type: resourceType, resource } = parsed.data;
  return { eventId, type, ...references(type, resourceType, resource) };
}

type References = Omit<WebhookEvent, 'eventId' | 'type'>;

function references(type: string, resourceType: string | undefined, resource: Resource): References {
  const { id, links, purchase_units: units, supplementary_data, disputed_transactions: disputed } = resource;
  const unit = soleOf(units);
  const isOrder = type.startsWith('CHECKOUT.ORDER.');
  // A capture's link `up` leads to its order; a refund names its capture nowhere else.
  const upperCapture = linkedId(links, 'up', 'captures');
  const isRefund =
    type.startsWith('PAYMENT.REFUND.') ||
    (type.startsWith('PAYMENT.CAPTURE.') && (resourceType === 'refund' || upperCapture !== undefined));
  const isCapture = type.startsWith('PAYMENT.CAPTURE.') && !isRefund;
  const related = supplementary_data?.related_ids;
  const only = soleOf(disputed);
  return {
    orderId:
      related?.order_id ?? resource.order_id ?? (isOrder ? id : undefined) ?? linkedId(links, 'up', 'orders'),
    captureId: isCapture ? id : (upperCapture ?? related?.capture_id ?? soleOf(unit?.payments?.captures)?.id),
    refundId: isRefund ? id : undefined,
    customId: resource.custom_id ?? unit?.custom_id ?? only?.custom,
    invoiceId: resource.invoice_id ?? unit?.invoice_id ?? only?.invoice_number,
    disputeId: resource.dispute_id,
    sellerTransactionIds: disputed.flatMap(({ seller_transaction_id: transaction }) => transaction ?? []),
  };
}

/** Of several, none is the one that is meant. */
function soleOf<T>(list: readonly T[] | undefined): T | undefined {
  return list?.length === 1 ? list[0] : undefined;
}

const reference = resourceId.optional().catch(undefined);
const ownText = z.string().min(1).max(255).optional().catch(undefined);

const unitSchema = z.object({
  custom_id: ownText,
  invoice_id: ownText,
  payments: z
    .object({ captures: z.array(z.object({ id: reference })).catch([]) })
    .optional()
    .catch(undefined),
});

const resourceSchema = z.object({
  id: reference,
  order_id: reference,
  custom_id: ownText,
  invoice_id: ownText,
  purchase_units: z.array(unitSchema).catch([]),
  supplementary_data: z
    .object({
      related_ids: z.object({ order_id: reference, capture_id: reference }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  dispute_id: disputeId.optional().catch(undefined),
  disputed_transactions: z
    .array(z.object({ seller_transaction_id: reference, custom: ownText, invoice_number: ownText }))
    .max(1_000)
    .catch([]),
  links: linksSchema,
});

type Resource = z.infer<typeof resourceSchema>;

const eventSchema = z.object({
  id: z.string().regex(/^[\w-]{1,64}$/u),
  event_type: z.string().regex(/^[\w.-]{1,128}$/u),
  resource_type: z.string().optional().catch(undefined),
  resource: resourceSchema.catch(resourceSchema.parse({})),
});
