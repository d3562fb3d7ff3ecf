import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { CheckoutError } from '../../src/checkout/errors.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { goToPayPal, type WayBack } from '../stage/payer.ts';
import { ledgerOf } from '../stage/trail.ts';

describe('the way back from PayPal and the deadline', () => {
  let bench: Bench;
  let checkout: Checkout;
  let back: WayBack;
  beforeEach(async () => {
    bench = await openBench();
    checkout = await bench.start();
    back = await goToPayPal(bench, checkout);
  });
  afterEach(() => bench.close());

  it('is in time a millisecond before', async () => {
    bench.clock.now = checkout.expiresAt - 1;
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('paid');
  });

  it('is over at the deadline itself, and then PayPal is asked nothing', async () => {
    bench.clock.now = checkout.expiresAt;
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('expired');
    expect(await bench.asked('get')).to.deep.equal([]);
  });

  it('is over where the deadline comes while PayPal does not answer: nothing is kept to be captured later', async () => {
    const { payments } = bench.ports;
    const flow = bench.flowWith({
      payments: {
        ...payments,
        findOrder: async () => {
          bench.clock.now = checkout.expiresAt;
          throw new CheckoutError('payments_unclear');
        },
      },
    });
    expect((await flow.returnFromPayPal(back)).status).to.equal('expired');
    expect((await ledgerOf(bench, checkout)).join()).not.to.include('capture_submitted');
    bench.clock.now += 30_000;
    expect(await bench.flow.resume()).to.equal(0);
  });

  it('shows what the chat made of it, where the chat was faster than the deadline', async () => {
    bench.clock.now = checkout.expiresAt;
    const { store } = bench.ports;
    const flow = bench.flowWith({
      store: {
        ...store,
        write: async (change) => {
          await bench.flow.cancel(checkout.owner);
          return store.write(change);
        },
      },
    });
    expect((await flow.returnFromPayPal(back)).status).to.equal('cancelled');
    expect((await flow.cancelAtPayPal(back)).status).to.equal('cancelled');
  });
});
