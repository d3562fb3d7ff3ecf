import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Checkout } from '../checkout/checkout.ts';
import type { NamedEvent, OrderTrail, Telling } from '../checkout/desk-ports.ts';
import { listLedger } from './ledger.ts';
import { parseSignalRow } from './insert-signals.ts';
import type { Tables } from './tables.ts';

/** All that is written down of one purchase: its ledger, what the shopper was told, and what PayPal sent about it. */
export async function readTrail(db: Kysely<Tables>, checkout: Checkout): Promise<OrderTrail> {
  return {
    ledger: await listLedger(db, checkout.id),
    tellings: await listTellings(db, checkout.id),
    events: await listEvents(db, checkout),
  };
}

async function listTellings(db: Kysely<Tables>, checkoutId: string): Promise<readonly Telling[]> {
  const rows = await db
    .selectFrom('signals')
    .selectAll()
    .where('checkout_id', '=', checkoutId)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    kind: parseSignalRow(row).kind,
    state: row.state,
    tries: row.tries,
    reason: row.reason ?? undefined,
    at: row.ended_at ?? row.try_at,
  }));
}

/** Each id of this purchase by an index of its own. */
async function listEvents(db: Kysely<Tables>, checkout: Checkout): Promise<readonly NamedEvent[]> {
  const { id, orders, capture, strayCaptures, openDisputes = [], closedDisputes = [] } = checkout;
  const named = [
    ...(await listNaming(db, 'customId', [id])),
    ...(await listNaming(
      db,
      'orderId',
      orders.map(({ orderId }) => orderId),
    )),
    ...(await listNaming(
      db,
      'captureId',
      [capture, ...strayCaptures].map((one) => one?.captureId),
    )),
    ...(await listNaming(db, 'disputeId', [...openDisputes, ...closedDisputes])),
  ];
  return [...new Map(named.map((event) => [event.eventId, event])).values()];
}

async function listNaming(
  db: Kysely<Tables>,
  field: 'customId' | 'orderId' | 'captureId' | 'disputeId',
  ids: readonly (string | undefined)[],
): Promise<readonly NamedEvent[]> {
  const known = ids.filter((id) => id !== undefined);
  if (known.length === 0) return [];
  const named = sql<string>`(event ->> ${sql.lit(`$.${field}`)})`;
  const rows = await db
    .selectFrom('webhook_events')
    .select(['event_id', 'received_at', 'state', 'event'])
    .where(named, 'in', known)
    .execute();
  return rows.map((row) => ({
    eventId: row.event_id,
    type: typed.parse(JSON.parse(row.event)).type,
    at: row.received_at,
    state: row.state,
  }));
}

const typed = z.object({ type: z.string() });
