import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { createKeyRing } from '../../src/round-trip/keys.ts';
import { createLinkSeal } from '../../src/identity/link-seal.ts';
import { outcomeOf, times } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { newSession, payFor, pressPay } from '../stage/payer.ts';

describe('opening the link', () => {
  let bench: Bench;
  let checkout: Checkout;
  let token: string;
  beforeEach(async () => {
    bench = await openBench();
    checkout = await bench.start();
    token = (await bench.flow.linkFor(checkout)).split('/').at(-1) ?? '';
  });
  afterEach(() => bench.close());

  const open = (session?: string) => bench.flow.openLink(token, session);

  it('fifty times, as previews do, changes nothing and asks PayPal nothing', async () => {
    const before = await bench.row(checkout);
    const all = await Promise.all(times(50, () => open(newSession())));
    expect(new Set(all.map(({ kind }) => kind))).to.deep.equal(new Set(['unclaimed']));
    expect(await bench.row(checkout)).to.deep.equal(before);
    expect(await bench.orders()).to.deep.equal([]);
  });

  it('leads the browser that claimed onward, and shows any other nothing of the checkout', async () => {
    const session = newSession();
    await pressPay(bench.flow, checkout, session);
    expect((await open(session)).kind).to.equal('claimed_here');
    for (const other of [undefined, newSession()]) {
      expect(await open(other)).to.deep.equal({ kind: 'elsewhere' });
    }
  });

  it('is over after a cancel, a new link, and the deadline of the row, noticed or not', async () => {
    bench.clock.now += 3_600_000;
    expect(await outcomeOf(open())).to.equal('link_expired');
    expect((await bench.row(checkout)).status).to.equal('open');
    await bench.flow.expireDue();
    expect(await outcomeOf(open())).to.equal('link_expired');
    checkout = await bench.start();
    token = (await bench.flow.linkFor(checkout)).split('/').at(-1) ?? '';
    await bench.flow.renewLink(checkout.owner, { activityId: 'new', conversationReference: '{}' });
    expect(await outcomeOf(open())).to.equal('link_expired');
  });

  it('does not go by the expiry inside the link', async () => {
    const content = { checkoutId: checkout.id, owner: checkout.owner, expiresAt: 1 };
    token = await bench.ports.links.seal(content);
    expect((await open()).kind).to.equal('unclaimed');
  });

  it('reads no row for anything that we did not seal', async () => {
    const blind = bench.flowWith({
      store: { ...bench.ports.store, find: () => Promise.reject(new Error('the store was read')) },
    });
    const foreign = createLinkSeal(createKeyRing([randomBytes(32)]));
    const forged = await foreign.seal({ checkoutId: checkout.id, owner: checkout.owner, expiresAt: 1 });
    for (const bad of ['', 'x', forged, `${token}A`, token.slice(0, -2), token.repeat(30)]) {
      expect(await outcomeOf(blind.openLink(bad, undefined))).to.equal('link_invalid');
    }
  });

  it('is invalid for a checkout that is unknown or another owner’s', async () => {
    const { id, owner } = checkout;
    for (const content of [
      { checkoutId: 'unknown', owner, expiresAt: 1 },
      { checkoutId: id, owner: { ...owner, shopperId: 'other' }, expiresAt: 1 },
    ]) {
      token = await bench.ports.links.seal(content);
      expect(await outcomeOf(open())).to.equal('link_invalid');
    }
  });

  it('shows nobody else that it was paid', async () => {
    const { back } = await payFor(bench, checkout);
    expect((await open(newSession())).kind).to.equal('elsewhere');
    expect((await open(back.payerSession)).kind).to.equal('claimed_here');
  });
});
