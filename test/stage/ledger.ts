import { z } from 'zod';

const ledger = z.looseObject({
  orders: z.array(z.looseObject({ id: z.string() })),
  captures: z.array(z.looseObject({ id: z.string(), status: z.string() })),
  requests: z.array(
    z.looseObject({ method: z.string(), path: z.string(), requestId: z.string().nullable() }),
  ),
});

/** What the simulated PayPal holds: the truth about the money. */
export async function readLedger(simulatorUrl: string): Promise<z.infer<typeof ledger>> {
  const answer = await fetch(`${simulatorUrl}/_simulator/ledger`);
  return ledger.parse(await answer.json());
}
