import { z } from 'zod';
import type { PayerDetails, PostalAddress } from '../checkout/payer-details.ts';

/**
 * Who paid and where the goods go, from an order or the answer to its capture. Money comes first: whatever is odd in
 * here is left out or cut, and never makes an order unreadable. What it holds is told to nobody but the merchant.
 */
export function readPayer(json: unknown): PayerDetails | undefined {
  const parsed = order.safeParse(json);
  if (!parsed.success) return undefined;
  const { payer, payment_source, purchase_units } = parsed.data;
  const wallet = payment_source?.paypal;
  const shipping = purchase_units?.[0]?.shipping;
  const details = {
    name: toName(payer?.name) ?? toName(wallet?.name),
    email: payer?.email_address ?? wallet?.email_address ?? shipping?.email_address,
    phone:
      toPhone(payer?.phone?.phone_number) ?? toPhone(wallet?.phone_number) ?? toPhone(shipping?.phone_number),
    address: toAddress(shipping),
  };
  return saysNothing(details) ? undefined : details;
}

/** PayPal's own bound is 300 for the longest of them. */
const longest = 1_000;

/** Anything else than a text that says something is none; a number is one that nobody put in quotes. */
const text = z
  .union([z.string(), z.number().transform(String)])
  .transform((value) => (value.trim() === '' ? undefined : cut(value)))
  .optional()
  .catch(undefined);

/** Between two characters, never inside one. */
function cut(value: string): string {
  return value.length <= longest ? value : `${value.slice(0, longest).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}

function group<T extends z.ZodRawShape>(shape: T) {
  return z.object(shape).optional().catch(undefined);
}

const name = group({ given_name: text, surname: text, full_name: text });
const phone = group({ country_code: text, national_number: text });

const shipping = group({
  name,
  email_address: text,
  phone_number: phone,
  address: group({
    address_line_1: text,
    address_line_2: text,
    admin_area_2: text,
    admin_area_1: text,
    postal_code: text,
    country_code: text,
  }),
});

const order = z.object({
  payer: group({ name, email_address: text, phone: group({ phone_number: phone }) }),
  payment_source: group({ paypal: group({ name, email_address: text, phone_number: phone }) }),
  purchase_units: z
    .array(z.object({ shipping }).catch({ shipping: undefined }))
    .optional()
    .catch(undefined),
});

function toName(said: z.infer<typeof name>): string | undefined {
  if (said?.full_name !== undefined) return said.full_name;
  const parts = [said?.given_name, said?.surname].filter((one) => one !== undefined);
  return parts.length === 0 ? undefined : parts.join(' ');
}

function toPhone(said: z.infer<typeof phone>): string | undefined {
  if (said?.national_number === undefined) return undefined;
  return said.country_code === undefined
    ? said.national_number
    : `+${said.country_code} ${said.national_number}`;
}

function toAddress(said: z.infer<typeof shipping>): PostalAddress | undefined {
  const address = {
    recipient: toName(said?.name),
    line1: said?.address?.address_line_1,
    line2: said?.address?.address_line_2,
    city: said?.address?.admin_area_2,
    region: said?.address?.admin_area_1,
    postalCode: said?.address?.postal_code,
    countryCode: said?.address?.country_code,
  };
  return saysNothing(address) ? undefined : address;
}

function saysNothing(parts: PayerDetails | PostalAddress): boolean {
  return Object.values(parts).every((part) => part === undefined);
}
