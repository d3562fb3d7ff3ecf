import type { LegalPage } from '../../checkout/legal-links.ts';

/** What the shop's own pages are called, on the site and in the receipt. */
export const legalNames: Readonly<Record<LegalPage, string>> = {
  terms: 'Terms of sale',
  privacy: 'Privacy',
  returns: 'Returns and refunds',
};
