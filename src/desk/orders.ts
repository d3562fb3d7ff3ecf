import type { Checkout, Status } from '../checkout/checkout.ts';
import { toAmount } from '../checkout/money.ts';
import { isOpen } from '../refunds/settle-refunds.ts';
import type { Overdue } from '../checkout/desk-ports.ts';
import { receiptNumberOf } from '../checkout/receipt-number.ts';
import { printableJson, printableLine } from '../words/printable.ts';
import type { CheckoutStore } from '../checkout/ports.ts';

/** What the merchant's list is read from. */
export interface OrdersStore {
  readonly checkouts: Pick<CheckoutStore, 'list' | 'find'>;
  listByStatus(status: Status, limit: number): Promise<readonly Checkout[]>;
  overdue(limit: number): Promise<Overdue>;
}

/** The merchant's list: newest first, then older ones that are flagged or overdue; notes say what a person should look at. */
export async function listOrders(
  store: OrdersStore,
  options: { readonly limit: number; readonly status?: Status | undefined; readonly json: boolean },
): Promise<string> {
  const { status } = options;
  const newest =
    status === undefined
      ? await store.checkouts.list(options.limit)
      : await store.listByStatus(status, options.limit);
  const found = await store.overdue(options.limit);
  const overdue = toNotes(found);
  const older = await Promise.all(
    [...new Set([...found.flagged.map(({ id }) => id), ...overdue.keys()])]
      .filter((id) => newest.every((checkout) => checkout.id !== id))
      .map(store.checkouts.find),
  );
  const checkouts = [...newest, ...older.flatMap((loaded) => loaded?.checkout ?? [])].filter(
    (checkout) => status === undefined || checkout.status === status,
  );
  const rows = checkouts.map((checkout) => toRow(checkout, overdue.get(checkout.id) ?? []));
  if (options.json) return rows.map((row) => `${printableJson(row)}\n`).join('');
  return rows.length === 0 ? 'There are no checkouts yet.\n' : layOut(rows);
}

type Row = ReturnType<typeof toRow>;

function toRow(
  { id, status, total, owner, createdAt, flag, declineIssue }: Checkout,
  overdue: readonly string[],
) {
  return {
    id,
    receipt: receiptNumberOf({ id }),
    status,
    total: `${toAmount(total)} ${total.currency}`,
    channel: owner.channelId,
    started: new Date(createdAt).toISOString().slice(0, 16).replace('T', ' '),
    flag: flag ?? '',
    issue: flag === 'capture_refused' ? (declineIssue ?? '') : '',
    overdue,
  };
}

/** What is overdue about each checkout, by its id. */
function toNotes({ checkouts, signals, merchantEvents }: Overdue): Map<string, string[]> {
  const notes = new Map<string, string[]>();
  const add = (id: string, note: string): void => {
    notes.set(id, [...(notes.get(id) ?? []), note]);
  };
  for (const checkout of checkouts) add(checkout.id, overdueNote(checkout));
  for (const { signal, state, reason } of signals) {
    const why = reason === undefined ? '' : ` (${reason})`;
    const wrong =
      state === 'waiting' ? 'overdue: the shopper is not told yet' : 'the shopper could not be told';
    add(signal.checkoutId, `${wrong}: ${signal.kind}${why}`);
  }
  for (const { checkoutId, kind, state, reason } of merchantEvents) {
    const why = reason === undefined ? '' : ` (${reason})`;
    const wrong = state === 'waiting' ? 'overdue: you are not told yet' : 'you could not be told';
    add(checkoutId, `${wrong}: ${kind}${why}`);
  }
  return notes;
}

function overdueNote({ status, refunds }: Checkout): string {
  if (status === 'order_submitted' || status === 'capture_submitted') return "overdue: PayPal's answer";
  return refunds.some(isOpen) ? 'overdue: a refund' : 'overdue: past its deadline';
}

function layOut(rows: readonly Row[]): string {
  const table = [
    ['CHECKOUT', 'RECEIPT', 'STATUS', 'TOTAL', 'CHANNEL', 'STARTED', 'NOTES'],
    ...rows.map(({ id, receipt, status, total, channel, started, flag, issue, overdue }) => {
      const notes = [issue === '' ? flag : `${flag}: ${issue}`, ...overdue].filter((note) => note !== '');
      return [id, receipt, status, total, channel, started, notes.join('; ')].map((cell) =>
        printableLine(cell),
      );
    }),
  ];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0))) ?? [];
  const pad = (text: string, column: number): string =>
    column === 3 ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0);
  return table.map((line) => `${line.map(pad).join('  ').trimEnd()}\n`).join('');
}
