import { type Kysely, sql } from 'kysely';
import type { KeyUses } from '../checkout/desk-ports.ts';
import { databaseNow } from './sqlite/database-now.ts';
import type { Tables } from './tables.ts';

/**
 * What still needs a key, by the key's id: purchases under way, and payers. A number whose time is over needs none.
 * Payers under `payerKeyId` are not counted: nearly all there ever were are under the first.
 */
export async function countKeyUses(db: Kysely<Tables>, payerKeyId: string): Promise<readonly KeyUses[]> {
  const count = sql<number>`count(*)`.as('count');
  const links = await db
    .selectFrom('checkouts')
    .select(['link_key_id as keyId', count])
    .where('link_key_id', 'is not', null)
    .groupBy('link_key_id')
    .execute();
  const numbers = await db
    .selectFrom('checkouts')
    .select(['number_key_id as keyId', count])
    .where('number_key_id', 'is not', null)
    .where('number_expires_at', '>', databaseNow)
    .groupBy('number_key_id')
    .execute();
  const orders = await db
    .selectFrom('checkouts')
    .select(['order_key_id as keyId', count])
    .where('order_key_id', 'is not', null)
    .groupBy('order_key_id')
    .execute();
  const payers = [...(await countPayers(db, '<', payerKeyId)), ...(await countPayers(db, '>', payerKeyId))];
  const found = { links, numbers, orders, payers };
  return (['links', 'numbers', 'orders', 'payers'] as const).flatMap((what) =>
    found[what].map(({ keyId, count: many }) => ({ what, keyId: keyId ?? '', count: many })),
  );
}

/** Two looks into the index, since one for both would read through all of it. */
function countPayers(
  db: Kysely<Tables>,
  side: '<' | '>',
  keyId: string,
): Promise<{ readonly keyId: string; readonly count: number }[]> {
  return db
    .selectFrom('payers')
    .select(['key_id as keyId', sql<number>`count(*)`.as('count')])
    .where('key_id', side, keyId)
    .groupBy('key_id')
    .execute();
}
