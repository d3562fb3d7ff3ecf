import { type AskedRefund, type Checkout, move, revise } from '../../src/checkout/checkout.ts';
import { withLiveOrder } from '../../src/checkout/order.ts';
import { type CheckoutFlow, createCheckoutFlow } from '../../src/purchase/flow.ts';
import type { CheckoutStore, NumberAttempt, NumberOutcome, Ports } from '../../src/checkout/ports.ts';
import type { WebhookEvent } from '../../src/checkout/refund-ports.ts';
import { newNumber } from '../../src/round-trip/new-number.ts';
import type { Rule } from './rules.ts';

/** A mistake that somebody could make, put around the real parts of one program. */
export interface PlantedBug {
  readonly name: string;
  /** The rules that may find it. */
  readonly breaks: readonly Rule[];
  readonly ports?: (ports: Ports) => Ports;
  readonly flow?: (flow: CheckoutFlow, ports: Ports) => CheckoutFlow;
}

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'the capture is checked and then done, with nothing stored in between',
    breaks: ['M1', 'M4', 'M6', 'M11'],
    flow: (flow, ports) => ({ ...flow, returnFromPayPal: (way) => checkThenCapture(flow, ports, way) }),
  },
  {
    name: 'each retry has a new request id',
    breaks: ['M1', 'M11', 'M14'],
    ports: (ports) => ({ ...ports, payments: withFreshIds(ports) }),
  },
  {
    name: 'the number is shown to whoever asks for the status',
    breaks: ['B2'],
    flow: (flow, { store, numbers }) => ({
      ...flow,
      showNumber: async ({ checkoutId }) => {
        const loaded = await store.find(checkoutId);
        const number = loaded?.checkout.number;
        const digits = number === undefined ? undefined : numbers.open(checkoutId, number.sealed);
        return { digits, expiresAt: 0, now: 0, numbersLeft: 0 };
      },
    }),
  },
  {
    name: 'a checkout is paid because a webhook says so',
    breaks: ['M3'],
    flow: (flow, ports) => ({
      ...flow,
      handleEvent: async (event) => {
        const loaded = await ports.store.find(event.customId ?? '');
        if (loaded !== undefined && event.type === 'PAYMENT.CAPTURE.COMPLETED')
          await believe(ports, loaded.checkout, event.captureId ?? '', loaded.now);
        return flow.handleEvent(event);
      },
    }),
  },
  {
    name: 'attempts are counted in the bot and not in the store',
    breaks: ['B3'],
    ports: (ports) => ({ ...ports, store: withAttemptsInMemory(ports.store) }),
  },
  {
    name: 'the order id is taken from the address',
    breaks: ['M2', 'M4', 'M6', 'M10'],
    flow: (flow, ports) => ({
      ...flow,
      returnFromPayPal: (way) =>
        createCheckoutFlow({ ...ports, store: withOrderOf(ports.store, way.orderId) }).returnFromPayPal(way),
    }),
  },
  {
    name: 'the signal is written after the transaction',
    breaks: ['S5'],
    ports: (ports) => ({
      ...ports,
      store: {
        ...ports.store,
        write: async ({ signals, ...change }) => {
          await ports.store.write(change);
          return ports.store.write({ signals });
        },
      },
    }),
  },
  {
    name: 'the deadline is judged by the clock of the process',
    breaks: ['T'],
    ports: (ports) => ({ ...ports, store: withFastClock(ports.store) }),
  },
  {
    name: 'an unclear refund is decided once more',
    breaks: ['M7', 'M11'],
    ports: (ports) => ({
      ...ports,
      payments: {
        ...ports.payments,
        refundCapture: async (request) => {
          try {
            return await ports.payments.refundCapture(request);
          } catch {
            return ports.payments.refundCapture({ ...request, requestId: `${request.requestId}-again` });
          }
        },
      },
    }),
  },
  {
    name: 'amounts are floats',
    breaks: ['M2'],
    ports: (ports) => ({
      ...ports,
      payments: {
        ...ports.payments,
        createOrder: (request) => {
          const minorUnits = Math.floor((request.total.minorUnits / 100) * 100);
          return ports.payments.createOrder({ ...request, total: { ...request.total, minorUnits } });
        },
      },
    }),
  },
  {
    name: 'a dispute is what the event says',
    breaks: ['words'],
    flow: (flow, ports) => ({
      ...flow,
      handleEvent: (event) => createCheckoutFlow(withDisputeOf(ports, event)).handleEvent(event),
    }),
  },
  {
    name: 'a reversal is what the event says',
    breaks: ['words'],
    flow: (flow, ports) => ({
      ...flow,
      handleEvent: async (event) => {
        const loaded = await ports.store.find(event.customId ?? '');
        if (loaded?.checkout.capture !== undefined && event.type === 'PAYMENT.CAPTURE.REVERSED') {
          const { checkout, now } = loaded;
          await ports.store.write({
            update: { before: checkout, after: revise(checkout, { flag: 'reversed' }, now) },
          });
        }
        return flow.handleEvent(event);
      },
    }),
  },
  {
    name: 'what went back at PayPal is given back once more',
    breaks: ['M7'],
    flow: (flow, ports) => ({
      ...flow,
      refund: (decision) =>
        createCheckoutFlow({
          ...ports,
          store: withRefundsOf(ports.store, (refunds) =>
            refunds.filter(({ reason }) => reason !== 'at_paypal'),
          ),
        }).refund(decision),
    }),
  },
  {
    name: 'a refund is asked for again after PayPal has forgotten that it was',
    breaks: ['M7'],
    ports: (ports) => ({ ...ports, store: withAgelessRefunds(ports.store) }),
  },
];

