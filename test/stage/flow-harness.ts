import { randomBytes } from 'node:crypto';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { type CheckoutFlow, createCheckoutFlow } from '../../src/purchase/flow.ts';
import { createKeyRing } from '../../src/round-trip/keys.ts';
import { createMagicNumbers } from '../../src/round-trip/magic-number.ts';
import type { LogFields, Ports } from '../../src/checkout/ports.ts';
import { usualPolicies } from '../../src/checkout/policies.ts';
import type { Signal } from '../../src/checkout/signal.ts';
import type { StartRequest } from '../../src/purchase/start.ts';
import { createLinkSeal } from '../../src/identity/link-seal.ts';
import { createPayments } from '../../src/paypal/payments.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { readLedger } from './ledger.ts';
import { startRequest } from './sample-cart.ts';

export interface Fault {
  readonly operation: string;
  readonly fault: string | { readonly issue: string };
  readonly times?: number;
  readonly afterMs?: number;
}

/** The use cases on a real store, the real PayPal port and the simulator; time moves only when a test moves it. */
export interface Bench {
  readonly flow: CheckoutFlow;
  readonly ports: Ports;
  readonly store: Store;
  readonly clock: { now: number };
  readonly simulatorUrl: string;
  /** Everything that was handed to the worker to be told. */
  readonly signalled: Signal[];
  readonly logs: { readonly event: string; readonly fields: LogFields }[];
  /** Another process, or one in which something goes wrong. */
  flowWith(changes: Partial<Ports>): CheckoutFlow;
  start(changes?: Partial<StartRequest>): Promise<Checkout>;
  row(checkout: Pick<Checkout, 'id'>): Promise<Checkout>;
  /** Puts a checkout where a test needs it, without the way there. */
  force(checkout: Pick<Checkout, 'id'>, changes: Partial<Checkout>): Promise<Checkout>;
  /** Faults of the simulated PayPal, in their order. */
  arrange(...faults: Fault[]): Promise<void>;
  /** The request ids of all calls of this kind that PayPal has seen. */
  asked(operation: 'create' | 'get' | 'capture' | 'refund' | 'track'): Promise<unknown[]>;
  captures(): Promise<Awaited<ReturnType<typeof readLedger>>['captures']>;
  orders(): Promise<Awaited<ReturnType<typeof readLedger>>['orders']>;
  close(): Promise<void>;
}

export async function openBench(settings: Partial<Ports['settings']> = {}): Promise<Bench> {
  const clock = { now: 1_800_000_000_000 };
  const simulator = await startSimulator({ host: '127.0.0.1', port: 0, clock: () => clock.now });
  const store = await openStore({ url: 'file::memory:', holder: 'one', clock: () => clock.now });
  await store.migrate();
  const signalled: Signal[] = [];
  const logs: Bench['logs'] = [];
  const usual = toPorts(store, simulator.url, signalled, logs);
  const ports: Ports = { ...usual, settings: { ...usual.settings, ...settings } };
  const flow = createCheckoutFlow(ports);
  const row: Bench['row'] = async ({ id }) => {
    const loaded = await store.checkouts.find(id);
    if (loaded === undefined) throw new Error(`no checkout ${id}`);
    return loaded.checkout;
  };
  return {
    flow,
    ports,
    store,
    clock,
    simulatorUrl: simulator.url,
    signalled,
    logs,
    flowWith: (changes) => createCheckoutFlow({ ...ports, ...changes }),
    start: (changes) => flow.start(startRequest(changes)),
    row,
    force: async (checkout, changes) => {
      const before = await row(checkout);
      const after = { ...before, ...changes, version: before.version + 1 };
      await store.checkouts.write({ update: { before, after } });
      return after;
    },
    arrange: (...faults) => arrange(simulator.url, faults),
    asked: async (wanted) => {
      const { requests } = await readLedger(simulator.url);
      return requests.filter(({ operation }) => operation === wanted).map(({ requestId }) => requestId);
    },
    captures: async () => (await readLedger(simulator.url)).captures,
    orders: async () => (await readLedger(simulator.url)).orders,
    close: async () => {
      await simulator.close();
      await store.close();
    },
  };
}

function toPorts(store: Store, simulatorUrl: string, signalled: Signal[], logs: Bench['logs']): Ports {
  const log: Ports['log'] = (event, fields) => void logs.push({ event, fields });
  const keys = createKeyRing([randomBytes(32)]);
  return {
    store: store.checkouts,
    payments: createPayments({
      environment: 'simulator',
      apiUrl: simulatorUrl,
      webUrl: simulatorUrl,
      clientId: 'client',
      clientSecret: 'secret',
      callTimeoutMs: 1_000,
      log,
    }),
    links: createLinkSeal(keys),
    numbers: createMagicNumbers(keys, 6),
    keys,
    settings: {
      publicUrl: 'http://localhost:3978',
      merchantName: 'Fern & Kettle',
      checkoutMs: 3_600_000,
      magicNumberMs: 600_000,
      retentionMs: 180 * 24 * 3_600_000,
      capture: 'on_return',
      unconfirmed: 'keep',
      policies: usualPolicies,
    },
    holder: 'one',
    signalled: (signals) => void signalled.push(...signals),
    settleSoon: () => undefined,
    log,
  };
}

async function arrange(simulatorUrl: string, faults: readonly Fault[]): Promise<void> {
  const answer = await fetch(`${simulatorUrl}/_simulator/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
