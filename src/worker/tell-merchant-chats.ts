import type { MerchantDestination } from '../checkout/merchant-destination.ts';
import type { MerchantChatTeller } from '../checkout/merchant-event-ports.ts';
import { createMerchantNews, type MerchantNewsOptions, type Rounds } from './tell-merchant.ts';

type Round = () => Promise<void>;

/** One round for each chat that hears just now: one that hangs delays no other. */
export function createMerchantChatNews(
  options: MerchantNewsOptions,
  list: () => Promise<readonly MerchantChatTeller[]>,
  rounds: Rounds,
): Round {
  /** Kept while the chat hears, since each counts what is under way there. */
  let known: ReadonlyMap<MerchantDestination, Round> = new Map();
  return async () => {
    const tellers = await list();
    known = new Map(
      tellers.map((teller): [MerchantDestination, Round] => [
        teller.destination,
        known.get(teller.destination) ?? createMerchantNews(options, teller, rounds),
      ]),
    );
    for (const round of known.values()) rounds.begin(round);
  };
}
