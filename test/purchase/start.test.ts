import { expect } from 'chai';
import { createCheckoutFlow } from '../../src/purchase/flow.ts';
import { outcomeOf, tally, times } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { payFor } from '../stage/payer.ts';
import { startRequest } from '../stage/sample-cart.ts';

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

  it('keeps of a way of shipping its name and price, whatever else it carries', async () => {
    const price = { currency: 'EUR', minorUnits: 590 };
    const shipping = { name: 'Post', price, label: 'Post (€5.90)' };
    const checkout = await bench.start({ shipping });
    expect((await bench.row(checkout)).shipping).to.deep.equal({ name: 'Post', price });
  });

  it('keeps of prices that hold their tax what they hold, and adds nothing to them', async () => {
    const catalog = { currency: 'EUR', taxIncluded: true };
    const price = { currency: 'EUR', minorUnits: 490 };
    const checkout = await bench.start({ catalog, shipping: { name: 'Post', price, taxRate: '0.07' } });
    const row = await bench.row(checkout);
    expect(row).to.deep.include({
      itemTotal: { currency: 'EUR', minorUnits: 7_100 },
      taxTotal: { currency: 'EUR', minorUnits: 0 },
      taxIncluded: true,
      taxContained: { currency: 'EUR', minorUnits: 671 + 32 },
      taxByRate: [
        { rate: '0.19', tax: { currency: 'EUR', minorUnits: 671 } },
        { rate: '0.07', tax: { currency: 'EUR', minorUnits: 32 } },
      ],
      total: { currency: 'EUR', minorUnits: 7_590 },
      shipping: { name: 'Post', price },
    });
    expect(
      row.items.map(({ unitPrice, unitTax }) => [unitPrice.minorUnits, unitTax.minorUnits]),
    ).to.deep.equal([
      [4_200, 0],
      [1_450, 0],
    ]);
  });

  it('keeps of prices before tax nothing that an older program could not read', async () => {
    expect(await bench.row(await bench.start())).not.to.have.any.keys(
      'taxIncluded',
      'taxContained',
      'taxByRate',
    );
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

  it('takes an activity again also when the hour is full, and refuses only what would be new', async () => {
    const { owner } = startRequest();
    const inConversation = (index: number) =>
      bench.start({ owner: { ...owner, conversationId: `c${index}` } });
    const all = await Promise.all(times(10, inConversation));
    expect((await inConversation(9)).id).to.equal(all[9]?.id);
    expect(await outcomeOf(inConversation(10))).to.equal('rate_limited');
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

  it('is refused for what is paid and waits for its number, also past the deadline', async () => {
    const { owner, checkout } = await payFor(bench);
    bench.clock.now = checkout.expiresAt;
    expect(await outcomeOf(bench.start({ owner, activityId: 'activity-2' }))).to.equal('checkout_open');
    expect((await bench.row(checkout)).status).to.equal('paid');
  });

  it('is not held up by a checkout that ends at the same moment', async () => {
    const request = startRequest();
    await bench.flow.start(request);
    const { store } = bench.ports;
    const findActive: typeof store.findActive = async (owner) => {
      await bench.flow.cancel(owner);
      return store.findActive(owner);
    };
    const flow = bench.flowWith({ store: { ...store, findActive } });
    expect((await flow.start({ ...request, activityId: 'activity-2' })).status).to.equal('open');
  });

  it('that is refused ends nothing, not even what is past its deadline', async () => {
    const { owner } = startRequest();
    const first = await bench.start({ owner });
    bench.clock.now += 30 * minute;
    for (const index of times(9, (made) => made))
      await bench.start({ owner: { ...owner, conversationId: `c${index}` } });
    await bench.force(first, { expiresAt: bench.clock.now });
    expect(await outcomeOf(bench.start({ owner, activityId: 'activity-2' }))).to.equal('rate_limited');
    expect((await bench.row(first)).status).to.equal('open');
  });

  it('takes carts of thirty lines and of ninety-nine of a product', async () => {
    const [line] = startRequest().cart;
    if (line === undefined) throw new Error('no line');
    expect((await bench.start({ cart: times(30, () => line) })).items).to.have.length(30);
    const { items } = await bench.start({ cart: [{ ...line, quantity: 99 }] });
    expect(items.map(({ quantity }) => quantity)).to.deep.equal([99]);
  });

  it('says in the log what is wrong with a cart', async () => {
    const [line] = startRequest().cart;
    if (line === undefined) throw new Error('no line');
    const refusals = [times(31, () => line), [{ ...line, quantity: 0 }]].map((cart) =>
      bench.start({ cart }).catch(String),
    );
    expect(await Promise.all(refusals)).to.deep.equal([
      'CheckoutError: cart_invalid: 31 lines',
      'CheckoutError: cart_invalid: quantity',
    ]);
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
