import { type Kysely, sql } from 'kysely';
import type { KeyUses } from '../checkout/desk-ports.ts';
import { databaseNow } from './sqlite/database-now.ts';
import type { Tables } from './tables.ts';

/** What purchases under way still need a key for, by the key's id; a number whose time is over needs none. */
export async function countKeyUses(db: Kysely<Tables>): Promise<readonly KeyUses[]> {
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
  const found = { links, numbers, orders };
  return (['links', 'numbers', 'orders'] as const).flatMap((what) =>
    found[what].map(({ keyId, count: many }) => ({ what, keyId: keyId ?? '', count: many })),
  );
}
