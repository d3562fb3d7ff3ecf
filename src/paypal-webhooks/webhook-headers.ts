import { z } from 'zod';

/** What PayPal says of a delivery in its headers. */
export type Transmission = z.infer<typeof transmissionSchema>;

/** A header that came twice is a list here, or joined by a comma, which none of the values may hold. */
export type DeliveryHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The headers of a delivery by their lower-case names, as Node gives them; or the name of the first that is wrong. */
export function readTransmission(
  headers: DeliveryHeaders,
): { readonly transmission: Transmission } | { readonly wrong: string } {
  const parsed = transmissionSchema.safeParse({
    id: headers['paypal-transmission-id'],
    time: headers['paypal-transmission-time'],
    signature: headers['paypal-transmission-sig'],
    algorithm: headers['paypal-auth-algo'],
    certificateUrl: headers['paypal-cert-url'],
  });
  if (parsed.success) return { transmission: parsed.data };
  const [first] = parsed.error.issues.flatMap(({ path }) => path);
  return { wrong: String(first) };
}

const transmissionSchema = z.object({
  // Neither may hold the bar that stands between them in what is signed.
  id: z.string().regex(/^[\w-]{1,64}$/u),
  time: z.string().regex(/^[\w:.+-]{1,64}$/u),
  algorithm: z.literal('SHA256withRSA'),
  certificateUrl: z.string().max(512),
  signature: z
    .string()
    .max(1_024)
    .refine((text) => text !== '' && Buffer.from(text, 'base64').toString('base64') === text)
    .transform((text) => Buffer.from(text, 'base64')),
});
