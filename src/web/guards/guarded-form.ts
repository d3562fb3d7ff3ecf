import { z } from 'zod';
import type { FormPurpose } from './csrf.ts';
import { readBody } from './read-body.ts';
import { Refusal } from '../refusal.ts';
import { checkoutIdOf } from '../purchase-address.ts';
import type { SiteContext } from '../site-context.ts';
import type { SiteParts } from '../site-parts.ts';

const maxFormBytes = 16 * 1024;

const formSchema = z.strictObject({
  csrf: z.string().min(1).max(200),
  /** How many numbers were drawn when the form was shown. */
  drawn: z
    .string()
    .regex(/^\d{1,3}$/u)
    .transform(Number)
    .optional(),
});

export interface GuardedForm {
  readonly checkoutId: string;
  readonly payerSession: string;
  readonly drawn: number | undefined;
}

/** What a form proves before anything happens: our page, in this browser, for this checkout and this button. */
export async function readGuardedForm(
  { cookie, csrf }: Pick<SiteParts, 'cookie' | 'csrf'>,
  ctx: SiteContext,
  purpose: FormPurpose,
): Promise<GuardedForm> {
  const checkoutId = checkoutIdOf(ctx);
  const site = ctx.get('Sec-Fetch-Site');
  if (site !== '' && site !== 'same-origin') throw new Refusal('form_foreign', site);
  const form = await readForm(ctx);
  const payerSession = cookie.read(ctx);
  if (payerSession === undefined) throw new Refusal('form_stale', 'no payer session');
  if (!csrf.isGood(form.csrf, { payerSession, checkoutId, purpose }))
    throw new Refusal('form_stale', 'token');
  return { checkoutId, payerSession, drawn: form.drawn };
}

async function readForm(ctx: SiteContext): Promise<z.infer<typeof formSchema>> {
  const mediaType = ctx.get('Content-Type').split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/x-www-form-urlencoded') throw new Refusal('form_type');
  const body = await readBody(ctx.req, maxFormBytes);
  if (body === undefined) throw new Refusal('form_too_large');
  const entries = [...new URLSearchParams(body)];
  const form = Object.fromEntries(entries);
  if (Object.keys(form).length !== entries.length) throw new Refusal('form_invalid', 'repeated field');
  const parsed = formSchema.safeParse(form);
  if (!parsed.success) throw new Refusal('form_invalid');
  return parsed.data;
}
