import { active, type Checkout, expirable, type Status } from './checkout.ts';
import { fieldOf } from './field-of.ts';

/** While PayPal may yet tell who pays, an erasure would not last. */
const mayLearnPayer: ReadonlySet<Status> = new Set([...expirable, 'capture_submitted', 'capture_pending']);

/** Whether it can be erased by hand. */
export function mayBeErased({ status }: Pick<Checkout, 'status'>): boolean {
  return !mayLearnPayer.has(status);
}

/** Whether it is erased once its time has come: what is under way or disputed is kept until it is over. */
export function mayBeForgotten({
  status,
  dispute,
  erasedAt,
}: Pick<Checkout, 'status' | 'dispute' | 'erasedAt'>): boolean {
  return erasedAt === undefined && dispute !== 'open' && !active.includes(status);
}

/**
 * Without who bought and who paid; the store drops the payer with it. Ids, conversation and money stay, so that a
 * refund can be told. `updatedAt` stays: nothing has happened to the purchase.
 */
export function eraseFrom(checkout: Checkout, now: number): Checkout {
  const conversationReference = withoutNames(checkout.conversationReference);
  const orders = checkout.orders.map((order) => withoutCountry(order));
  const version = checkout.version + 1;
  return { ...checkout, shopperName: '', conversationReference, orders, erasedAt: now, version };
}

/** An order without the country that its payer's address named. */
export function withoutCountry<T extends object>(order: T): Omit<T, 'approvedFor'> {
  const { approvedFor: _country, ...rest }: T & { approvedFor?: unknown } = order;
  return rest;
}

/** The same address without the name of its person; a conversation of two often bears that name as well. */
export function withoutNames(conversationReference: string): string {
  const reference = parse(conversationReference);
  if (typeof reference !== 'object' || reference === null) return conversationReference;
  const { user, conversation, ...rest } = { user: undefined, conversation: undefined, ...reference };
  const isGroup = fieldOf(conversation, 'isGroup') === true;
  return JSON.stringify({
    ...rest,
    user: withoutName(user),
    conversation: isGroup ? conversation : withoutName(conversation),
  });
}

/** What is no JSON holds no name that anybody would find. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function withoutName(party: unknown): unknown {
  if (typeof party !== 'object' || party === null) return party;
  return Object.fromEntries(Object.entries(party).filter(([field]) => field !== 'name'));
}
