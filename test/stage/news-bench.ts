import { z } from 'zod';
import type { Checkout } from '../../src/checkout/checkout.ts';
import type { CheckoutFlow } from '../../src/purchase/flow.ts';
import type { LogFields, Ports } from '../../src/checkout/ports.ts';
import type { WebhookEvent } from '../../src/checkout/refund-ports.ts';
import { readLedger } from './ledger.ts';
import { type Bench, openBench } from './flow-harness.ts';
import { newsOf } from './paypal-side.ts';

/** A bench to which PayPal's news come. */
export interface NewsBench extends Bench {
  hear(type: string, about: Partial<WebhookEvent>): Promise<'done' | 'not_ours'>;
  /** News that a payment of this checkout was taken. */
  hearCaptured(checkout: Pick<Checkout, 'id'>): Promise<'done' | 'not_ours'>;
  withPayments(changes: Partial<Ports['payments']>): CheckoutFlow;
  /** Another process changes the checkout just before each of the next writes about what PayPal said. */
  meddledWith(checkout: Pick<Checkout, 'id'>, times: number): CheckoutFlow;
  /** The fields of each line of this name in the log. */
  logged(event: string): LogFields[];
  /** PayPal's log number of its last answer to this kind of call. */
  lastDebugId(operation: string): Promise<string>;
}

export async function openNewsBench(settings: Partial<Ports['settings']> = {}): Promise<NewsBench> {
  const bench = await openBench(settings);
  const { flow, ports, force, logs, simulatorUrl } = bench;
  const hear: NewsBench['hear'] = (type, about) => flow.handleEvent(newsOf(type, about));
  return {
    ...bench,
    hear,
    hearCaptured: ({ id }) => hear('PAYMENT.CAPTURE.COMPLETED', { customId: id }),
    withPayments: (changes) => bench.flowWith({ payments: { ...ports.payments, ...changes } }),
    meddledWith: (checkout, times) => {
      let left = times;
      return bench.flowWith({
        store: {
          ...ports.store,
          write: async (change) => {
            const isMeddledWith = left > 0 && change.who === 'paypal';
            if (isMeddledWith) {
              left -= 1;
              await force(checkout, {});
            }
            return ports.store.write(change);
          },
        },
      });
    },
    logged: (event) => logs.filter((line) => line.event === event).map(({ fields }) => fields),
    lastDebugId: async (operation) => {
      const { requests } = await readLedger(simulatorUrl);
      const answered = z.object({ operation: z.literal(operation), debugId: z.string() });
      const numbers = requests.flatMap((request) => answered.safeParse(request).data?.debugId ?? []);
      return numbers.at(-1) ?? 'none';
    },
  };
}
