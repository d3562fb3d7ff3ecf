import { z } from 'zod';
import { unitSchema } from './order-request.ts';

/** The payer's sandbox account, and whether their card will pay. */
const payerSchema = z.object({ payerId: z.string(), card: z.enum(['pays', 'declined']) });

const captureSchema = z.object({
  id: z.string(),
  status: z.enum(['COMPLETED', 'PENDING', 'DECLINED']),
  amount: z.object({ currency_code: z.string(), value: z.string() }),
  createdAt: z.number(),
});

/** An order as the simulator keeps it; times are milliseconds since 1970. */
export const orderSchema = z.object({
  id: z.string(),
  status: z.enum(['CREATED', 'PAYER_ACTION_REQUIRED', 'APPROVED', 'COMPLETED']),
  /** Which of PayPal's two ways the order was created in; it decides the names of its links. */
  shape: z.enum(['payer-action', 'approve']),
  createdAt: z.number(),
  updatedAt: z.number(),
  units: z.array(unitSchema.extend({ captures: z.array(captureSchema) })),
  brandName: z.string().optional(),
  returnUrl: z.string().optional(),
  cancelUrl: z.string().optional(),
  shippingPreference: z.enum(['GET_FROM_FILE', 'NO_SHIPPING', 'SET_PROVIDED_ADDRESS']),
  payer: payerSchema.optional(),
});

export type Order = z.infer<typeof orderSchema>;
export type OrderUnit = Order['units'][number];
export type Capture = z.infer<typeof captureSchema>;
