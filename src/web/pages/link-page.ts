import { z } from 'zod';
import { purchasePath, seeOther } from '../purchase-address.ts';
import { describeMoment } from '../../words/language.ts';
import { summarise } from './purchase-summary.ts';
import type { Handler } from '../site-context.ts';
import type { SiteParts } from '../site-parts.ts';
import { Refusal } from '../refusal.ts';

/** Chats and mail programs take a mark that stands behind the link for a part of it; no token ends with one. */
const tokenSchema = z
  .string()
  .min(1)
  .max(4_096)
  .transform((token) => token.replace(/[^\w-]{1,8}$/u, ''));

/** The link from the chat. Inert: previews and scanners open it all day. */
export function linkPage({ flow, cookie, csrf, assets, show, origin }: SiteParts): Handler {
  return async (ctx) => {
    const linkToken = tokenSchema.safeParse(ctx.params['linkToken']);
    if (!linkToken.success) throw new Refusal('not_found');
    const opened = await flow.openLink(linkToken.data, cookie.read(ctx));
    if (opened.kind === 'elsewhere') return show(ctx, 'elsewhere', {}, 403);
    const { checkout } = opened;
    const checkoutId = checkout.id;
    ctx.state.checkoutId = checkoutId;
    if (opened.kind === 'claimed_here') return seeOther(ctx, origin + purchasePath(checkoutId));
    const payerSession = cookie.ensure(ctx);
    await show(ctx, 'checkout', {
      checkoutId,
      summary: summarise(checkout, assets),
      deadline: describeMoment(checkout.expiresAt, opened.now),
      payToken: csrf.token({ payerSession, checkoutId, purpose: 'pay' }),
      notMineToken: csrf.token({ payerSession, checkoutId, purpose: 'not-mine' }),
      isClaimed: false,
      lastWay: '',
    });
  };
}
