import { type Kysely, sql } from 'kysely';
import { active } from '../checkout/checkout.ts';
import type { MerchantDestination } from '../checkout/merchant-destination.ts';
import type { PayerStore } from '../checkout/payer-ports.ts';
import type { CheckoutStore, Loaded } from '../checkout/ports.ts';
import { parseCheckoutRow } from './checkout-row.ts';
import { createPayerStore } from './payers.ts';
import { replaceSeal } from './replace-seal.ts';
import { databaseNow } from './sqlite/database-now.ts';
import { isOfShopper, isOwnedBy } from './owned-by.ts';
import type { CheckoutRow, Tables } from './tables.ts';
import type { Transact } from './sqlite/transactions.ts';
import { tryNumber } from './try-number.ts';
import { writeChange } from './write-change.ts';

export function createCheckoutStore(
  db: Kysely<Tables>,
  transact: Transact,
  destinations: readonly MerchantDestination[],
): CheckoutStore {
  const rows: Rows = () => selectRows(db);
  const loadable = () => rows().select(databaseNow.as('now'));
  return {
    now: async () => {
      const { now } = await db.selectNoFrom(databaseNow.as('now')).executeTakeFirstOrThrow();
      return now;
    },
    write: (change) => transact((trx) => writeChange(trx, change, destinations)),
    tryNumber: (attempt) => transact((trx) => tryNumber(trx, attempt, destinations)),
    replaceSeal: (checkout, seal) => transact((trx) => replaceSeal(trx, checkout, seal)),
    find: async (id) => toLoaded(await loadable().where('id', '=', id).executeTakeFirst()),
    findActive: async (owner) =>
      toLoaded(await loadable().where(isOwnedBy(owner)).where('status', 'in', active).executeTakeFirst()),
    findStartedBy: async (owner, activityId) =>
      toLoaded(
        await loadable().where(isOwnedBy(owner)).where('started_by', '=', activityId).executeTakeFirst(),
      ),
    ...listCheckouts(rows),
    ...createPayerStore(db, transact),
    findByCapture: async (captureId) =>
      toLoaded(await loadable().where('capture_id', '=', captureId).executeTakeFirst()),
    findByOrder: async (orderId) =>
      toLoaded(await loadable().where('order_id', '=', orderId).executeTakeFirst()),
  };
}

type Rows = () => ReturnType<typeof selectRows>;

function selectRows(db: Kysely<Tables>) {
  return db.selectFrom('checkouts').selectAll('checkouts');
}

/** Newest first, from the one after `after` on. */
function selectNewest(rows: Rows, after: Parameters<CheckoutStore['list']>[1]) {
  const wanted =
    after === undefined
      ? rows()
      : rows().where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(after.createdAt, after.id)));
  return wanted.orderBy('created_at', 'desc').orderBy('id', 'desc');
}

function listCheckouts(
  rows: Rows,
): Omit<Pick<CheckoutStore, `list${string}` & keyof CheckoutStore>, keyof PayerStore> {
  return {
    listForShopper: async (owner, status, limit, reach) =>
      toCheckouts(
        await rows()
          .where(reach === 'this_conversation' ? isOwnedBy(owner) : isOfShopper(owner))
          .where('status', '=', status)
          .orderBy('created_at', 'desc')
          .limit(limit)
          .execute(),
      ),
    list: async (limit, after) => toCheckouts(await selectNewest(rows, after).limit(limit).execute()),
    listDue: async (statuses, limit) =>
      toCheckouts(
        await rows()
          .where('status', 'in', statuses)
          .where('expires_at', '<=', databaseNow)
          .orderBy('expires_at')
          .limit(limit)
          .execute(),
      ),
    listUnleased: async (statuses, limit) =>
      toCheckouts(
        await rows()
          .where('status', 'in', statuses)
          .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', databaseNow)]))
          .orderBy('updated_at')
          .limit(limit)
          .execute(),
      ),
    listPaidBefore: async (paidBefore, limit, { withLocked }) =>
      toCheckouts(
        await rows()
          // Locked by wrong numbers is never confirmed either.
          .where((eb) =>
            eb.or([
              eb('status', '=', 'paid'),
              ...(withLocked
                ? [eb.and([eb('status', '=', 'flagged'), eb('flag', '=', 'number_locked')])]
                : []),
            ]),
          )
          .where('refunds_open', '=', 0)
          .where('paid_at', '<', paidBefore)
          .orderBy('paid_at')
          .limit(limit)
          .execute(),
      ),
    listSealedUnder: async (keyIds, limit) =>
      toCheckouts(
        await rows()
          .where('number_key_id', 'in', keyIds)
          .where('number_expires_at', '>', databaseNow)
          .limit(limit)
          .execute(),
      ),
    listTracking: (limit) => listOpen(rows, 'tracking_open', limit),
    listRefunding: (limit) => listOpen(rows, 'refunds_open', limit),
  };
}

/** With something of this kind that PayPal has not answered, and a lease that nobody holds. */
async function listOpen(rows: Rows, column: 'refunds_open' | 'tracking_open', limit: number) {
  return toCheckouts(
    await rows()
      .where(column, '>', sql.lit(0))
      .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', databaseNow)]))
      .orderBy('updated_at')
      .limit(limit)
      .execute(),
  );
}

function toLoaded(row: (CheckoutRow & { now: number }) | undefined): Loaded | undefined {
  return row === undefined ? undefined : { checkout: parseCheckoutRow(row), now: row.now };
}

function toCheckouts(rows: readonly CheckoutRow[]) {
  return rows.map((row) => parseCheckoutRow(row));
}
