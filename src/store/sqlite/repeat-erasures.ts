import Sqlite from 'better-sqlite3';
import { z } from 'zod';
import { mayBeForgotten, withoutCountry, withoutNames } from '../../checkout/erasure.ts';
import { statusSchema } from '../checkout-document.ts';
import { hasTable, readReplaced } from './replaced-database.ts';

/** Which checkouts of the database that is replaced are erased; undefined where it cannot be read any more. */
export function listErased(place: string): readonly string[] | undefined {
  return readReplaced(
    place,
    (database) =>
      idRows
        .parse(database.prepare(`select id from checkouts where document ->> '$.erasedAt' is not null`).all())
        .map(({ id }) => id),
    [],
  );
}

/**
 * Erases in a copy what was erased since it was made, and what is older than the merchant keeps it, so that nobody reads
 * it again. It may be of an older version: what has no place for payers holds none. Answers how many were erased.
 */
export function repeatErasures(
  part: string,
  erased: readonly string[],
  { now, begunBefore }: { readonly now: number; readonly begunBefore: number },
): number {
  const database = new Sqlite(part, { fileMustExist: true });
  try {
    database.pragma('secure_delete = ON');
    const known = findKnown(database, erased);
    const ids = [...new Set([...known, ...listForgettable(database, begunBefore)])];
    if (ids.length === 0) return 0;
    database.transaction(() => {
      for (const id of ids) eraseIn(database, id, now);
    })();
    // What stood in the copy's free pages goes as well.
    database.exec('vacuum');
    return ids.length;
  } finally {
    database.close();
  }
}

function findKnown(database: Sqlite.Database, erased: readonly string[]): readonly string[] {
  const find = database.prepare(`select 1 from checkouts where id = ? and document ->> '$.erasedAt' is null`);
  return erased.filter((id) => find.get(id) !== undefined);
}

function listForgettable(database: Sqlite.Database, begunBefore: number): readonly string[] {
  const old = database
    .prepare(
      `select id, status, document ->> '$.dispute' as dispute, document ->> '$.erasedAt' as erasedAt
       from checkouts where created_at < ?`,
    )
    .all(begunBefore);
  return oldRows
    .parse(old)
    .filter(({ status, dispute, erasedAt }) =>
      mayBeForgotten({ status, dispute: dispute ?? undefined, erasedAt: erasedAt ?? undefined }),
    )
    .map(({ id }) => id);
}

/** As `eraseFrom` does it, past the checkout's own reader: the columns of an older version are fewer. */
function eraseIn(database: Sqlite.Database, id: string, now: number): void {
  const row = documentRow.parse(
    database.prepare('select version, document from checkouts where id = ?').get(id),
  );
  const content = nameBearer.parse(JSON.parse(row.document));
  const document = JSON.stringify({
    ...content,
    shopperName: '',
    conversationReference: withoutNames(content.conversationReference),
    orders: content.orders.map((order) => withoutCountry(order)),
    erasedAt: now,
  });
  const version = row.version + 1;
  database.prepare('update checkouts set version = ?, document = ? where id = ?').run(version, document, id);
  if (hasForgettables(database))
    database.prepare('update checkouts set may_be_forgotten = 0 where id = ?').run(id);
  if (hasTable(database, 'payers')) database.prepare('delete from payers where checkout_id = ?').run(id);
  if (hasTable(database, 'ledger'))
    database
      .prepare(
        `insert into ledger (checkout_id, version, at, who, what) values (?, ?, ?, 'merchant', 'erased')`,
      )
      .run(id, version, now);
}

function hasForgettables(database: Sqlite.Database): boolean {
  const columns = nameRows.parse(database.pragma('table_info(checkouts)'));
  return columns.some(({ name }) => name === 'may_be_forgotten');
}

const idRows = z.array(z.object({ id: z.string() }));
const nameRows = z.array(z.object({ name: z.string() }));
const oldRows = z.array(
  z.object({
    id: z.string(),
    status: statusSchema,
    dispute: z.enum(['open', 'closed']).nullable(),
    erasedAt: z.number().nullable(),
  }),
);
const documentRow = z.object({ version: z.number(), document: z.string() });
const nameBearer = z.looseObject({
  conversationReference: z.string(),
  orders: z.array(z.looseObject({})),
});
