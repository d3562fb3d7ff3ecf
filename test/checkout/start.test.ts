import { expect } from 'chai';
import { createCheckoutFlow } from '../../src/checkout/flow.ts';
import { outcomeOf, tally, times } from '../store/outcome.ts';
import { type Bench, openBench } from './flow-harness.ts';
import { startRequest } from './sample-cart.ts';

describe('starting a checkout', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  const minute = 60_000;

  it('writes items, prices, total and deadline as they were then', async () => {
    const request = startRequest();
    const checkout = await bench.flow.start(request);
    expect(await bench.row(checkout)).to.deep.include({
      status: 'open',
      owner: request.owner,
      itemTotal: { currency: 'EUR', minorUnits: 7_100 },
      taxTotal: { currency: 'EUR', minorUnits: 798 },
      total: { currency: 'EUR', minorUnits: 7_898 },
      expiresAt: bench.clock.now + 60 * minute,
      orders: [],
    });
  });

  it('adds the shipping that was chosen', async () => {
    const price = { currency: 'EUR', minorUnits: 590 };
    const { shippingTotal, total } = await bench.start({ shipping: { name: 'Post', price } });
    expect([shippingTotal.minorUnits, total.minorUnits]).to.deep.equal([590, 8_488]);
  });

  it('sends the link at once and one warning 5 minutes before the deadline', async () => {
    await bench.start();
    expect(
      bench.signalled.map(({ kind, dueAt }) => [kind, (dueAt - bench.clock.now) / minute]),
    ).to.deep.equal([
      ['link_ready', 0],
      ['deadline_near', 55],
    ]);
    expect(bench.signalled.map(({ lease }) => lease?.holder)).to.deep.equal(['one', undefined]);
  });

  it('warns at half time where the deadline is shorter than 10 minutes', async () => {
    const settings = { ...bench.ports.settings, checkoutMs: 6 * minute };
    await createCheckoutFlow({ ...bench.ports, settings }).start(startRequest());
    expect(bench.signalled[1]?.dueAt).to.equal(bench.clock.now + 3 * minute);
  });

  it('takes one activity once, also delivered ten times at once', async () => {
    const request = startRequest();
    const all = await Promise.all(times(10, () => bench.flow.start(request)));
    expect(new Set(all.map(({ id }) => id)).size).to.equal(1);
    expect(bench.signalled.filter(({ kind }) => kind === 'link_ready')).to.have.length(1);
    await bench.flow.cancel(request.owner);
    expect((await bench.flow.start(request)).status).to.equal('cancelled');
  });

  it('takes messages of a channel that names no activity as messages of their own', async () => {
    const request = startRequest({ activityId: '' });
    const first = await bench.flow.start(request);
    await bench.flow.cancel(request.owner);
    const second = await bench.flow.start(request);
    expect(second).to.include({ status: 'open' }).and.not.include({ id: first.id });
  });

  it('is refused while another checkout is under way, until its deadline has passed', async () => {
    const request = startRequest();
    const first = await bench.flow.start(request);
    const next = { ...request, activityId: 'activity-2' };
    expect(await outcomeOf(bench.flow.start(next))).to.equal('checkout_open');
    bench.clock.now += 60 * minute;
    expect((await bench.flow.start(next)).status).to.equal('open');
    expect((await bench.row(first)).status).to.equal('expired');
  });

  it('refuses carts that make no sense, and writes nothing', async () => {
    const [line] = startRequest().cart;
    if (line === undefined) throw new Error('no line');
    for (const quantity of [-1, 0, 1.5, 100, 1e21, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(await outcomeOf(bench.start({ cart: [{ ...line, quantity }] }))).to.equal('cart_invalid');
    }
    for (const cart of [[], times(31, () => line)]) {
      expect(await outcomeOf(bench.start({ cart }))).to.equal('cart_invalid');
    }
    expect(await bench.store.checkouts.list(10)).to.deep.equal([]);
    expect(bench.signalled).to.deep.equal([]);
  });

  it('allows a shopper ten in an hour, over all conversations', async () => {
    const { owner } = startRequest();
    const inConversations = (from: number, count: number) =>
      times(count, (index) => bench.start({ owner: { ...owner, conversationId: `c${from + index}` } }));
    expect(await tally(inConversations(0, 12))).to.deep.equal({ done: 10, rate_limited: 2 });
    expect(await outcomeOf(bench.start())).to.equal('done');
    bench.clock.now += 60 * minute;
    expect(await tally(inConversations(20, 1))).to.deep.equal({ done: 1 });
  });
});
