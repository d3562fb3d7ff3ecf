import { type Kysely, sql } from 'kysely';
import { expirable, type Flag, type Status } from '../checkout/checkout.ts';
import type { Overdue, OverdueSignal } from '../checkout/desk-ports.ts';
import { parseCheckoutRow } from './checkout-row.ts';
import { databaseNow } from './sqlite/database-now.ts';
import { parseSignalRow } from './insert-signals.ts';
import { toTelling } from './merchant-events.ts';
import type { Tables } from './tables.ts';

/** Every purchase under way is settled, or waits for a person, within this time once faults stop. */
const patience = sql<number>`${databaseNow} - 120000`;

const asked: readonly Status[] = ['order_submitted', 'capture_submitted'];

/** They stay a person's matter whatever the status: money that PayPal took back, and what it would not give back. */
const lasting: readonly Flag[] = ['reversed', 'refund_failed'];

/** Found first and sorted then: in the order of an index the database would read through all there ever were. */
function sorted(column: 'created_at' | 'id') {
  return sql<number>`${sql.ref(column)} + 0`;
}

/** Oldest first. */
export async function findOverdue(db: Kysely<Tables>, limit: number): Promise<Overdue> {
  const checkouts = await db
    .selectFrom('checkouts')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb.and([eb('status', 'in', expirable), eb('expires_at', '<', patience)]),
        eb.and([eb('status', 'in', asked), eb('updated_at', '<', patience)]),
        eb.and([eb('refunds_open', '>', sql.lit(0)), eb('updated_at', '<', patience)]),
        eb.and([eb('tracking_open', '>', sql.lit(0)), eb('updated_at', '<', patience)]),
      ]),
    )
    .orderBy(sorted('created_at'))
    .limit(limit)
    .execute();
  const flagged = await db
    .selectFrom('checkouts')
    .selectAll()
    .where((eb) => eb.or([eb('status', '=', 'flagged'), eb('flag', 'in', lasting)]))
    .orderBy(sorted('created_at'), 'desc')
    .limit(limit)
    .execute();
  return {
    flagged: flagged.map((row) => parseCheckoutRow(row)),
    checkouts: checkouts.map((row) => parseCheckoutRow(row)),
    signals: [
      ...(await listSignals(db, 'undeliverable', limit)),
      ...(await listSignals(db, 'waiting', limit)),
    ],
    merchantEvents: [
      ...(await listMerchantEvents(db, 'given_up', limit)),
      ...(await listMerchantEvents(db, 'waiting', limit)),
    ],
  };
}

async function listSignals(
  db: Kysely<Tables>,
  state: OverdueSignal['state'],
  limit: number,
): Promise<readonly OverdueSignal[]> {
  const rows = await db
    .selectFrom('signals')
    .selectAll()
    .where('state', '=', sql.lit(state))
    .where('due_at', '<', state === 'waiting' ? patience : databaseNow)
    .orderBy(state === 'waiting' ? sorted('id') : sql.ref('id'))
    .limit(limit)
    .execute();
  return rows.map((row) => ({ signal: parseSignalRow(row), state, reason: row.reason ?? undefined }));
}

async function listMerchantEvents(
  db: Kysely<Tables>,
  state: 'waiting' | 'given_up',
  limit: number,
): Promise<Overdue['merchantEvents']> {
  const rows = await db
    .selectFrom('merchant_events')
    .selectAll()
    .where('state', '=', sql.lit(state))
    .where('due_at', '<', state === 'waiting' ? patience : databaseNow)
    // Newest first: what was given up stays until it is told again.
    .orderBy(state === 'waiting' ? sorted('id') : sql.ref('id'), 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => toTelling(row));
}
