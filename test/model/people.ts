import { createHash } from 'node:crypto';
import type { Checkout } from '../../src/checkout/checkout.ts';
import type { ShippingChoice } from '../../src/checkout/shipping.ts';
import type { Owner } from '../../src/round-trip/owner.ts';
import type { ModelOrder, Plan } from './held-at-paypal.ts';
import { isOwner } from './is-owner.ts';
import type { Address } from './paypal-model.ts';
import type { Stage } from './process.ts';

/** A tab that may have claimed a checkout. */
export interface Browser {
  readonly session: string;
  /** Orders that it was sent to. */
  readonly visited: Set<ModelOrder>;
}

export interface People {
  readonly owner: Owner;
  readonly currency: string;
  /** Another member of the same conversation. */
  readonly member: Owner;
  readonly browsers: readonly Browser[];
  /** Numbers that somebody has seen, newest last. */
  readonly seen: string[];
  activities: number;
  /** What the next captures come to, where that is not left to chance. */
  plans: Plan[] | undefined;
  /** Which addresses the next approvals come with, and how what is bought is sent, where that is not left to chance. */
  addresses: Address[] | undefined;
  shipping: ShippingChoice | undefined;
  /** How often something was tried that must lead to nothing. */
  tricks: number;
}

/** Whoever has the same ids on another channel is somebody else. */
export function createPeople({
  channelId,
  currency,
  sessions,
}: {
  readonly channelId: string;
  readonly currency: string;
  readonly sessions: readonly string[];
}): People {
  const conversation = { channelId, conversationId: 'group' };
  return {
    owner: { ...conversation, shopperId: 'owner' },
    currency,
    member: { ...conversation, shopperId: 'member' },
    browsers: sessions.map((session) => ({ session, visited: new Set() })),
    seen: [],
    activities: 0,
    plans: undefined,
    addresses: undefined,
    shipping: undefined,
    tricks: 0,
  };
}

/** The checkouts of these people, oldest first. */
export function rowsOf({ twin }: Stage, { owner }: People): readonly Checkout[] {
  return [...twin.rows.values()].filter((row) => isOwner(row.owner, owner));
}

/** What was approved on an order that is over counts no more. */
export function isApproved({ browsers }: People, orderId: string): boolean {
  const visited = browsers.flatMap((browser) => [...browser.visited]);
  return visited.find((order) => order.orderId === orderId)?.status === 'APPROVED';
}

/** Whether it is the browser that this checkout was bound to, by a hash of our own. */
export function holdsClaim({ twin }: Stage, checkoutId: string, { session }: Browser): boolean {
  const hash = createHash('sha256').update(session).digest('hex');
  return twin.rows.get(checkoutId)?.payerSessionHash === hash;
}