function withDisputeOf(ports: Ports, { type, sellerTransactionIds }: WebhookEvent): Ports {
  const status = type === 'CUSTOMER.DISPUTE.RESOLVED' ? 'RESOLVED' : 'OPEN';
  const findDispute: Ports['payments']['findDispute'] = async (disputeId) => ({
    kind: 'found',
    dispute: { disputeId, status, captureIds: sellerTransactionIds },
  });
  return { ...ports, payments: { ...ports.payments, findDispute } };
}

function withRefundsOf(
  store: CheckoutStore,
  change: (refunds: readonly AskedRefund[]) => readonly AskedRefund[],
): CheckoutStore {
  return {
    ...store,
    find: async (id) => {
      const loaded = await store.find(id);
      if (loaded === undefined) return undefined;
      const { checkout } = loaded;
      return { ...loaded, checkout: { ...checkout, refunds: change(checkout.refunds) } };
    },
  };
}

/** Each was decided just now, whenever it was. */
function withAgelessRefunds(store: CheckoutStore): CheckoutStore {
  const renew = (refunds: readonly AskedRefund[], now: number): readonly AskedRefund[] =>
    refunds.map((one) => Object.assign({}, one, { askedAt: now }));
  return {
    ...store,
    listRefunding: async (limit) => {
      const [rows, now] = [await store.listRefunding(limit), await store.now()];
      return rows.map((row) => Object.assign({}, row, { refunds: renew(row.refunds, now) }));
    },
  };
}

type WayBack = Parameters<CheckoutFlow['returnFromPayPal']>[0];

async function checkThenCapture(
  flow: CheckoutFlow,
  { store, payments }: Ports,
  way: WayBack,
): Promise<Checkout> {
  const loaded = await store.find(way.checkoutId);
  const order = await payments.findOrder(way.orderId);
  const isDue = loaded?.checkout.status === 'awaiting_approval' && order?.status === 'APPROVED';
  if (isDue) await payments.captureOrder({ orderId: way.orderId, requestId: `capture-${Math.random()}` });
  return flow.returnFromPayPal(way);
}

function withFreshIds({ payments }: Ports): Ports['payments'] {
  let tries = 0;
  const fresh = <T extends { readonly requestId: string }>(request: T): T => ({
    ...request,
    requestId: `${request.requestId}-try-${(tries += 1)}`,
  });
  return {
    ...payments,
    createOrder: (request) => payments.createOrder(fresh(request)),
    captureOrder: (request) => payments.captureOrder(fresh(request)),
  };
}

async function believe(ports: Ports, checkout: Checkout, captureId: string, now: number): Promise<void> {
  if (checkout.status !== 'capture_submitted' && checkout.status !== 'capture_pending') return;
  const capture = { captureId, status: 'COMPLETED', amount: checkout.total } as const;
  const changes = { capture, paidAt: now, lease: undefined, ...newNumber(ports, checkout, now) };
  const after = move(checkout, 'paid', changes, now);
  await ports.store.write({
    update: { before: checkout, after },
    signals: [{ checkoutId: checkout.id, kind: 'payment_arrived', dueAt: now }],
  });
}

function withAttemptsInMemory(store: CheckoutStore): CheckoutStore {
  const attempts = new Map<string, number>();
  return {
    ...store,
    tryNumber: async ({ checkoutId, isRight, settle }: NumberAttempt): Promise<NumberOutcome> => {
      const loaded = await store.find(checkoutId);
      const counted = attempts.get(checkoutId) ?? 0;
      if (loaded?.checkout.number === undefined || counted >= 5) return { kind: 'not_counted' };
      const { checkout, now } = loaded;
      const right = isRight(checkout);
      const change = right ? settle(checkout, true, now) : undefined;
      if (change === undefined) {
        attempts.set(checkoutId, counted + 1);
        return { kind: 'wrong', checkout, signals: [] };
      }
      const signals = await store.write(change);
      return { kind: 'right', checkout: change.update?.after ?? checkout, signals };
    },
  };
}

function withOrderOf(store: CheckoutStore, orderId: string): CheckoutStore {
  return {
    ...store,
    find: async (id) => {
      const loaded = await store.find(id);
      if (loaded === undefined) return undefined;
      const orders = withLiveOrder(loaded.checkout, { orderId });
      return { ...loaded, checkout: { ...loaded.checkout, orders } };
    },
  };
}

const fastMs = 15 * 60_000;

function withFastClock(store: CheckoutStore): CheckoutStore {
  return {
    ...store,
    now: async () => (await store.now()) + fastMs,
    find: async (id) => {
      const loaded = await store.find(id);
      return loaded === undefined ? undefined : { ...loaded, now: loaded.now + fastMs };
    },
    listDue: async (statuses, limit) => {
      const now = (await store.now()) + fastMs;
      const rows = await store.list(limit);
      return rows.filter((row) => statuses.includes(row.status) && row.expiresAt <= now);
    },
  };
}
