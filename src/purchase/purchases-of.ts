import { awaitingNumber, type Checkout, type Status } from '../checkout/checkout.ts';
import type { Ports } from '../checkout/ports.ts';
import type { Owner } from '../round-trip/owner.ts';

const paidAndOver: readonly Status[] = ['confirmed', 'flagged', 'refunding', 'refunded'];

/** Whether a purchase of this shopper waits for its number in another conversation of the channel. */
export async function waitsElsewhere({ store }: Ports, owner: Owner): Promise<boolean> {
  for (const status of awaitingNumber) {
    // One at a time in each conversation: of two, one is elsewhere.
    const found = await store.listForShopper(owner, status, 2, 'all_conversations');
    if (found.some((one) => one.owner.conversationId !== owner.conversationId)) return true;
  }
  return false;
}

/** The newest purchase of this very conversation that was paid and is over, however it stands now. */
export async function lastPurchase({ store }: Ports, owner: Owner): Promise<Checkout | undefined> {
  let last: Checkout | undefined;
  for (const status of paidAndOver) {
    const [newest] = await store.listForShopper(owner, status, 1, 'this_conversation');
    if (newest !== undefined && (last === undefined || newest.createdAt > last.createdAt)) last = newest;
  }
  return last;
}
