import type { Link } from './links.ts';

/**
 * The id at the end of a link to one of these. Only the id is taken from the link and never its host: whoever asks for
 * it asks our own PayPal.
 */
export function linkedId(
  links: readonly Link[],
  rel: string,
  collection: keyof typeof patterns,
): string | undefined {
  for (const link of links) {
    const id = link.rel === rel ? patterns[collection].exec(link.href)?.[1] : undefined;
    if (id !== undefined) return id;
  }
  return undefined;
}

const patterns = {
  captures: /\/v2\/payments\/captures\/([A-Z0-9]{1,36})$/u,
  orders: /\/v2\/checkout\/orders\/([A-Z0-9]{1,36})$/u,
} as const;
