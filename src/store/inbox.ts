import { isDeepStrictEqual } from 'node:util';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Inbox } from '../checkout/ports.ts';
import type { WebhookEvent } from '../checkout/refund-ports.ts';
import { databaseNow } from './sqlite/database-now.ts';
import type { Tables } from './tables.ts';
import type { Transact } from './sqlite/transactions.ts';
import { waiting } from './waiting.ts';

const storedEvent = z.object({
  eventId: z.string(),
  type: z.string(),
  orderId: z.string().optional(),
  captureId: z.string().optional(),
  refundId: z.string().optional(),
  customId: z.string().optional(),
  invoiceId: z.string().optional(),
  disputeId: z.string().optional(),
  sellerTransactionIds: z.array(z.string()),
} satisfies { [K in keyof WebhookEvent]-?: z.ZodType<WebhookEvent[K]> });

/** PayPal's own patience, three days, and some hours of ours: whoever slept for a week has not tried yet. */
const giveUpAfterMs = 72 * 3_600_000;
const fewestTries = 1_000;

/** What PayPal sent: each event once by its id, worked off by lease, kept for good. */
export function createInbox(db: Kysely<Tables>, transact: Transact): Inbox {
  return {
    add: (events) => transact((trx) => add(trx, events)),
    listAltered: (events) => listAltered(db, events),
    claimDue: async (holder, leaseMs, limit) => {
      const due = await selectDue(db).limit(1).executeTakeFirst();
      return due === undefined ? [] : transact((trx) => claim(trx, holder, leaseMs, limit));
    },
    markDone: (eventId, outcome) =>
      transact(async (trx) => {
        await trx
          .updateTable('webhook_events')
          .set({ state: outcome, lease_holder: null, lease_until: null })
          .where('event_id', '=', eventId)
          .execute();
      }),
    postpone: (eventId, delayMs) =>
      transact(async (trx) => {
        await trx
          .updateTable('webhook_events')
          .set({
            state: sql<
              'waiting' | 'given_up'
            >`case when received_at < ${databaseNow} - ${giveUpAfterMs} and tries >= ${fewestTries} then 'given_up' else state end`,
            try_at: sql<number>`${databaseNow} + ${Math.round(delayMs)}`,
            tries: sql<number>`tries + 1`,
            lease_holder: null,
            lease_until: null,
          })
          .where('event_id', '=', eventId)
          .where('state', '=', waiting)
          .execute();
      }),
  };
}

async function add(trx: Kysely<Tables>, events: readonly WebhookEvent[]): Promise<number> {
  let added = 0;
  for (const event of events) {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('webhook_events')
      .values({
        event_id: event.eventId,
        event: JSON.stringify(event),
        received_at: databaseNow,
        try_at: databaseNow,
        tries: 0,
        state: 'waiting',
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    added += Number(numInsertedOrUpdatedRows ?? 0n);
  }
  return added;
}

async function listAltered(db: Kysely<Tables>, events: readonly WebhookEvent[]): Promise<readonly string[]> {
  const altered: string[] = [];
  for (const event of events) {
    const row = await db
      .selectFrom('webhook_events')
      .select('event')
      .where('event_id', '=', event.eventId)
      .executeTakeFirst();
    if (row === undefined) continue;
    const kept: unknown = JSON.parse(row.event);
    if (!isDeepStrictEqual(toFields(storedEvent.parse(kept)), toFields(event))) altered.push(event.eventId);
  }
  return altered;
}

/** As it is written down: a field without a value is none. */
function toFields(event: WebhookEvent): unknown {
  return JSON.parse(JSON.stringify(event));
}

function selectDue(db: Kysely<Tables>) {
  return db
    .selectFrom('webhook_events')
    .select('event_id')
    .where('state', '=', waiting)
    .where('try_at', '<=', databaseNow)
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', databaseNow)]));
}

async function claim(
  trx: Kysely<Tables>,
  holder: string,
  leaseMs: number,
  limit: number,
): Promise<readonly WebhookEvent[]> {
  const rows = await trx
    .updateTable('webhook_events')
    .set({ lease_holder: holder, lease_until: sql<number>`${databaseNow} + ${Math.round(leaseMs)}` })
    .where('event_id', 'in', selectDue(trx).orderBy('received_at').limit(limit))
    .returningAll()
    .execute();
  return rows.map((row) => {
    const written: unknown = JSON.parse(row.event);
    return storedEvent.parse(written);
  });
}
