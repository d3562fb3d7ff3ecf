import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import type { Checkout } from '../checkout/checkout.ts';
import type { OrderQuery, OrderWords } from '../checkout/desk-ports.ts';
import { parseCheckoutRow } from './checkout-row.ts';
import type { Tables } from './tables.ts';

/** A page of the merchant's list, newest first. Words are looked for in every row, an e-mail address by its hash alone. */
export async function searchOrders(db: Kysely<Tables>, query: OrderQuery): Promise<readonly Checkout[]> {
  const { limit, status, since, flagged, words, emailHashes, after } = query;
  const rows = await db
    .selectFrom('checkouts')
    .selectAll()
    .$if(status !== undefined, (some) => some.where('status', '=', status ?? ''))
    .$if(since !== undefined, (some) => some.where('created_at', '>=', since ?? 0))
    .$if(flagged === true, (some) => some.where('flag', 'is not', null))
    .$if(words !== undefined, (some) => some.where((eb) => eb.or(toConditions(eb, words))))
    .$if(emailHashes !== undefined, (some) =>
      some.where('id', 'in', (eb) =>
        eb
          .selectFrom('payers')
          .select('checkout_id')
          .where('email_hash', 'in', emailHashes ?? []),
      ),
    )
    .$if(after !== undefined, (some) =>
      some.where((eb) =>
        eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(after?.createdAt ?? 0, after?.id ?? '')),
      ),
    )
    // Few are flagged: found first and sorted then, instead of read through in the order of the list.
    .orderBy(flagged === true ? sql<number>`created_at + 0` : sql.ref('created_at'), 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => parseCheckoutRow(row));
}

type Builder = ExpressionBuilder<Tables, 'checkouts'>;

function toConditions(eb: Builder, words: OrderWords | undefined): Expression<SqlBool>[] {
  if (words === undefined) return [];
  const { text, idBeginning } = words;
  const likes = spellings(text).map((one) => `%${one.replaceAll(/[\\%_]/gu, '\\$&')}%`);
  const isLike = (column: Expression<unknown>): Expression<SqlBool> =>
    eb.or(likes.map((like) => sql<SqlBool>`${column} like ${like} escape '\\'`));
  const item = sql`item.value`;
  return [
    ...(idBeginning === undefined
      ? []
      : [eb.and([eb('id', '>=', idBeginning), eb('id', '<', `${idBeginning}{`)])]),
    eb('id', '=', text.toLowerCase()),
    ...(['order_id', 'capture_id', 'shopper_id', 'conversation_id'] as const).map((id) => eb(id, '=', text)),
    isLike(sql`(document ->> '$.shopperName')`),
    sql<SqlBool>`exists (select 1 from json_each(document, '$.items') as item
      where ${isLike(sql`(${item} ->> '$.name')`)} or ${isLike(sql`(${item} ->> '$.productId')`)})`,
  ];
}

/** The database knows upper and lower case of the Latin alphabet alone. */
function spellings(text: string): readonly string[] {
  const [first = '', ...others] = text.toLowerCase();
  return [
    ...new Set([text, text.toLowerCase(), text.toUpperCase(), `${first.toUpperCase()}${others.join('')}`]),
  ];
}
