import { z } from 'zod';

/** A link in an answer of PayPal; `rel` says what it is for. */
export type Link = z.infer<typeof linkSchema>;

export const linkSchema = z.object({ href: z.string().max(2_048), rel: z.string().max(64) });

/** Links that nothing depends on: badly formed ones are none. */
export const linksSchema = z.array(linkSchema).catch([]);

/** Finds the first link with one of these names that leads to PayPal's own pages; shoppers are sent nowhere else. */
export type FindLink = (links: readonly Link[], ...rels: readonly string[]) => string | undefined;

export function createFindLink(environment: 'simulator' | 'sandbox' | 'live', webUrl: string): FindLink {
  const webOrigin = new URL(webUrl).origin;
  const isOurs = (href: string): boolean => {
    if (!URL.canParse(href)) return false;
    const url = new URL(href);
    if (url.username !== '' || url.password !== '') return false;
    return url.origin === webOrigin || (environment !== 'simulator' && isPayPals(url));
  };
  return (links, ...rels) => links.find(({ href, rel }) => rels.includes(rel) && isOurs(href))?.href;
}

function isPayPals({ protocol, hostname, port }: URL): boolean {
  return (
    protocol === 'https:' && port === '' && (hostname === 'paypal.com' || hostname.endsWith('.paypal.com'))
  );
}
