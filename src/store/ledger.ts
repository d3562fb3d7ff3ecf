import type { Kysely } from 'kysely';
import type { Checkout } from '../checkout/checkout.ts';
import type { LedgerLine } from '../checkout/desk-ports.ts';
import type { Actor } from '../checkout/ports.ts';
import type { Shipment } from '../checkout/shipment.ts';
import { databaseNow } from './sqlite/database-now.ts';
import type { Tables } from './tables.ts';

/** Written in the transaction of the change that it tells of. A lease alone is no event. */
export async function writeLedger(
  trx: Kysely<Tables>,
  before: Checkout | undefined,
  after: Checkout,
  who: Actor,
): Promise<void> {
  const what = describe(before, after);
  // An erasure asks nothing of PayPal.
  const debugId = before?.erasedAt === after.erasedAt ? after.debugId : undefined;
  if (what !== undefined) await writeLine(trx, after, who, what, debugId);
}

export async function writeLine(
  trx: Kysely<Tables>,
  { id, version }: Pick<Checkout, 'id' | 'version'>,
  who: Actor,
  what: string,
  debugId?: string,
): Promise<void> {
  const line = { checkout_id: id, version, at: databaseNow, who, what, debug_id: debugId ?? null };
  await trx.insertInto('ledger').values(line).execute();
}

export async function listLedger(db: Kysely<Tables>, checkoutId: string): Promise<readonly LedgerLine[]> {
  const rows = await db
    .selectFrom('ledger')
    .selectAll()
    .where('checkout_id', '=', checkoutId)
    .orderBy('id')
    .execute();
  return rows.map(({ at, who, what, debug_id: debugId }) => ({
    at,
    who,
    what,
    debugId: debugId ?? undefined,
  }));
}

function describe(before: Checkout | undefined, after: Checkout): string | undefined {
  const words: string[] = [];
  if (before?.status !== after.status) words.push(after.status);
  if (after.flag !== undefined && before?.flag !== after.flag) words.push(`flag ${after.flag}`);
  if (before !== undefined && after.numbersDrawn > before.numbersDrawn)
    words.push(`number ${after.numbersDrawn} drawn`);
  if (before?.erasedAt !== after.erasedAt) words.push('erased');
  if (before?.dispute !== after.dispute) words.push(`dispute ${after.dispute}`);
  words.push(...describeShipment(before?.shipment, after.shipment));
  for (const refund of after.refunds) {
    const known = before?.refunds.find(({ requestId }) => requestId === refund.requestId);
    if (known?.status !== refund.status)
      words.push(
        `${refund.requestId.replace(/^.*-refund-/u, 'refund ')} ${refund.status} (${refund.reason})`,
      );
  }
  return words.length === 0 ? undefined : words.join(', ');
}

function describeShipment(before: Shipment | undefined, after: Shipment | undefined): readonly string[] {
  if (after === undefined) return [];
  const { tracking, toldAt } = after;
  const isNews = tracking !== undefined && tracking.status !== before?.tracking?.status;
  return [
    ...(before?.toldAt === toldAt ? [] : [before === undefined ? 'shipped' : 'parcel named']),
    ...(isNews
      ? [`tracking ${tracking.status}${tracking.issue === undefined ? '' : ` (${tracking.issue})`}`]
      : []),
  ];
}
