import { z } from 'zod';
import { parseUrl } from '../round-trip/parse-url.ts';

/** A link in an answer of PayPal; `rel` says what it is for. */
export type Link = z.infer<typeof linkSchema>;

export const linkSchema = z.object({ href: z.string().max(2_048), rel: z.string().max(64) });

/** Links that nothing depends on: badly formed ones are none. */
export const linksSchema = z.array(linkSchema).catch([]);

/** Finds the first link with one of these names that leads to PayPal's own pages; shoppers are sent nowhere else. */
export type FindLink = (links: readonly Link[], ...rels: readonly string[]) => string | undefined;

export function createFindLink(environment: 'simulator' | 'sandbox' | 'live', webUrl: string): FindLink {
  const webOrigin = new URL(webUrl).origin;
  const isOurs = (url: URL): boolean => {
    if (url.username !== '' || url.password !== '') return false;
    return url.origin === webOrigin || (environment !== 'simulator' && isPayPals(url));
  };
  // As parsed: a line break that a reader of addresses leaves out would be refused in a header for good.
  return (links, ...rels) =>
    links
      .filter(({ rel }) => rels.includes(rel))
      .flatMap(({ href }) => parseUrl(href) ?? [])
      .find(isOurs)?.href;
}

function isPayPals({ protocol, hostname, port }: URL): boolean {
  return (
    protocol === 'https:' && port === '' && (hostname === 'paypal.com' || hostname.endsWith('.paypal.com'))
  );
}
