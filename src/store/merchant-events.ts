import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { chatIdOf, type MerchantDestination } from '../checkout/merchant-destination.ts';
import { merchantEventKinds } from '../checkout/merchant-event.ts';
import type { MerchantEvent, MerchantEventStore, MerchantTelling } from '../checkout/merchant-event-ports.ts';
import { noteHeard, selectHearingDestinations } from './hearing-chats.ts';
import { databaseNow } from './sqlite/database-now.ts';
import type { MerchantEventRow, Tables } from './tables.ts';
import type { Transact } from './sqlite/transactions.ts';
import { waiting } from './waiting.ts';

export function createMerchantEventStore(db: Kysely<Tables>, transact: Transact): MerchantEventStore {
  return {
    claimDue: async (destination, holder, leaseMs, limit) => {
      // Nothing is due most of the time, and a look costs no commit.
      const due = await selectDue(db, destination).limit(1).executeTakeFirst();
      return due === undefined
        ? []
        : transact((trx) => claim(trx, selectDue(trx, destination).limit(limit), holder, leaseMs));
    },
    markTold: (event) =>
      transact(async (trx) => {
        await end(trx, event, 'told', undefined);
        const chatId = chatIdOf(event.destination);
        if (chatId !== undefined) await noteHeard(trx, chatId);
      }),
    giveUp: (event, reason) => transact((trx) => end(trx, event, 'given_up', reason)),
    postpone: (event, delayMs, reason) => transact((trx) => postpone(trx, event, delayMs, reason)),
    tellAgain: (which) => transact((trx) => tellAgain(trx, which)),
    listOf: async (checkoutId) => {
      const rows = await db
        .selectFrom('merchant_events')
        .selectAll()
        .where('checkout_id', '=', checkoutId)
        .orderBy('id')
        .execute();
      return rows.map((row) => toTelling(row));
    },
  };
}

export function toTelling(row: MerchantEventRow): MerchantTelling {
  return {
    eventId: row.event_id,
    destination: destinationSchema.parse(row.destination),
    checkoutId: row.checkout_id,
    kind: kindSchema.parse(row.kind),
    happenedAt: row.happened_at,
    tries: row.tries,
    state: row.state,
    reason: row.reason ?? undefined,
  };
}

const destinationSchema = z.union([z.literal('webhook'), z.templateLiteral(['chat-', z.number()])]);
const kindSchema = z.enum(merchantEventKinds);

function selectDue(db: Kysely<Tables>, destination: MerchantDestination) {
  return db
    .selectFrom('merchant_events')
    .select('id')
    .where('state', '=', waiting)
    .where('destination', '=', destination)
    .where('try_at', '<=', databaseNow)
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', databaseNow)]))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('merchant_events as other')
            .select('other.id')
            .whereRef('other.checkout_id', '=', 'merchant_events.checkout_id')
            .whereRef('other.destination', '=', 'merchant_events.destination')
            .where('other.state', '=', waiting)
            .where((or) =>
              or.or([
                or('other.lease_until', '>', databaseNow),
                or.and([
                  or('other.id', '<', or.ref('merchant_events.id')),
                  or('other.try_at', '<=', databaseNow),
                ]),
              ]),
            ),
        ),
      ),
    )
    .orderBy('id');
}

async function claim(
  trx: Kysely<Tables>,
  due: ReturnType<typeof selectDue>,
  holder: string,
  leaseMs: number,
): Promise<readonly MerchantEvent[]> {
  const rows = await trx
    .updateTable('merchant_events')
    .set({
      lease_holder: holder,
      lease_until: sql<number>`${databaseNow} + ${Math.round(leaseMs)}`,
      // Whoever held it before died over it or was too slow: that was a try.
      tries: sql<number>`tries + case when lease_holder is null then 0 else 1 end`,
    })
    .where('id', 'in', due)
    .returningAll()
    .execute();
  return rows.toSorted((one, other) => one.id - other.id).map((row) => toEvent(row, holder));
}

function toEvent(row: MerchantEventRow, holder: string): MerchantEvent {
  const { eventId, destination, checkoutId, kind, happenedAt, tries } = toTelling(row);
  const lease = { holder, until: row.lease_until ?? 0 };
  const what = { eventId, destination, checkoutId, kind, body: row.body, happenedAt };
  return { ...what, dueAt: row.due_at, tries, lease };
}

async function end(
  trx: Kysely<Tables>,
  event: MerchantEvent,
  state: 'told' | 'given_up',
  reason: string | undefined,
): Promise<void> {
  await letGo(trx, event)
    .set({
      state,
      reason: reason ?? null,
      tries: sql<number>`tries + ${state === 'told' ? 0 : 1}`,
      ended_at: databaseNow,
    })
    .execute();
}

async function postpone(
  trx: Kysely<Tables>,
  event: MerchantEvent,
  delayMs: number,
  reason: string,
): Promise<void> {
  await letGo(trx, event)
    .set({
      try_at: sql<number>`${databaseNow} + ${Math.round(delayMs)}`,
      // It is tried for a day from the first try on.
      due_at: sql<number>`case when tries = 0 then ${databaseNow} else due_at end`,
      tries: sql<number>`tries + 1`,
      reason,
    })
    .execute();
}

/** Ends its lease; leaves alone what another one has taken over. */
function letGo(trx: Kysely<Tables>, { eventId, destination, lease }: MerchantEvent) {
  return trx
    .updateTable('merchant_events')
    .set({ lease_holder: null, lease_until: null })
    .where('event_id', '=', eventId)
    .where('destination', '=', destination)
    .where('state', '=', waiting)
    .where('lease_holder', '=', lease.holder);
}

async function tellAgain(
  trx: Kysely<Tables>,
  which: Parameters<MerchantEventStore['tellAgain']>[0],
): Promise<number> {
  const [column, value] =
    'eventId' in which
      ? (['event_id', which.eventId] as const)
      : (['checkout_id', which.checkoutId] as const);
  const { numUpdatedRows } = await trx
    .updateTable('merchant_events')
    .set({
      state: 'waiting',
      due_at: databaseNow,
      try_at: databaseNow,
      tries: 0,
      reason: null,
      ended_at: null,
      lease_holder: null,
      lease_until: null,
    })
    .where(column, '=', value)
    .where((eb) =>
      eb.or([
        eb('destination', '=', 'webhook'),
        eb.and([
          eb('state', '=', sql.lit('given_up')),
          eb('destination', 'in', selectHearingDestinations(trx)),
        ]),
      ]),
    )
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', databaseNow)]))
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
