import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { z } from 'zod';

const checkoutRows = z.array(
  z.object({
    id: z.string(),
    status: z.string(),
    conversationId: z.string(),
    leaseUntil: z.number().nullable(),
    flag: z.string().nullable(),
    refundsOpen: z.number(),
    total: z.string(),
  }),
);
const signalRows = z.array(z.object({ kind: z.string(), state: z.string(), isDue: z.number() }));

export type CheckoutRow = z.infer<typeof checkoutRows>[number];

/** What the program has written down, read beside it. */
export function readBooks(dataFolder: string) {
  const database = new Sqlite(join(dataFolder, 'checkout.db'), { readonly: true });
  try {
    const checkouts = database.prepare(
      `select id, status, conversation_id as conversationId, lease_until as leaseUntil, flag,
         refunds_open as refundsOpen, json_extract(document, '$.total.minorUnits') || ' ' ||
         json_extract(document, '$.total.currency') as total from checkouts`,
    );
    const signals = database.prepare(`select kind, state, due_at <= ? as isDue from signals`);
    return {
      checkouts: checkoutRows.parse(checkouts.all()),
      signals: signalRows.parse(signals.all(Date.now())),
    };
  } finally {
    database.close();
  }
}

const ledger = z.object({
  captures: z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      custom_id: z.string(),
      amount: z.object({ currency_code: z.string(), value: z.string() }),
    }),
  ),
  orders: z.array(z.object({ id: z.string() })),
  requests: z.array(
    z.looseObject({ method: z.string(), path: z.string(), requestId: z.string().nullable() }),
  ),
});

export type PayPalBooks = z.infer<typeof ledger>;

/** The truth about the money. */
export async function readPayPal(simulatorUrl: string): Promise<PayPalBooks> {
  const answer = await fetch(`${simulatorUrl}/_simulator/ledger`);
  return ledger.parse(await answer.json());
}
