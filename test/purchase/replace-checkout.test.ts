import { expect } from 'chai';
import { outcomeOf, tally, times } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { newSession, payFor, pressPay } from '../stage/payer.ts';
import { startRequest } from '../stage/sample-cart.ts';

describe('a checkout for a changed cart', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  /** The first checkout, and what asks for another one of one line less in its place. */
  async function openAndChange() {
    const request = startRequest();
    const old = await bench.flow.start(request);
    const next = {
      ...request,
      cart: request.cart.slice(1),
      activityId: 'activity-2',
      conversationReference: '{"new":true}',
      replaces: old.id,
    };
    return { request, old, next };
  }

  it('takes the old one’s place with its own items, total and deadline', async () => {
    const { old, next } = await openAndChange();
    bench.clock.now += 1_000_000;
    const fresh = await bench.flow.start(next);
    expect(await bench.row(fresh)).to.deep.include({
      status: 'open',
      total: { currency: 'EUR', minorUnits: 2_900 },
      conversationReference: '{"new":true}',
      expiresAt: bench.clock.now + 3_600_000,
    });
    expect(fresh.items.map(({ productId }) => productId)).to.deep.equal(['spring-sencha']);
    expect(await bench.row(old)).to.include({ status: 'cancelled', replacedBy: fresh.id });
    const token = (await bench.flow.linkFor(old)).split('/').at(-1) ?? '';
    expect(await outcomeOf(bench.flow.openLink(token, undefined))).to.equal('link_expired');
  });

  it('is made once for one activity, also five times at once', async () => {
    const { next } = await openAndChange();
    const all = await Promise.all(times(5, () => bench.flow.start(next)));
    expect(new Set(all.map(({ id }) => id)).size).to.equal(1);
    expect(bench.signalled.filter(({ kind }) => kind === 'link_ready')).to.have.length(2);
  });

  it('is one of two that are asked for at once', async () => {
    const { next } = await openAndChange();
    const both = times(2, (index) => bench.flow.start({ ...next, activityId: `both-${index}` }));
    expect(await tally(both)).to.deep.equal({ done: 1, checkout_open: 1 });
  });

  it('is refused once a browser has claimed the old one, also in the same moment, and leaves that alone', async () => {
    const { old, next } = await openAndChange();
    const { store } = bench.ports;
    let pressed: Promise<unknown> | undefined;
    const flow = bench.flowWith({
      store: {
        ...store,
        write: async (change) => {
          pressed ??= pressPay(bench.flow, old, newSession());
          await pressed;
          return store.write(change);
        },
      },
    });
    expect(await outcomeOf(flow.start(next))).to.equal('status_conflict');
    expect(await outcomeOf(bench.flow.start(next))).to.equal('status_conflict');
    const { status, orders } = await bench.row(old);
    expect([status, orders.map(({ live }) => live)]).to.deep.equal(['awaiting_approval', [true]]);
  });

  it('is refused where the old one is paid', async () => {
    const { owner, checkout } = await payFor(bench);
    const next = startRequest({ owner, activityId: 'activity-2', replaces: checkout.id });
    expect(await outcomeOf(bench.flow.start(next))).to.equal('status_conflict');
  });

  it('is an ordinary one where the old one is over, known or not', async () => {
    const { old, next } = await openAndChange();
    bench.clock.now = old.expiresAt;
    expect((await bench.flow.start(next)).status).to.equal('open');
    expect((await bench.row(old)).status).to.equal('expired');
    await bench.flow.cancel(next.owner);
    expect((await bench.flow.start({ ...next, activityId: 'activity-3' })).status).to.equal('open');
  });

  it('takes the place of no checkout that it does not name, and of nobody else’s', async () => {
    const { old, next } = await openAndChange();
    expect(await outcomeOf(bench.flow.start({ ...next, replaces: 'another' }))).to.equal('checkout_open');
    const others = startRequest({ activityId: 'activity-4', replaces: old.id });
    expect((await bench.flow.start(others)).status).to.equal('open');
    expect((await bench.row(old)).status).to.equal('open');
  });

  it('counts as one of the ten checkouts an hour, and a refused one leaves the old one', async () => {
    const { next } = await openAndChange();
    let { replaces } = next;
    for (let made = 2; made <= 10; made += 1)
      replaces = (await bench.flow.start({ ...next, replaces, activityId: `made-${made}` })).id;
    const eleventh = bench.flow.start({ ...next, replaces, activityId: 'made-11' });
    expect(await outcomeOf(eleventh)).to.equal('rate_limited');
    expect((await bench.row({ id: replaces })).status).to.equal('open');
  });
});
