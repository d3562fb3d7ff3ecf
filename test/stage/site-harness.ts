import { readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { randomBytes } from 'node:crypto';
import { type CheckoutFlow, createCheckoutFlow } from '../../src/purchase/flow.ts';
import { createKeyRing } from '../../src/round-trip/keys.ts';
import { createMagicNumbers } from '../../src/round-trip/magic-number.ts';
import type { LogFields } from '../../src/checkout/ports.ts';
import { usualPolicies } from '../../src/checkout/policies.ts';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { createLinkSeal } from '../../src/identity/link-seal.ts';
import { createPayments } from '../../src/paypal/payments.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { createSite, type SiteOptions } from '../../src/web/site.ts';

export interface LogLine {
  readonly event: string;
  readonly fields: LogFields;
}

/** A shop with every real part behind its site: store, PayPal, simulator, use cases. */
export interface Shop {
  readonly origin: string;
  readonly port: number;
  readonly simulatorUrl: string;
  readonly flow: CheckoutFlow;
  readonly store: Store;
  readonly logs: LogLine[];
  /** Moves the database's clock. */
  later(ms: number): void;
  start(changes?: {
    locale?: string;
    shopperName?: string;
    isGroup?: boolean;
    lines?: number;
    taxIncluded?: boolean;
    /** Of the tea, which has none else. */
    teaRate?: string | undefined;
  }): Promise<Checkout>;
  linkOf(checkout: Checkout): Promise<string>;
  /** The checkout as it is stored just now. */
  rowOf(checkout: Pick<Checkout, 'id'>): Promise<Checkout>;
  /** Puts a checkout where a test needs it, without the way there. */
  force(checkout: Pick<Checkout, 'id'>, changes: Partial<Checkout>): Promise<void>;
  /** Faults of the simulated PayPal, by their words. */
  arrange(
    faults: readonly { operation: string; fault: string | { issue: string }; times?: number }[],
  ): Promise<void>;
  close(): Promise<void>;
}

export async function openShop(options: Partial<SiteOptions> = {}): Promise<Shop> {
  const server = createServer();
  const port = await listen(server);
  const origin = `http://localhost:${port}`;
  const simulator = await startSimulator({ host: '127.0.0.1', port: 0 });
  let ahead = 0;
  const store = await openStore({ url: 'file::memory:', holder: 'test', clock: () => Date.now() + ahead });
  await store.migrate();
  const logs: LogLine[] = [];
  const log = (event: string, fields: LogFields): void => void logs.push({ event, fields });
  const keys = createKeyRing([randomBytes(32)]);
  const flow = createCheckoutFlow({
    store: store.checkouts,
    payments: createPayments({
      environment: 'simulator',
      apiUrl: simulator.url,
      webUrl: simulator.url,
      clientId: `client-${port}`,
      clientSecret: 'secret',
      log,
    }),
    links: createLinkSeal(keys),
    numbers: createMagicNumbers(keys, 6),
    keys,
    settings: {
      publicUrl: origin,
      merchantName: 'Fern & Kettle',
      checkoutMs: 3_600_000,
      magicNumberMs: 600_000,
      retentionMs: 180 * 24 * 3_600_000,
      capture: 'on_return',
      unconfirmed: 'keep',
      policies: usualPolicies,
    },
    settleSoon: () => undefined,
    holder: 'test',
    signalled: () => undefined,
    log,
  });
  const site = createSite({
    flow,
    keys,
    publicUrl: origin,
    merchantName: 'Fern & Kettle',
    supportContact: 'help@fern-and-kettle.example',
    payPalWebUrl: simulator.url,
    trustedProxies: 0,
    // All shoppers of a test come from one address.
    linksPerMinute: 10_000,
    pictures: new Map(
      readdirSync('public/products').map((name) => [`/products/${name}`, `public/products/${name}`]),
    ),
    logo: undefined,
    brand: undefined,
    isSampleShop: true,
    legalLinks: {},
    isSimulated: true,
    paymentsEnvironment: 'simulator',
    receiveActivity: () => Promise.resolve({ status: 200 }),
    receiveWebhook: () => Promise.resolve(200),
    ready: async () => ({ store: await store.check() }),
    log,
    ...options,
  });
  server.on('request', site);
  return {
    origin,
    port,
    simulatorUrl: simulator.url,
    flow,
    store,
    logs,
    later: (ms) => {
      ahead += ms;
    },
    start: (changes) => flow.start(startRequest(changes)),
    linkOf: (checkout) => flow.linkFor(checkout),
    rowOf: (checkout) => rowOf(store, checkout),
    force: async (checkout, changes) => {
      const before = await rowOf(store, checkout);
      const after = { ...before, ...changes, version: before.version + 1 };
      await store.checkouts.write({ update: { before, after } });
    },
    arrange: async (faults) => {
      const answer = await fetch(`${simulator.url}/_simulator/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ faults }),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      await simulator.close();
      await store.close();
    },
  };
}

async function rowOf(store: Store, { id }: Pick<Checkout, 'id'>): Promise<Checkout> {
  const loaded = await store.checkouts.find(id);
  if (loaded === undefined) throw new Error(`no checkout ${id}`);
  return loaded.checkout;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const catalogue = [
  ['teapot', 'Stoneware Teapot', 4_200, '0.19', 'products/teapot.png'],
  ['spring-sencha', 'Spring Sencha', 1_450, undefined, 'products/spring-sencha.png'],
  ['mug', 'Everyday Mug <b>', 1_600, '0.19', undefined],
] as const;

function startRequest({
  locale = 'en',
  shopperName = 'Maria',
  isGroup = false,
  lines = 3,
  taxIncluded = false,
  teaRate,
}: Parameters<Shop['start']>[0] = {}) {
  const conversation = randomBytes(6).toString('hex');
  return {
    owner: { channelId: 'directline', conversationId: conversation, shopperId: `dl_${conversation}` },
    isGroup,
    shopperName,
    locale,
    conversationReference: '{}',
    activityId: 'activity-1',
    cart: catalogue.slice(0, lines).map(([id, name, minorUnits, taxRate, image], index) => ({
      product: {
        id,
        name,
        description: '',
        price: { currency: 'EUR', minorUnits },
        ...toRate(id === 'spring-sencha' ? teaRate : taxRate),
        ...(image === undefined ? {} : { image }),
      },
      quantity: index + 1,
    })),
    catalog: { currency: 'EUR', taxIncluded },
  };
}

function toRate(taxRate: string | undefined): { taxRate?: string } {
  return taxRate === undefined ? {} : { taxRate };
}
