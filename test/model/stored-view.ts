import Sqlite from 'better-sqlite3';
import type { Checkout } from '../../src/checkout/checkout.ts';
import type { MerchantChat } from '../../src/checkout/merchant-chat-ports.ts';
import { parseCheckoutRow } from '../../src/store/checkout-row.ts';
import { parseSignalRow } from '../../src/store/insert-signals.ts';
import { toLease } from '../../src/store/leases.ts';
import { toChat } from '../../src/store/hearing-chats.ts';
import { toTelling } from '../../src/store/merchant-events.ts';
import type { CheckoutRow, MerchantChatRow, MerchantEventRow, SignalRow } from '../../src/store/tables.ts';
import { databaseRules, type DatabaseRule } from './database-rules.ts';
import { newestFirst } from './newest-first.ts';
import type { Judge } from './rules.ts';
import type { Stored } from './scene.ts';
import type { MerchantEntry } from './twin-merchant-events.ts';
import type { SignalEntry } from './twin-signals.ts';

/** What is committed in a file, read by a connection of its own. */
export interface StoredView extends Stored {
  /** Every rule that SQL alone can judge. */
  judge(judge: Judge, rules?: readonly DatabaseRule[]): void;
  close(): void;
}

/** A row that is as it was is the same object, over restarts too. */
export type KnownRows = Map<string, Checkout>;

export function openStoredView(file: string, known: KnownRows): StoredView {
  const connection = new Sqlite(file);
  const selectRows = connection.prepare<[], CheckoutRow>('select * from checkouts order by rowid');
  const selectSignals = connection.prepare<[], SignalRow>('select * from signals order by id');
  const selectNews = connection.prepare<[], MerchantEventRow>('select * from merchant_events order by id');
  const selectChats = connection.prepare<[], MerchantChatRow>('select * from merchant_chats order by id');
  const countWaiting = connection
    .prepare<[], number>("select count(*) from webhook_events where state = 'waiting'")
    .pluck();
  const version = connection.prepare<[], number>('pragma data_version').pluck();
  let seenVersion: number | undefined;
  let judgedVersion: number | undefined;
  let rows: ReadonlyMap<string, Checkout> = new Map();
  let signalEntries: readonly SignalEntry[] = [];
  let merchantEntries: readonly MerchantEntry[] = [];
  let knownChats: readonly MerchantChat[] = [];

  function refresh(): void {
    const current = version.get();
    if (current === seenVersion) return;
    seenVersion = current;
    rows = new Map(selectRows.all().map((row) => [row.id, toCheckout(row, known)]));
    signalEntries = selectSignals.all().map((row) => toEntry(row));
    merchantEntries = selectNews.all().map((row) => toMerchantEntry(row));
    knownChats = selectChats.all().map((row) => toChat(row));
  }

  return {
    get rows() {
      refresh();
      return rows;
    },
    get signalEntries() {
      refresh();
      return signalEntries;
    },
    get merchantEntries() {
      refresh();
      return merchantEntries;
    },
    get knownChats() {
      refresh();
      return knownChats;
    },
    inbox: { waiting: () => countWaiting.get() ?? 0 },
    checkouts: {
      list: async (limit, after) => {
        refresh();
        return newestFirst([...rows.values()], limit, after);
      },
    },
    judge: (judge, rules = databaseRules) => {
      const current = version.get();
      if (rules === databaseRules && current === judgedVersion) return;
      judgedVersion = current;
      for (const { rule, says, sql } of rules) {
        const found = connection.prepare(sql).get();
        judge.hold(found === undefined, rule, `${says}: ${JSON.stringify(found)}`);
      }
    },
    close: () => {
      connection.close();
    },
  };
}

function toCheckout(row: CheckoutRow, known: KnownRows): Checkout {
  const text = JSON.stringify(row);
  const same = known.get(text);
  if (same !== undefined) return same;
  const checkout = parseCheckoutRow(row);
  known.set(text, checkout);
  return checkout;
}

function toEntry(row: SignalRow): SignalEntry {
  return { signal: parseSignalRow(row), state: row.state, tryAt: row.try_at };
}

function toMerchantEntry(row: MerchantEventRow): MerchantEntry {
  const { state, reason, tries, ...event } = toTelling(row);
  const { body, due_at: dueAt, try_at: tryAt } = row;
  return { event: { ...event, body }, state, reason, tries, dueAt, tryAt, lease: toLease(row) };
}
