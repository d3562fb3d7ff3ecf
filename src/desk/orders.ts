import type { Checkout, Status } from '../checkout/checkout.ts';
import { isRefundOpen } from '../checkout/refund-open.ts';
import type { OrderQuery, Overdue } from '../checkout/desk-ports.ts';
import { isTrackingOpen } from '../checkout/shipment.ts';
import { hashesOfEmail } from '../checkout/payer-seal.ts';
import type { PayerStore } from '../checkout/payer-ports.ts';
import { chatIdOf, type MerchantDestination } from '../checkout/merchant-destination.ts';
import { toIdBeginning } from '../checkout/receipt-number.ts';
import type { KeyRing } from '../round-trip/keys.ts';
import type { CheckoutStore } from '../checkout/ports.ts';
import { type Form, writeRows } from './order-row.ts';
import { viewPayers } from './payer-view.ts';

/** What the merchant's list is read from. */
export interface OrdersStore {
  readonly checkouts: Pick<CheckoutStore, 'find'> & Pick<PayerStore, 'findPayers'>;
  searchOrders(query: OrderQuery): Promise<readonly Checkout[]>;
  overdue(limit: number): Promise<Overdue>;
}

export interface ListOptions {
  readonly limit: number;
  readonly form: Form;
  readonly status?: Status | undefined;
  /** Begun then or later. */
  readonly since?: number | undefined;
  readonly flagged?: boolean | undefined;
  /** A receipt number, an id, an item, a shopper's name; with an @ in it the e-mail address of a payer. */
  readonly search?: string | undefined;
  /** The id of the last one of the page before. */
  readonly after?: string | undefined;
}

interface Books {
  readonly store: OrdersStore;
  readonly keys: KeyRing;
  /** Where the merchant was told of what happens, and is not while no address is set. */
  readonly withoutAddress: readonly MerchantDestination[];
}

/** So many are read and written at a time, however many are asked for. */
const pageSize = 200;

/**
 * The merchant's list: newest first, and then, where nothing but the status narrows it, older ones that are flagged or
 * overdue; notes say what a person should look at. Answers how many were written, and the id behind which more may stand.
 */
export async function listOrders(
  { store, keys, withoutAddress }: Books,
  options: ListOptions,
  write: (text: string) => void,
): Promise<{ readonly count: number; readonly next: string | undefined }> {
  const { limit, form, status, since, flagged, search, after } = options;
  const found = await store.overdue(Math.min(limit, pageSize));
  const { overdue, waiting } = toNotes(found, withoutAddress);
  const seen = new Set<string>();
  const writePage = async (page: readonly Checkout[]): Promise<void> => {
    const payers = await viewPayers({ store: store.checkouts, keys }, page);
    const rows = page.map((checkout) => ({
      checkout,
      payer: payers.get(checkout.id) ?? ({ kind: 'unknown' } as const),
      overdue: [...(overdue.get(checkout.id) ?? []), ...(waiting.get(checkout.id) ?? [])],
    }));
    if (rows.length > 0) write(writeRows(rows, form, seen.size === 0));
    for (const { id } of page) seen.add(id);
  };
  const query = { status, since, flagged, ...toSearch(keys, search) };
  let last = after === undefined ? undefined : (await store.checkouts.find(after))?.checkout;
  let page: readonly Checkout[];
  do {
    const size = Math.min(pageSize, limit - seen.size);
    page = await store.searchOrders({ ...query, limit: size, after: last });
    await writePage(page);
    last = page.at(-1) ?? last;
    if (page.length < size) last = undefined;
  } while (page.length > 0 && last !== undefined && seen.size < limit);
  const next = last?.id;
  const isNarrowed = [since, flagged, search, after].some((one) => one !== undefined);
  if (!isNarrowed)
    await writePage(
      await loadOlder(store, [...found.flagged.map(({ id }) => id), ...overdue.keys()], { seen, status }),
    );
  return { count: seen.size, next };
}

async function loadOlder(
  store: OrdersStore,
  ids: readonly string[],
  { seen, status }: { readonly seen: ReadonlySet<string>; readonly status: Status | undefined },
): Promise<readonly Checkout[]> {
  const older = await Promise.all([...new Set(ids)].filter((id) => !seen.has(id)).map(store.checkouts.find));
  return older
    .flatMap((loaded) => loaded?.checkout ?? [])
    .filter((checkout) => status === undefined || checkout.status === status);
}

/** An address is never looked for as words: only its hash is stored. */
function toSearch(keys: KeyRing, search: string | undefined): Pick<OrderQuery, 'words' | 'emailHashes'> {
  if (search === undefined) return {};
  const text = search.trim();
  if (text.includes('@')) return { emailHashes: hashesOfEmail(keys, text) };
  return { words: { text, idBeginning: toIdBeginning(text) } };
}

type Notes = Map<string, string[]>;

/**
 * What is overdue about each checkout, by its id, and what waits for an address to tell it to: nobody may ever set one
 * again, so that is no reason to list a checkout.
 */
function toNotes(
  { checkouts, signals, merchantEvents }: Overdue,
  withoutAddress: readonly MerchantDestination[],
): { readonly overdue: Notes; readonly waiting: Notes } {
  const [overdue, waiting]: [Notes, Notes] = [new Map(), new Map()];
  const add = (notes: Notes, id: string, note: string): void => {
    notes.set(id, [...(notes.get(id) ?? []), note]);
  };
  for (const checkout of checkouts) add(overdue, checkout.id, overdueNote(checkout));
  for (const { signal, state, reason } of signals) {
    const wrong =
      state === 'waiting' ? 'overdue: the shopper is not told yet' : 'the shopper could not be told';
    add(overdue, signal.checkoutId, `${wrong}: ${signal.kind}${toWhy(reason)}`);
  }
  for (const { checkoutId, destination, kind, state, reason } of merchantEvents) {
    const chatId = chatIdOf(destination);
    const what = `${chatId === undefined ? '' : ` in chat ${chatId}`}: ${kind}`;
    if (state === 'given_up') add(overdue, checkoutId, `you could not be told${what}${toWhy(reason)}`);
    else if (withoutAddress.includes(destination))
      add(waiting, checkoutId, `not told: no address is set${what}`);
    else add(overdue, checkoutId, `overdue: you are not told yet${what}${toWhy(reason)}`);
  }
  return { overdue, waiting };
}

function toWhy(reason: string | undefined): string {
  return reason === undefined ? '' : ` (${reason})`;
}

function overdueNote(checkout: Checkout): string {
  const { status, refunds } = checkout;
  if (status === 'order_submitted' || status === 'capture_submitted') return "overdue: PayPal's answer";
  if (refunds.some(isRefundOpen)) return 'overdue: a refund';
  return isTrackingOpen(checkout) ? "overdue: a parcel's number at PayPal" : 'overdue: past its deadline';
}
