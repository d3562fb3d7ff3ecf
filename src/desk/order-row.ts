import type { Checkout } from '../checkout/checkout.ts';
import { toAmount } from '../checkout/money.ts';
import { addressParts } from '../checkout/payer-details.ts';
import { receiptNumberOf } from '../checkout/receipt-number.ts';
import { printableJson, printableLine } from '../words/printable.ts';
import { csvLine } from './csv.ts';
import { payerInJson } from './one-order.ts';
import { type PayerView, whyUnknown } from './payer-view.ts';
import { shipmentInJson, shippedOn } from './shipment-view.ts';
import { layOutTable } from './table.ts';

/** One purchase in the merchant's list. */
export interface OrderRow {
  readonly checkout: Checkout;
  readonly payer: PayerView;
  /** What is overdue about it. */
  readonly overdue: readonly string[];
}

/** How a list is written: for people, for programs, for a spreadsheet. */
export type Form = 'table' | 'json' | 'csv';

/** A part of the list in its form. Only the first has the heading. */
export function writeRows(rows: readonly OrderRow[], form: Form, isFirst: boolean): string {
  switch (form) {
    case 'json':
      return rows.map((row) => `${printableJson(toJson(row))}\n`).join('');
    case 'csv':
      return [...(isFirst ? [csvHeading] : []), ...rows.map(toCells)].map(csvLine).join('');
    case 'table':
      return layOut([...(isFirst ? [tableHeading] : []), ...rows.map(toTableCells)]);
  }
}

function toFacts({ checkout }: OrderRow) {
  const { id, status, total, owner, createdAt, flag, declineIssue } = checkout;
  return {
    id,
    receipt: receiptNumberOf({ id }),
    status,
    total: `${toAmount(total)} ${total.currency}`,
    channel: owner.channelId,
    started: new Date(createdAt).toISOString().slice(0, 16).replace('T', ' '),
    flag: flag ?? '',
    issue: flag === 'capture_refused' ? (declineIssue ?? '') : '',
  };
}

function toJson(row: OrderRow) {
  const { items, shopperName, shipping } = row.checkout;
  return {
    ...toFacts(row),
    items: items.map(({ productId, name, quantity }) => ({ id: productId, name, quantity })),
    shopper: shopperName,
    shipping: shipping?.name ?? null,
    country: shipping?.country ?? null,
    shipment: shipmentInJson(row.checkout),
    payer: payerInJson(row.payer),
    overdue: row.overdue,
  };
}

const tableHeading = [
  'CHECKOUT',
  'RECEIPT',
  'STATUS',
  'TOTAL',
  'CHANNEL',
  'STARTED',
  'PAYER',
  'COUNTRY',
  'SHIPPED',
  'ITEMS',
  'NOTES',
] as const;

function toTableCells(row: OrderRow): readonly string[] {
  const { id, receipt, status, total, channel, started, flag, issue } = toFacts(row);
  const notes = [issue === '' ? flag : `${flag}: ${issue}`, ...row.overdue].filter((note) => note !== '');
  const payer = row.payer.kind === 'known' ? shorten(row.payer.payer.name ?? '', 24) : shortWhy(row.payer);
  const items = shorten(toItems(row), 40);
  const country = row.checkout.shipping?.country ?? '';
  const cells = [payer, country, shippedOn(row.checkout), items, notes.join('; ')];
  return [id, receipt, status, total, channel, started, ...cells].map(printableLine);
}

function shortWhy({ kind }: PayerView): string {
  return kind === 'unknown' ? '' : `(${kind})`;
}

function toItems({ checkout: { items } }: OrderRow): string {
  return items.map(({ quantity, name }) => `${quantity} × ${name}`).join(', ');
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function shorten(text: string, most: number): string {
  const plain = printableLine(text.replaceAll('\t', ' '));
  const characters = Array.from(graphemes.segment(plain.slice(0, 20 * most)), ({ segment }) => segment);
  const isWhole = characters.length <= most && plain.length <= 20 * most;
  return isWhole ? plain : `${characters.slice(0, most - 1).join('')}…`;
}

const sums: ReadonlySet<number> = new Set([tableHeading.indexOf('TOTAL')]);

function layOut(table: readonly (readonly string[])[]): string {
  return layOutTable(table, sums)
    .map((line) => `${line}\n`)
    .join('');
}

const csvHeading = [
  'receipt',
  'checkout',
  'status',
  'flag',
  'started',
  'paid',
  'total',
  'currency',
  'items',
  'shipping',
  'country',
  'shipped',
  'carrier',
  'number',
  'channel',
  'shopper',
  'payer',
  'email',
  'phone',
  ...addressParts,
  'notes',
] as const;

/** All of it as it was told, nothing shortened. */
function toCells(row: OrderRow): readonly string[] {
  const { checkout, payer: view, overdue } = row;
  const { id, receipt, status, channel, flag } = toFacts(row);
  const payer = view.kind === 'known' ? view.payer : {};
  const { createdAt, paidAt, total, shipping, shipment, shopperName } = checkout;
  const why = view.kind === 'known' || view.kind === 'unknown' ? [] : [`payer ${whyUnknown(view)}`];
  return [
    receipt,
    id,
    status,
    flag,
    new Date(createdAt).toISOString(),
    paidAt === undefined ? '' : new Date(paidAt).toISOString(),
    toAmount(total),
    total.currency,
    toItems(row),
    shipping?.name ?? '',
    shipping?.country ?? '',
    shippedOn(checkout),
    shipment?.carrier ?? '',
    shipment?.number ?? '',
    channel,
    shopperName,
    payer.name ?? '',
    payer.email ?? '',
    payer.phone ?? '',
    ...addressParts.map((part) => payer.address?.[part] ?? ''),
    [...overdue, ...why].join('; '),
  ];
}
