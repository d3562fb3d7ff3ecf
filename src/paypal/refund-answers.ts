import { z } from 'zod';
import type { PaymentCapture, Refund } from '../checkout/refund-ports.ts';
import { amountSchema } from './amounts.ts';
import { linkedId } from './linked-id.ts';
import { linksSchema } from './links.ts';
import { resourceId } from './resource-id.ts';

const refund = z.object({
  id: resourceId,
  status: z.enum(['COMPLETED', 'PENDING', 'FAILED', 'CANCELLED']),
  amount: amountSchema,
  seller_payable_breakdown: z.object({ total_refunded_amount: amountSchema.optional() }).optional(),
  links: linksSchema,
});

/** The refund as PayPal answers it; undefined where the answer is not a whole refund. */
export function readRefund(json: unknown): Refund | undefined {
  const parsed = refund.safeParse(json);
  if (!parsed.success) return undefined;
  const { id, status, amount, seller_payable_breakdown: breakdown, links } = parsed.data;
  return {
    refundId: id,
    status,
    amount,
    captureId: linkedId(links, 'up', 'captures'),
    refundedTotal: breakdown?.total_refunded_amount,
  };
}

const capture = z.object({
  id: resourceId,
  status: z.enum(['COMPLETED', 'PENDING', 'DECLINED', 'FAILED', 'REFUNDED', 'PARTIALLY_REFUNDED']),
  amount: amountSchema,
  custom_id: z.string().max(255).optional(),
  payee: z.object({ merchant_id: z.string().min(1).max(64).optional() }).optional(),
  supplementary_data: z
    .object({ related_ids: z.object({ order_id: resourceId.optional() }).optional() })
    .optional(),
  links: linksSchema,
});

/** The capture as PayPal answers it; undefined where the answer is not a whole capture. */
export function readCapture(json: unknown): PaymentCapture | undefined {
  const parsed = capture.safeParse(json);
  if (!parsed.success) return undefined;
  const { id, status, amount, custom_id, payee, supplementary_data, links } = parsed.data;
  return {
    captureId: id,
    status,
    amount,
    customId: custom_id,
    orderId: supplementary_data?.related_ids?.order_id ?? linkedId(links, 'up', 'orders'),
    payeeId: payee?.merchant_id,
  };
}
