import type { Owner } from './owner.ts';

/** What a checkout link holds. The expiry inside decides nothing; the row's deadline does. */
export interface LinkContent {
  readonly checkoutId: string;
  readonly owner: Owner;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Seals and opens the secret part of a checkout link. `identity/` does it with a JOSE library. */
export interface LinkSeal {
  seal(content: LinkContent): Promise<string>;
  /** Undefined for anything that we did not seal. */
  open(linkToken: string): Promise<LinkContent | undefined>;
}
