import type { Kysely } from 'kysely';
import { type NewSignal, type Signal, type SignalKind, signalStatuses } from '../checkout/signal.ts';
import { databaseNow } from './sqlite/database-now.ts';
import { toLease } from './leases.ts';
import type { SignalRow, Tables } from './tables.ts';

/** The rows of what is to be told, in the transaction of what it tells of. Answers them in the order given. */
export async function insertSignals(
  trx: Kysely<Tables>,
  signals: readonly NewSignal[],
): Promise<readonly Signal[]> {
  if (signals.length === 0) return [];
  const rows = await trx
    .insertInto('signals')
    .values(
      signals.map((signal) => ({
        checkout_id: signal.checkoutId,
        kind: signal.kind,
        due_at: signal.dueAt,
        try_at: signal.dueAt,
        lease_holder: signal.lease?.holder ?? null,
        lease_until: signal.lease?.until ?? null,
        created_at: databaseNow,
      })),
    )
    .returningAll()
    .execute();
  // A database may give them back in any order.
  return rows.map((row) => parseSignalRow(row)).toSorted((one, other) => one.id - other.id);
}

export function parseSignalRow(row: SignalRow): Signal {
  return {
    id: row.id,
    checkoutId: row.checkout_id,
    kind: toKind(row.kind),
    dueAt: row.due_at,
    lease: toLease(row),
    tries: row.tries,
    unclearTries: row.unclear_tries,
    createdAt: row.created_at,
  };
}

function toKind(kind: string): SignalKind {
  if (!isKind(kind)) throw new Error(`The database holds a signal of a kind that is unknown here: ${kind}.`);
  return kind;
}

function isKind(kind: string): kind is SignalKind {
  return Object.hasOwn(signalStatuses, kind);
}
