import type { Checkout } from '../checkout/checkout.ts';
import { sameOwner } from '../round-trip/owner.ts';
import { CheckoutError } from '../checkout/errors.ts';
import { isLate } from '../checkout/late.ts';
import { holdsSession } from './payer-session.ts';
import type { Ports } from '../checkout/ports.ts';

/** What a link shows to the browser that opened it. */
export type OpenedLink =
  /** Nobody has claimed it: show the checkout and offer payment. */
  | { readonly kind: 'unclaimed'; readonly checkout: Checkout; readonly now: number }
  /** This browser has claimed it: it goes on at the checkout's own address. */
  | { readonly kind: 'claimed_here'; readonly checkout: Checkout }
  | { readonly kind: 'elsewhere' };

/** Inert: reads, changes nothing, calls nobody. Previews and scanners do this all day. */
export async function openLink(
  ports: Ports,
  linkToken: string,
  payerSession: string | undefined,
): Promise<OpenedLink> {
  const content = await ports.links.open(linkToken);
  if (content === undefined) throw new CheckoutError('link_invalid');
  const loaded = await ports.store.find(content.checkoutId);
  if (loaded === undefined || !sameOwner(loaded.checkout.owner, content.owner))
    throw new CheckoutError('link_invalid');
  const { checkout, now } = loaded;
  if (holdsSession(checkout, payerSession)) return { kind: 'claimed_here', checkout };
  const isOver = checkout.status === 'cancelled' || checkout.status === 'expired';
  if (isOver || isLate(loaded)) throw new CheckoutError('link_expired');
  return checkout.status === 'open' ? { kind: 'unclaimed', checkout, now } : { kind: 'elsewhere' };
}
