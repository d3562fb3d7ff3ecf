import type { Kysely } from 'kysely';
import type { Checkout } from '../checkout/checkout.ts';
import { toMerchantBody } from '../checkout/merchant-event-body.ts';
import { type MerchantEventKind, merchantEventsOf } from '../checkout/merchant-event.ts';
import type { MerchantDestination } from '../checkout/merchant-destination.ts';
import type { Signal } from '../checkout/signal.ts';
import { listHearingDestinations } from './hearing-chats.ts';
import { databaseNow } from './sqlite/database-now.ts';
import type { Tables } from './tables.ts';

/**
 * What a change is to the merchant, in the transaction of that change. The same change has the same ids whoever writes
 * it, and however often.
 */
export async function insertMerchantEvents(
  trx: Kysely<Tables>,
  destinations: readonly MerchantDestination[],
  before: Checkout | undefined,
  after: Checkout,
): Promise<void> {
  for (const kind of merchantEventsOf(before, after))
    await insert(trx, destinations, after, { kind, mark: String(after.version) });
}

/** The shopper could not be told: somebody has to hear of it. */
export async function insertUndeliverable(
  trx: Kysely<Tables>,
  destinations: readonly MerchantDestination[],
  checkout: Checkout,
  { id, kind: untold }: Signal,
): Promise<void> {
  await insert(trx, destinations, checkout, { kind: 'undeliverable', mark: `signal${id}`, untold });
}

interface Happened {
  readonly kind: MerchantEventKind;
  /** Tells it apart from others of its kind. */
  readonly mark: string;
  readonly untold?: Signal['kind'];
}

async function insert(
  trx: Kysely<Tables>,
  settled: readonly MerchantDestination[],
  checkout: Checkout,
  { kind, mark, untold }: Happened,
): Promise<void> {
  // Read with the change: a chat hears what happens from the moment on at which it joined.
  const destinations = [...settled, ...(await listHearingDestinations(trx))];
  if (destinations.length === 0) return;
  const { now } = await trx.selectNoFrom(databaseNow.as('now')).executeTakeFirstOrThrow();
  const eventId = `msg_${checkout.id}_${mark}_${kind}`;
  const body = toMerchantBody({ eventId, kind, checkout, happenedAt: now, untold });
  const row = { event_id: eventId, checkout_id: checkout.id, kind, body };
  const times = { happened_at: now, due_at: now, try_at: now };
  await trx
    .insertInto('merchant_events')
    .values(destinations.map((destination) => Object.assign({ destination }, row, times)))
    .execute();
}
