import type { Checkout } from '../../src/checkout/checkout.ts';
import type { Owner } from '../../src/round-trip/owner.ts';
import type { MagicNumbers } from '../../src/round-trip/magic-number.ts';
import type { Messenger } from '../../src/checkout/messenger-port.ts';
import type { ToldMerchant } from './merchant-rules.ts';
import type { Life } from './scheduler.ts';

export type Telling = Parameters<Messenger['tell']>[0];

export interface Shown extends Telling {
  readonly life: Life;
  /** Its answer never reached the process. */
  readonly isLost: boolean;
}

export interface Paste {
  readonly owner: Owner;
  readonly digits: string;
  readonly at: number;
}

export interface SeenNumber {
  readonly checkoutId: string;
  readonly digits: string;
  compared: number;
  /** Those that were counted for good: what a process compared over which it died, nobody was ever told. */
  counted: number;
}

/** What somebody who stands outside has seen: who came back, which numbers exist, what was pasted and what was shown. */
export interface Witness {
  /** Orders whose way back was taken by the browser that claimed, with the right nonce and payer. */
  readonly proofs: Set<string>;
  /** Each number by its hash. */
  readonly numbers: Map<string, SeenNumber>;
  readonly pastes: Paste[];
  readonly shown: Shown[];
  readonly toldMerchant: ToldMerchant[];
  /** Every committed version of each checkout. */
  readonly history: Map<string, Checkout[]>;
  /** The countries that PayPal named when it was asked about an order. */
  readonly countries: Map<string, Set<string | undefined>>;
  /** Of each request id of a POST: how often, and whether a GET came since. */
  readonly posts: Map<string, { lookedUpBy: string; isLookedUp: boolean }>;
}

export function createWitness(): Witness {
  return {
    proofs: new Set(),
    numbers: new Map(),
    pastes: [],
    shown: [],
    toldMerchant: [],
    history: new Map(),
    countries: new Map(),
    posts: new Map(),
  };
}

/** The real numbers, with a note of what was drawn and compared. */
export function watchNumbers(numbers: MagicNumbers, witness: Witness): MagicNumbers {
  return {
    ...numbers,
    hash: (checkoutId, digits) => {
      const hash = numbers.hash(checkoutId, digits);
      // Under another key it is the same number, with the attempts that it had.
      const same = [...witness.numbers.values()].find(
        (number) => number.checkoutId === checkoutId && number.digits === digits,
      );
      witness.numbers.set(hash, same ?? { checkoutId, digits, compared: 0, counted: 0 });
      return hash;
    },
    matches: (checkoutId, digits, hash) => {
      const known = witness.numbers.get(hash);
      if (known !== undefined) known.compared += 1;
      return numbers.matches(checkoutId, digits, hash);
    },
  };
}
