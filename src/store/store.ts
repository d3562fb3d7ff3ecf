import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import type { Checkout } from '../checkout/checkout.ts';
import { listBeginningWith } from './merchant-lists.ts';
import type { MerchantChatStore } from '../checkout/merchant-chat-ports.ts';
import type { MerchantDestination } from '../checkout/merchant-destination.ts';
import type { MerchantEventStore } from '../checkout/merchant-event-ports.ts';
import type { CheckoutStore, Inbox, SignalStore } from '../checkout/ports.ts';
import { type BotStateStore, createBotStateStore } from './bot-state.ts';
import { createCheckoutStore } from './checkouts.ts';
import { makeDatabaseFolder, toDatabaseFile } from './sqlite/database-file.ts';
import { watchPlace } from './sqlite/file-in-place.ts';
import { lockFile } from './sqlite/file-lock.ts';
import { createHealthCheck } from './health.ts';
import { releaseEvents, releaseLeases, releaseMerchantEvents } from './leases.ts';
import { pruneLimits } from './limits.ts';
import { createInbox } from './inbox.ts';
import { createMerchantChatStore } from './merchant-chats.ts';
import { createMerchantEventStore } from './merchant-events.ts';
import { listLedger } from './ledger.ts';
import type { LedgerLine } from '../checkout/desk-ports.ts';
import { listApplied, listUnknown, migrate } from './sqlite/migrate.ts';
import { openSqlite, type SqliteConnection, withStatementCache } from './sqlite/open-sqlite.ts';
import { searchOrders } from './order-search.ts';
import { readTrail } from './order-trail.ts';
import { countKeyUses } from './key-uses.ts';
import { findOverdue } from './overdue.ts';
import type { KeyUses, OrderQuery, OrderTrail, Overdue } from '../checkout/desk-ports.ts';
import { createSignalStore } from './signals.ts';
import type { Tables } from './tables.ts';
import { createTransact } from './sqlite/transactions.ts';

export interface StoreOptions {
  /** `file:./data/checkout.db`, or `file::memory:` for one that is gone with the process. */
  readonly url: string;
  /** Names this process in leases; what it still holds is freed when it closes. */
  readonly holder: string;
  /** Where the merchant hears of what happens, beside the chats that the store knows: each gets a row for each event. */
  readonly merchantDestinations?: readonly MerchantDestination[] | undefined;
  /** The database's time in milliseconds since 1970; only tests set it. */
  readonly clock?: (() => number) | undefined;
  /** Keeps a second `serve` off the same file. The one that holds it frees the leases of those before it. */
  readonly lock?: boolean | undefined;
  /** Stands between the store and its open database; only tests set it. */
  readonly around?: ((database: SqliteDatabase) => SqliteDatabase) | undefined;
}

export interface Store {
  readonly checkouts: CheckoutStore;
  readonly signals: SignalStore;
  readonly botState: BotStateStore;
  readonly inbox: Inbox;
  readonly merchantEvents: MerchantEventStore;
  readonly merchantChats: MerchantChatStore;
  /** Checkouts whose id begins so. */
  listBeginningWith(beginning: string, limit: number): Promise<readonly Checkout[]>;
  /** Newest first, a page at a time. */
  searchOrders(query: OrderQuery): Promise<readonly Checkout[]>;
  ledger(checkoutId: string): Promise<readonly LedgerLine[]>;
  readTrail(checkout: Checkout): Promise<OrderTrail>;
  /** Brings the schema up to date; answers the names of what was applied. */
  migrate(): Promise<string[]>;
  /** `ok` or the reason. Writes, since a full disk shows only by writing. */
  check(): Promise<string>;
  overdue(limit: number): Promise<Overdue>;
  /** What purchases under way still need keys for, and payers under other keys than this one. */
  countKeyUses(payerKeyId?: string): Promise<readonly KeyUses[]>;
  /** Forgets rate limits that no window reaches any more. */
  pruneLimits(): Promise<number>;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

const inboxMigration = '002-refunds-and-events';
const merchantMigration = '006-merchant-events';

/** @throws Error that names the file, what is wrong and the mend */
export async function openStore(options: StoreOptions): Promise<Store> {
  const file = toDatabaseFile(options.url);
  const isLocked = options.lock === true && file !== ':memory:';
  const { connection, unlock } = openLocked(file, options.clock ?? Date.now, isLocked);
  const around = options.around ?? ((database) => database);
  const database = around(withStatementCache(connection));
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  const transact = createTransact(db);
  try {
    const applied = await listApplied(db);
    refuseNewer(file, listUnknown(applied));
    if (isLocked && applied.length > 0) await transact((trx) => releaseLeases(trx));
    if (isLocked && applied.includes(inboxMigration)) await transact((trx) => releaseEvents(trx));
    if (isLocked && applied.includes(merchantMigration)) await transact((trx) => releaseMerchantEvents(trx));
  } catch (error) {
    await db.destroy();
    connection.close();
    unlock?.();
    throw error;
  }
  const destinations = options.merchantDestinations ?? [];
  return {
    checkouts: createCheckoutStore(db, transact, destinations),
    signals: createSignalStore(db, transact, destinations),
    botState: createBotStateStore(db, transact),
    inbox: createInbox(db, transact),
    merchantEvents: createMerchantEventStore(db, transact),
    merchantChats: createMerchantChatStore(db, transact),
    listBeginningWith: (beginning, limit) => listBeginningWith(db, beginning, limit),
    searchOrders: (query) => searchOrders(db, query),
    ledger: (checkoutId) => listLedger(db, checkoutId),
    readTrail: (checkout) => readTrail(db, checkout),
    // Kysely gives SQLite no transaction for it, and half a migration could never be gone on with.
    migrate: () => transact((trx) => migrate(trx)),
    check: createHealthCheck(db, transact, watchPlace(file)),
    overdue: (limit) => findOverdue(db, limit),
    countKeyUses: (payerKeyId = '') => countKeyUses(db, payerKeyId),
    pruneLimits: () => transact((trx) => pruneLimits(trx)),
    close: async () => {
      try {
        const applied = await listApplied(db);
        const isMigrated = applied.includes(inboxMigration);
        // Transactions run in their order: this one comes after all that is being written.
        if (isMigrated) await transact((trx) => releaseLeases(trx, options.holder));
        if (isMigrated) await transact((trx) => releaseEvents(trx, options.holder));
        if (applied.includes(merchantMigration))
          await transact((trx) => releaseMerchantEvents(trx, options.holder));
      } finally {
        await db.destroy();
        unlock?.();
      }
    },
  };
}

/** The lock comes first: what is opened before it may be the file that a restore is just moving out of the way. */
function openLocked(
  file: string,
  clock: () => number,
  isLocked: boolean,
): { connection: SqliteConnection; unlock: (() => void) | undefined } {
  if (isLocked) makeDatabaseFolder(file);
  const unlock = isLocked ? lockFile(file) : undefined;
  try {
    return { connection: openSqlite(file, clock), unlock };
  } catch (error) {
    unlock?.();
    throw error;
  }
}

function refuseNewer(file: string, unknown: readonly string[]): void {
  if (unknown.length === 0) return;
  throw new Error(
    `The database file ${file} was written by a newer Chat Checkout (${unknown.join(', ')}). ` +
      'Start that version, or restore a backup from before it.',
  );
}
