import type { Checkout } from '../../src/checkout/checkout.ts';
import type { CheckoutFlow } from '../../src/purchase/flow.ts';
import type { PaymentOrder, Payments } from '../../src/checkout/ports.ts';
import { type Bench, openBench } from './flow-harness.ts';
import { goToPayPal, type WayBack } from './payer.ts';

/** A payer who has approved and has not come back yet, and a PayPal whose answers can be bent. */
export interface ApprovedPayment {
  readonly bench: Bench;
  readonly back: WayBack;
  row(): Promise<Checkout>;
  /** The use cases where PayPal answers otherwise. */
  withPayments(changes: Partial<Payments>): CheckoutFlow;
  /** The use cases where PayPal shows the order otherwise. */
  seeing(bend: (found: PaymentOrder) => PaymentOrder | undefined): CheckoutFlow;
  /** The payer came back and the capture never reached PayPal; whoever goes on may do so now. */
  loseCapture(): Promise<void>;
  /** The payer came back and PayPal still checks the payment; whoever looks again may do so now. */
  holdCapture(): Promise<Checkout>;
  /** The last line that was logged of this event. */
  logged(event: string): Bench['logs'][number]['fields'] | undefined;
}

export async function openApprovedPayment(): Promise<ApprovedPayment> {
  const bench = await openBench();
  const back = await goToPayPal(bench, await bench.start());
  const { payments } = bench.ports;
  const withPayments: ApprovedPayment['withPayments'] = (changes) =>
    bench.flowWith({ payments: { ...payments, ...changes } });
  return {
    bench,
    back,
    withPayments,
    row: () => bench.row({ id: back.checkoutId }),
    seeing: (bend) =>
      withPayments({
        findOrder: async (orderId) => {
          const found = await payments.findOrder(orderId);
          return found === undefined ? undefined : bend(found);
        },
      }),
    loseCapture: async () => {
      await bench.arrange({ operation: 'capture', fault: 'reset_before' });
      await bench.flow.returnFromPayPal(back);
      bench.clock.now += 10_000;
    },
    holdCapture: async () => {
      await bench.arrange({ operation: 'capture', fault: 'pending' });
      const pending = await bench.flow.returnFromPayPal(back);
      bench.clock.now += 30_000;
      return pending;
    },
    logged: (wanted) => bench.logs.findLast(({ event }) => event === wanted)?.fields,
  };
}
