import { expect } from 'chai';
import { outcomeOf, times } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { goToPayPal, newSession, pressPay } from '../stage/payer.ts';

describe('going on with what was never heard', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  it('asks for orders and captures again, each once and with its own request id', async () => {
    const started = await Promise.all(times(6, () => bench.start()));
    const backs = await Promise.all(started.slice(0, 3).map((checkout) => goToPayPal(bench, checkout)));
    await bench.arrange({ operation: 'capture', fault: 'reset_before', times: 3 });
    await Promise.all(backs.map((back) => bench.flow.returnFromPayPal(back)));
    await bench.arrange({ operation: 'create', fault: 'error_503', times: 9 });
    await Promise.all(
      started.slice(3).map((checkout) => outcomeOf(pressPay(bench.flow, checkout, newSession()))),
    );
    expect(await bench.flow.resume()).to.equal(0);
    bench.clock.now += 10_000;
    expect(await bench.flow.resume()).to.equal(6);
    const rows = await Promise.all(started.map(bench.row));
    expect(rows.map(({ status }) => status)).to.deep.equal([
      ...times(3, () => 'paid'),
      ...times(3, () => 'awaiting_approval'),
    ]);
    expect(new Set(await bench.asked('create')).size).to.equal(6);
    expect(new Set(await bench.asked('capture')).size).to.equal(3);
    expect(await bench.captures()).to.have.length(3);
    expect(await bench.flow.resume()).to.equal(0);
  });

  it('never takes up what has ended meanwhile', async () => {
    const checkout = await bench.start();
    await bench.arrange({ operation: 'create', fault: 'error_503', times: 3 });
    await outcomeOf(pressPay(bench.flow, checkout, newSession()));
    await bench.flow.cancel(checkout.owner);
    bench.clock.now += 10_000;
    expect(await bench.flow.resume()).to.equal(0);
    expect(await bench.orders()).to.deep.equal([]);
  });

  it('asks for no order past the deadline, when PayPal may have forgotten that it was asked', async () => {
    const checkout = await bench.start();
    await bench.arrange({ operation: 'create', fault: 'error_500_after', times: 3 });
    await outcomeOf(pressPay(bench.flow, checkout, newSession()));
    bench.clock.now = checkout.expiresAt;
    await bench.flow.resume();
    expect((await bench.row(checkout)).status).to.equal('expired');
    expect(await bench.orders()).to.have.length(1);
    expect(await bench.asked('create')).to.have.length(3);
  });

  it('lets one that always fails hold up no other', async () => {
    const [bad, good] = [await bench.start(), await bench.start()];
    await bench.arrange({ operation: 'create', fault: 'error_503', times: 6 });
    for (const each of [bad, good]) await outcomeOf(pressPay(bench.flow, each, newSession()));
    bench.clock.now += 10_000;
    const { payments } = bench.ports;
    const flow = bench.flowWith({
      payments: {
        ...payments,
        createOrder: (request) =>
          request.checkoutId === bad.id
            ? Promise.reject(new TypeError('a fault of ours'))
            : payments.createOrder(request),
      },
    });
    expect(await flow.resume()).to.equal(2);
    const rows = await Promise.all([bad, good].map(bench.row));
    expect(rows.map(({ status }) => status)).to.deep.equal(['order_submitted', 'awaiting_approval']);
    expect(await flow.resume()).to.equal(0);
  });
});
