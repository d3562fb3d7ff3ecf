import { z } from 'zod';
import type { Bench } from './flow-harness.ts';

const orderSchema = z.object({
  purchase_units: z.array(
    z.object({
      shipping: z.object({ trackers: z.array(z.object({ id: z.string() })).optional() }).optional(),
    }),
  ),
});

/** The ids of all trackers of the simulated PayPal's orders. */
export async function trackersAtPayPal(
  bench: Pick<Bench, 'simulatorUrl' | 'orders'>,
): Promise<readonly string[]> {
  const token = await signIn(bench.simulatorUrl);
  const found: string[] = [];
  for (const { id } of await bench.orders()) {
    const answer = await fetch(`${bench.simulatorUrl}/v2/checkout/orders/${id}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { purchase_units: units } = orderSchema.parse(await answer.json());
    found.push(...units.flatMap(({ shipping }) => (shipping?.trackers ?? []).map((one) => one.id)));
  }
  return found;
}

async function signIn(simulatorUrl: string): Promise<string> {
  const answer = await fetch(`${simulatorUrl}/v1/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('client:secret').toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
}
