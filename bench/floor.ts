import { z } from 'zod';
import type { ConnectorStub } from './connector-stub.ts';
import type { HttpClient } from './http-client.ts';
import { activityOf } from './purchase.ts';
import { runTogether } from './run-together.ts';

/** The bare parts of a purchase, each measured alone. */
export const floorParts = ['echoes', 'tellings', 'pages', 'commits', 'calls'] as const;
export type FloorPart = (typeof floorParts)[number];

/** What a purchase needs of each: its turns, its two pages and two redirects, its commits, four calls. */
export interface Floor {
  /** Milliseconds for one purchase's share of this part, with so many at once. */
  measure(part: FloorPart, shoppers: number, forMs: number, commitsPerPurchase: number): Promise<number>;
}

export interface FloorPlaces {
  readonly client: HttpClient;
  readonly stub: ConnectorStub;
  readonly floorUrl: string;
  readonly simulatorUrl: string;
}

/** "add", "checkout" and the number. */
const turnsOfShopper = 3;

export function createFloor(places: FloorPlaces): Floor {
  const { client, stub, floorUrl } = places;
  const payPal = createPayPalCalls(places);
  let turns = 0;

  const say = async (path: string): Promise<void> => {
    turns += 1;
    const activity = activityOf(stub.serviceUrl, `floor-${turns}`, String(turns), 'add 2 sencha');
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(activity);
    await client.call(`${floorUrl}${path}`, 200, { method: 'POST', headers, body });
  };
  const pages = async (): Promise<void> => {
    await client.call(`${floorUrl}/page`, 200);
    await client.call(`${floorUrl}/redirect`, 303);
    await client.call(`${floorUrl}/redirect`, 303);
    await client.call(`${floorUrl}/page`, 200);
  };
  const timePerCommit = async (count: number): Promise<number> =>
    Number((await client.call(`${floorUrl}/commits?count=${count}`, 200)).text) / count;
  return {
    measure: async (part, shoppers, forMs, commitsPerPurchase) => {
      switch (part) {
        case 'echoes':
          return turnsOfShopper * (await timePerRun(shoppers, forMs, () => say('/api/messages')));
        case 'tellings':
          return timePerRun(shoppers, forMs, () => say('/tellings'));
        case 'pages':
          return timePerRun(shoppers, forMs, pages);
        // SQLite has one writer: so many at once are no faster than one after the other.
        case 'commits':
          return commitsPerPurchase * (await timePerCommit(Math.ceil(forMs / (await timePerCommit(50)))));
        case 'calls':
          return timePerRun(shoppers, forMs, payPal);
      }
    },
  };
}

async function timePerRun(shoppers: number, forMs: number, once: () => Promise<void>): Promise<number> {
  const { results, elapsedMs } = await runTogether(shoppers, forMs, once);
  return elapsedMs / results.length;
}

const tokenSchema = z.object({ access_token: z.string() });
const orderSchema = z.object({ id: z.string() });

/** Create, the payer's approval, GET and capture, as one purchase asks for them. */
function createPayPalCalls({ client, simulatorUrl }: FloorPlaces): () => Promise<void> {
  const ordersUrl = `${simulatorUrl}/v2/checkout/orders`;
  const runId = Date.now().toString(36);
  let count = 0;
  let token: string | undefined;
  return async () => {
    count += 1;
    const id = `floor-${runId}-${count}`;
    token ??= await signIn(client, simulatorUrl);
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const created = await client.call(ordersUrl, 200, {
      method: 'POST',
      headers: { ...headers, prefer: 'return=representation', 'paypal-request-id': `${id}-order` },
      body: JSON.stringify(orderBody(id)),
    });
    const orderUrl = `${ordersUrl}/${orderSchema.parse(JSON.parse(created.text)).id}`;
    await client.call(`${simulatorUrl}/checkoutnow?token=${orderUrl.slice(ordersUrl.length + 1)}`, 303, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'decision=approve',
    });
    await client.call(orderUrl, 200, { headers });
    await client.call(`${orderUrl}/capture`, 201, {
      method: 'POST',
      headers: { ...headers, prefer: 'return=representation', 'paypal-request-id': `${id}-capture` },
    });
  };
}

async function signIn(client: HttpClient, simulatorUrl: string): Promise<string> {
  const reply = await client.call(`${simulatorUrl}/v1/oauth2/token`, 200, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from('floor:floor').toString('base64')}`,
    },
    body: 'grant_type=client_credentials',
  });
  return tokenSchema.parse(JSON.parse(reply.text)).access_token;
}

function orderBody(id: string): object {
  const item = { name: 'Spring Sencha', sku: 'spring-sencha', quantity: '2', category: 'PHYSICAL_GOODS' };
  const unit = {
    reference_id: id,
    custom_id: id,
    invoice_id: id,
    description: '2 × Spring Sencha',
    amount: {
      ...eur('29.00'),
      breakdown: { item_total: eur('29.00'), tax_total: eur('0.00'), shipping: eur('0.00') },
    },
    items: [{ ...item, unit_amount: eur('14.50'), tax: eur('0.00') }],
  };
  const context = {
    brand_name: 'Fernhill Tea & Pottery',
    locale: 'en-US',
    shipping_preference: 'NO_SHIPPING',
    user_action: 'PAY_NOW',
    return_url: `http://127.0.0.1/return/${id}`,
    cancel_url: `http://127.0.0.1/cancel/${id}`,
  };
  return {
    intent: 'CAPTURE',
    purchase_units: [unit],
    payment_source: { paypal: { experience_context: context } },
  };
}

function eur(value: string): { currency_code: string; value: string } {
  return { currency_code: 'EUR', value };
}
