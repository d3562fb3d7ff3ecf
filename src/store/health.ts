import type { Kysely } from 'kysely';
import { databaseNow } from './sqlite/database-now.ts';
import { listApplied, listMissing } from './sqlite/migrate.ts';
import type { Tables } from './tables.ts';
import type { Transact } from './sqlite/transactions.ts';

/** Answers `ok`, or why the store cannot be relied on. Writes one row, since a full disk shows only by writing. */
export function createHealthCheck(
  db: Kysely<Tables>,
  transact: Transact,
  isInPlace: () => boolean,
): () => Promise<string> {
  let isMigrated = false;
  return async () => {
    try {
      if (!isInPlace()) return 'the database file was moved or deleted while in use';
      const missing = isMigrated ? [] : listMissing(await listApplied(db));
      if (missing.length > 0) return `not migrated: ${missing.join(', ')}`;
      isMigrated = true;
      await transact(writeOneRow);
      return 'ok';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
}

async function writeOneRow(trx: Kysely<Tables>): Promise<void> {
  await trx
    .insertInto('health')
    .values({ id: 1, checked_at: databaseNow })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ checked_at: databaseNow }))
    .execute();
}
