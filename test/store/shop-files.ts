import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { backUp } from '../../src/store/sqlite/backup.ts';
import { openStore } from '../../src/store/store.ts';
import { newFolder } from './databases.ts';
import { paidCheckout, sampleCheckout, shopper } from './sample-checkout.ts';

/** A folder with a small shop's database in `data/`, and room for its backup beside that. */
export interface ShopFiles {
  readonly folder: string;
  readonly database: string;
  readonly backup: string;
  /** Stores so many purchases more: the last one paid, those before it open. */
  sell(count: number): Promise<void>;
  backUp(options?: Partial<Parameters<typeof backUp>[0]>): ReturnType<typeof backUp>;
  /** Every file by its name, with what is in it; locks left out. */
  listing(): Record<string, string>;
  remove(): Promise<void>;
}

export const now = 1_800_000_000_000;

export async function openShopFiles(): Promise<ShopFiles> {
  const folder = await newFolder();
  const database = join(folder, 'data', 'checkout.db');
  const backup = join(folder, 'shop.backup');
  const files: ShopFiles = {
    folder,
    database,
    backup,
    sell: async (count) => {
      const store = await openStore({ url: `file:${database}`, holder: 'test', clock: () => now });
      await store.migrate();
      for (let index = 1; index <= count; index += 1) {
        const owner = { ...shopper, conversationId: `${Math.random()}` };
        const insert = index === count ? paidCheckout(now, { owner }) : sampleCheckout(now, { owner });
        await store.checkouts.write({ insert });
      }
      await store.close();
    },
    backUp: (options) =>
      backUp({ database, target: backup, overwrite: false, onProgress: () => undefined, ...options }),
    listing: () =>
      Object.fromEntries(
        readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((found) => found.isFile() && !found.name.endsWith('.lock'))
          .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name)).toString('base64')]),
      ),
    remove: () => rm(folder, { recursive: true }),
  };
  await files.sell(2);
  return files;
}

/** Changes a database behind the program's back. */
export function change(file: string, sql: string): void {
  const opened = new Sqlite(file);
  opened.exec(sql);
  opened.close();
}

/** What the program of an earlier version would have left. */
export const olderSchema = `
  delete from kysely_migration where name >= '003';
  drop index checkouts_leased; drop index signals_leased; drop index webhook_events_leased;
  drop index checkouts_by_age; drop index checkouts_by_status; drop index checkouts_flagged;
  drop index signals_undeliverable; drop index limit_events_by_age;
  drop table merchant_events; drop table payers; drop table merchant_codes; drop table merchant_chats;
  drop index checkouts_forgettable; alter table checkouts drop may_be_forgotten;
  drop index checkouts_tracking; alter table checkouts drop tracking_open;
  drop index webhook_events_by_customid; drop index webhook_events_by_orderid;
  drop index webhook_events_by_captureid; drop index webhook_events_by_disputeid;
  drop index checkouts_by_link_key; drop index checkouts_by_number_key; drop index checkouts_by_order_key;
  alter table checkouts drop link_key_id; alter table checkouts drop number_key_id;
  alter table checkouts drop order_key_id;
  alter table signals drop unclear_tries`;

/** Spoils the second half of its pages; the first names the tables. */
export function damage(file: string): void {
  const bytes = readFileSync(file);
  const pages = bytes.length / 4096;
  for (let page = Math.ceil(pages / 2); page < pages; page += 1)
    bytes.fill(0x5a, page * 4096, page * 4096 + 200);
  writeFileSync(file, bytes);
}

/** Why it was refused, or `done`. */
export async function reasonOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'done';
}
