/** The shop's own pages that a shopper may want to read before paying, in the order in which they are shown. */
export const legalPages = ['terms', 'privacy', 'returns'] as const;

export type LegalPage = (typeof legalPages)[number];

/** Their addresses; a shop names those that it has. */
export type LegalLinks = Readonly<Partial<Record<LegalPage, string>>>;
