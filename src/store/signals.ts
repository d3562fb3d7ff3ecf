import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import type { MerchantDestination } from '../checkout/merchant-destination.ts';
import type { SignalStore } from '../checkout/ports.ts';
import type { Signal } from '../checkout/signal.ts';
import { parseCheckoutRow } from './checkout-row.ts';
import { databaseNow } from './sqlite/database-now.ts';
import { insertUndeliverable } from './insert-merchant-events.ts';
import { parseSignalRow } from './insert-signals.ts';
import type { Tables } from './tables.ts';
import type { Transact } from './sqlite/transactions.ts';
import { waiting } from './waiting.ts';

export function createSignalStore(
  db: Kysely<Tables>,
  transact: Transact,
  destinations: readonly MerchantDestination[],
): SignalStore {
  return {
    claimDue: async (holder, leaseMs, limit) => {
      // Nothing is due most of the time, and a look costs no commit.
      const due = await selectDue(db, holder).limit(1).executeTakeFirst();
      return due === undefined ? [] : transact((trx) => claim(trx, holder, leaseMs, limit));
    },
    markDelivered: (signal, cardActivityId) =>
      transact(async (trx) => {
        const isOurs = await end(trx, signal, 'delivered', undefined);
        if (isOurs && cardActivityId !== undefined) await writeCard(trx, signal.checkoutId, cardActivityId);
      }),
    markDropped: (signal, reason) =>
      transact(async (trx) => {
        await end(trx, signal, 'dropped', reason);
      }),
    markUndeliverable: (signal, reason) =>
      transact(async (trx) => {
        const isOurs = await end(trx, signal, 'undeliverable', reason);
        if (isOurs) await tellMerchant(trx, destinations, signal);
      }),
    postpone: (signal, delayMs, reason, isUnclear = false) =>
      transact((trx) => postpone(trx, signal, { delayMs, reason, isUnclear })),
    wasOvertaken: (signal) => wasOvertaken(db, signal),
    isBehind: (signal) => isBehind(db, signal),
  };
}

/** Two processes never tell about one checkout at the same time: what is older could come last. */
function selectDue(db: Kysely<Tables>, holder: string) {
  return db
    .selectFrom('signals')
    .select('id')
    .where('state', '=', waiting)
    .where('try_at', '<=', databaseNow)
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', databaseNow)]))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('signals as other')
            .select('other.id')
            .whereRef('other.checkout_id', '=', 'signals.checkout_id')
            .where(isInHand(holder)),
        ),
      ),
    );
}

function isInHand(holder: string) {
  return (eb: ExpressionBuilder<{ readonly other: Tables['signals'] }, 'other'>): Expression<SqlBool> =>
    eb.and([
      eb('other.state', '=', waiting),
      eb('other.lease_holder', '!=', holder),
      eb('other.lease_until', '>', databaseNow),
    ]);
}

async function isBehind(db: Kysely<Tables>, { id, checkoutId, dueAt, lease }: Signal): Promise<boolean> {
  const older = await db
    .selectFrom('signals as other')
    .select('other.id')
    .where(isInHand(lease?.holder ?? ''))
    .where('other.checkout_id', '=', checkoutId)
    .where((eb) =>
      eb.or([
        eb('other.due_at', '<', dueAt),
        eb.and([eb('other.due_at', '=', dueAt), eb('other.id', '<', id)]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return older !== undefined;
}

async function claim(
  trx: Kysely<Tables>,
  holder: string,
  leaseMs: number,
  limit: number,
): Promise<readonly Signal[]> {
  const rows = await trx
    .updateTable('signals')
    .set({
      lease_holder: holder,
      lease_until: sql<number>`${databaseNow} + ${Math.round(leaseMs)}`,
      // Whoever held it before died over it or was too slow: that was a try.
      tries: sql<number>`tries + case when lease_holder is null then 0 else 1 end`,
    })
    .where('id', 'in', selectDue(trx, holder).orderBy('due_at').orderBy('id').limit(limit))
    .returningAll()
    .execute();
  return rows
    .map((row) => parseSignalRow(row))
    .toSorted((one, other) => one.dueAt - other.dueAt || one.id - other.id);
}

/** Ends a signal that its holder still has; false when another one has taken it over (SQL's null equals nothing). */
async function end(
  trx: Kysely<Tables>,
  signal: Signal,
  state: 'delivered' | 'dropped' | 'undeliverable',
  reason: string | undefined,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('signals')
    .set({ state, reason: reason ?? null, ended_at: databaseNow, lease_holder: null, lease_until: null })
    .where('id', '=', signal.id)
    .where('state', '=', waiting)
    .where('lease_holder', '=', signal.lease?.holder ?? null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function tellMerchant(
  trx: Kysely<Tables>,
  destinations: readonly MerchantDestination[],
  signal: Signal,
): Promise<void> {
  const row = await trx
    .selectFrom('checkouts')
    .selectAll()
    .where('id', '=', signal.checkoutId)
    .executeTakeFirstOrThrow();
  await insertUndeliverable(trx, destinations, parseCheckoutRow(row), signal);
}

/** Neither version nor document: the message that shows a checkout says nothing about its status. */
async function writeCard(trx: Kysely<Tables>, checkoutId: string, cardActivityId: string): Promise<void> {
  await trx
    .updateTable('checkouts')
    .set({ card_activity_id: cardActivityId })
    .where('id', '=', checkoutId)
    .execute();
}

async function postpone(
  trx: Kysely<Tables>,
  signal: Signal,
  { delayMs, reason, isUnclear }: { delayMs: number; reason: string; isUnclear: boolean },
): Promise<void> {
  await trx
    .updateTable('signals')
    .set({
      try_at: sql<number>`${databaseNow} + ${Math.round(delayMs)}`,
      tries: sql<number>`tries + 1`,
      unclear_tries: sql<number>`unclear_tries + ${isUnclear ? 1 : 0}`,
      reason,
      lease_holder: null,
      lease_until: null,
    })
    .where('id', '=', signal.id)
    .where('state', '=', waiting)
    .where('lease_holder', '=', signal.lease?.holder ?? null)
    .execute();
}

async function wasOvertaken(db: Kysely<Tables>, signal: Signal): Promise<boolean> {
  const later = await db
    .selectFrom('signals')
    .select('id')
    .where('checkout_id', '=', signal.checkoutId)
    .where('state', '=', 'delivered')
    .where((eb) =>
      eb.or([
        eb('due_at', '>', signal.dueAt),
        eb.and([eb('due_at', '=', signal.dueAt), eb('id', '>', signal.id)]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return later !== undefined;
}
