import { expect } from 'chai';
import { outcomeOf, times } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { decideAtPayPal, newSession, payFor, pressPay } from '../stage/payer.ts';

describe('a new link', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  const activity = { activityId: 'activity-2', conversationReference: '{"new":true}' };

  it('takes the old one’s place with the same items and a fresh deadline', async () => {
    const old = await bench.row(await bench.start());
    bench.clock.now += 1_000_000;
    const fresh = await bench.flow.renewLink(old.owner, activity);
    expect(fresh).to.deep.include({
      status: 'open',
      items: old.items,
      total: old.total,
      owner: old.owner,
      conversationReference: '{"new":true}',
      expiresAt: bench.clock.now + 3_600_000,
    });
    expect(await bench.row(old)).to.include({ status: 'cancelled', replacedBy: fresh?.id });
    const { checkout } = (await bench.flow.findActive(old.owner)) ?? {};
    expect(checkout?.id).to.equal(fresh?.id);
  });

  it('is for the sums of the old one, whatever the catalogue says of tax by now', async () => {
    for (const taxIncluded of [true, false]) {
      const old = await bench.row(await bench.start({ catalog: { currency: 'EUR', taxIncluded } }));
      const fresh = await bench.flow.renewLink(old.owner, activity);
      if (fresh === undefined) throw new Error('no new link');
      const kept = await bench.row(fresh);
      for (const sum of [
        'itemTotal',
        'taxTotal',
        'taxIncluded',
        'taxContained',
        'taxByRate',
        'total',
      ] as const)
        expect(kept[sum], sum).to.deep.equal(old[sum]);
      expect(kept.taxIncluded).to.equal(taxIncluded ? true : undefined);
      const { checkout } = await payFor(bench, kept);
      expect(checkout).to.include({ status: 'paid' }).and.to.deep.include({ total: old.total });
    }
  });

  it('leaves the old link, browser and order without effect', async () => {
    const old = await bench.start();
    const token = (await bench.flow.linkFor(old)).split('/').at(-1) ?? '';
    const session = newSession();
    const approveUrl = await pressPay(bench.flow, old, session);
    const fresh = await bench.flow.renewLink(old.owner, activity);
    expect(await outcomeOf(bench.flow.openLink(token, undefined))).to.equal('link_expired');
    expect(await outcomeOf(pressPay(bench.flow, old, session))).to.equal('link_expired');
    const back = await decideAtPayPal(approveUrl, session);
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('cancelled');
    expect(await bench.captures()).to.deep.equal([]);
    expect(fresh?.orders).to.deep.equal([]);
  });

  it('is made once for one activity, also five times at once', async () => {
    const old = await bench.start();
    const all = await Promise.all(times(5, () => bench.flow.renewLink(old.owner, activity)));
    expect(new Set(all.map((each) => each?.id)).size).to.equal(1);
    expect(bench.signalled.filter(({ kind }) => kind === 'link_ready')).to.have.length(2);
  });

  it('is made although the payer is faster with another step', async () => {
    const old = await bench.start();
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
    expect((await flow.renewLink(old.owner, activity))?.status).to.equal('open');
    expect((await bench.row(old)).orders.map(({ live }) => live)).to.deep.equal([false]);
  });

  it('is refused once money was asked for, and undefined without a checkout', async () => {
    const { owner } = await payFor(bench);
    expect(await outcomeOf(bench.flow.renewLink(owner, activity))).to.equal('status_conflict');
    const other = { ...owner, shopperId: 'other' };
    expect(await bench.flow.renewLink(other, activity)).to.equal(undefined);
  });

  it('counts as one of the ten checkouts an hour', async () => {
    const { owner } = await bench.start();
    for (let made = 2; made <= 10; made += 1) {
      await bench.flow.renewLink(owner, { ...activity, activityId: `renew-${made}` });
    }
    const eleventh = bench.flow.renewLink(owner, { ...activity, activityId: 'renew-11' });
    expect(await outcomeOf(eleventh)).to.equal('rate_limited');
    expect((await bench.flow.findActive(owner))?.checkout.status).to.equal('open');
  });
});
