import { type Kysely, sql } from 'kysely';
import type { PayerStore, SealedPayer } from '../checkout/payer-ports.ts';
import { keyIdOf } from '../round-trip/keys.ts';
import { parseCheckoutRow } from './checkout-row.ts';
import { databaseNow } from './sqlite/database-now.ts';
import type { PayerRow, Tables } from './tables.ts';
import type { Transact } from './sqlite/transactions.ts';

export function createPayerStore(db: Kysely<Tables>, transact: Transact): PayerStore {
  return {
    findPayers: async (checkoutIds) => {
      if (checkoutIds.length === 0) return [];
      const rows = await db
        .selectFrom('payers')
        .selectAll()
        .where('checkout_id', 'in', checkoutIds)
        .execute();
      return rows.map((row) => toPayer(row));
    },
    listPayersUnder: async (keyIds, limit) => {
      for (const keyId of keyIds) {
        const rows = await selectUnder(db, keyId).limit(limit).execute();
        if (rows.length > 0) return rows.map((row) => toPayer(row));
      }
      return [];
    },
    replacePayer: (before, after) => transact((trx) => replacePayer(trx, before, after)),
    listErasable: async (begunBefore, limit) => {
      const rows = await db
        .selectFrom('checkouts')
        .selectAll()
        .where('may_be_forgotten', '=', sql.lit(1))
        .where('created_at', '<', begunBefore)
        .orderBy('created_at')
        .limit(limit)
        .execute();
      return rows.map((row) => parseCheckoutRow(row));
    },
  };
}

function selectUnder(db: Kysely<Tables>, keyId: string) {
  return db.selectFrom('payers').selectAll().where('key_id', '=', keyId).orderBy('checkout_id');
}

/** In the transaction of the change that it belongs to; whom PayPal names last is who pays. */
export async function writePayer(trx: Kysely<Tables>, payer: SealedPayer): Promise<void> {
  const { checkoutId, ...columns } = toColumns(payer);
  await trx
    .insertInto('payers')
    .values({ checkout_id: checkoutId, ...columns, seen_at: databaseNow })
    .onConflict((conflict) =>
      conflict.column('checkout_id').doUpdateSet({ ...columns, seen_at: databaseNow }),
    )
    .execute();
}

export async function deletePayer(trx: Kysely<Tables>, checkoutId: string): Promise<void> {
  await trx.deleteFrom('payers').where('checkout_id', '=', checkoutId).execute();
}

async function replacePayer(trx: Kysely<Tables>, before: SealedPayer, after: SealedPayer): Promise<boolean> {
  const { checkoutId: _same, ...columns } = toColumns(after);
  const { numUpdatedRows } = await trx
    .updateTable('payers')
    .set(columns)
    .where('checkout_id', '=', before.checkoutId)
    .where('sealed', '=', before.sealed)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

function toColumns({ checkoutId, sealed, emailHash }: SealedPayer) {
  return { checkoutId, sealed, key_id: keyIdOf(sealed), email_hash: emailHash ?? null };
}

function toPayer({ checkout_id: checkoutId, sealed, email_hash: emailHash }: PayerRow): SealedPayer {
  return { checkoutId, sealed, emailHash: emailHash ?? undefined };
}
