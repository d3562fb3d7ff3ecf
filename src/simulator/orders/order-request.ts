import { z } from 'zod';
import { parseUrl } from '../parse-url.ts';

export const moneySchema = z.object({
  currency_code: z.string().length(3),
  value: z
    .string()
    .max(32)
    .regex(/^(-?\d+|-?\d*\.\d+)$/),
});

const httpUrl = z.string().refine(isHttpUrl, { params: { syntax: true } });

const item = z.object({
  name: z.string().min(1).max(127),
  unit_amount: moneySchema,
  tax: moneySchema.optional(),
  quantity: z.string().regex(/^[1-9]\d{0,9}$/),
  description: z.string().max(2048).optional(),
  sku: z.string().max(127).optional(),
  url: httpUrl.optional(),
  category: z.enum(['DIGITAL_GOODS', 'PHYSICAL_GOODS', 'DONATION']).optional(),
  image_url: z
    .string()
    .max(2048)
    .regex(/^https:[/|.\w\s-]*\.(?:jpg|gif|png|jpeg|JPG|GIF|PNG|JPEG)/)
    .optional(),
});

const breakdown = z.object({
  item_total: moneySchema.optional(),
  shipping: moneySchema.optional(),
  handling: moneySchema.optional(),
  tax_total: moneySchema.optional(),
  insurance: moneySchema.optional(),
  shipping_discount: moneySchema.optional(),
  discount: moneySchema.optional(),
});

export const amountSchema = moneySchema.extend({ breakdown: breakdown.optional() });
export const itemsSchema = z.array(item);

const shipping = z.object({
  name: z.object({ full_name: z.string().max(300).optional() }).optional(),
  address: z
    .object({
      address_line_1: z.string().max(300).optional(),
      address_line_2: z.string().max(300).optional(),
      admin_area_2: z.string().max(120).optional(),
      admin_area_1: z.string().max(300).optional(),
      postal_code: z.string().max(60).optional(),
      country_code: z.string().regex(/^([A-Z]{2}|C2)$/),
    })
    .optional(),
});

/** The texts of a purchase unit that a PATCH may also change. */
export const unitTexts = {
  description: z.string().min(1).max(127),
  custom_id: z.string().min(1).max(127),
  invoice_id: z.string().min(1).max(127),
  soft_descriptor: z.string().min(1).max(22),
};

/** One purchase unit of a request; fields that the simulator does not know are dropped. */
export const unitSchema = z.object({
  reference_id: z.string().min(1).max(256).optional(),
  amount: amountSchema,
  payee: z
    .object({ email_address: z.string().min(3).max(254).optional(), merchant_id: z.string().optional() })
    .optional(),
  description: unitTexts.description.optional(),
  custom_id: unitTexts.custom_id.optional(),
  invoice_id: unitTexts.invoice_id.optional(),
  soft_descriptor: unitTexts.soft_descriptor.optional(),
  items: itemsSchema.optional(),
  shipping: shipping.optional(),
});

const context = z.object({
  brand_name: z.string().min(1).max(127).optional(),
  locale: z
    .string()
    .min(2)
    .max(10)
    .regex(/^[a-z]{2}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$/)
    .optional(),
  shipping_preference: z.enum(['GET_FROM_FILE', 'NO_SHIPPING', 'SET_PROVIDED_ADDRESS']).optional(),
  user_action: z.enum(['CONTINUE', 'PAY_NOW']).optional(),
  return_url: httpUrl.optional(),
  cancel_url: httpUrl.optional(),
});

const walletContext = context.extend({
  landing_page: z.enum(['LOGIN', 'GUEST_CHECKOUT', 'NO_PREFERENCE']).optional(),
  payment_method_preference: z.enum(['UNRESTRICTED', 'IMMEDIATE_PAYMENT_REQUIRED']).optional(),
});

const applicationContext = context.extend({
  landing_page: z.enum(['LOGIN', 'BILLING', 'NO_PREFERENCE']).optional(),
});

/** The body of `POST /v2/checkout/orders`. */
export const orderRequestSchema = z.object({
  intent: z.enum(['CAPTURE', 'AUTHORIZE']),
  purchase_units: z.array(unitSchema).min(1).max(10),
  payment_source: z
    .looseObject({ paypal: z.looseObject({ experience_context: walletContext.optional() }).optional() })
    .optional(),
  application_context: applicationContext.optional(),
});

export type OrderRequest = z.infer<typeof orderRequestSchema>;
export type Item = z.infer<typeof item>;
export type UnitRequest = z.infer<typeof unitSchema>;

function isHttpUrl(text: string): boolean {
  return /^https?:$/.test(parseUrl(text)?.protocol ?? '');
}
