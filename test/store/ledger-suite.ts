import { expect } from 'chai';
import { type AskedRefund, type Checkout, move, revise } from '../../src/checkout/checkout.ts';
import type { Actor } from '../../src/checkout/ports.ts';
import type { TestDatabase, TestStore } from './databases.ts';
import { outcomeOf } from './outcome.ts';
import { paidCheckout, sampleCheckout, shopper } from './sample-checkout.ts';

export function describeLedger({ open }: TestDatabase): void {
  let opened: TestStore;
  let now: number;

  beforeEach(async () => {
    opened = await open();
    now = opened.clock.now;
  });
  afterEach(() => opened.remove());

  const write = async (before: Checkout, after: Checkout, who?: Actor): Promise<Checkout> => {
    await opened.store.checkouts.write({ update: { before, after }, who });
    return after;
  };
  const insert = async (checkout: Checkout): Promise<Checkout> => {
    await opened.store.checkouts.write({ insert: checkout, who: 'shopper' });
    return checkout;
  };
  const lines = async ({ id }: Checkout): Promise<string[]> =>
    (await opened.store.ledger(id)).map(({ who, what }) => `${who}: ${what}`);

  it('says what happened, when, by whom, and under which of PayPal’s debug ids, in its order', async () => {
    const started = await insert(sampleCheckout(now));
    opened.clock.now += 5;
    await write(started, move(started, 'order_submitted', { debugId: 'f00' }, now + 5), 'payer');
    expect(await opened.store.ledger(started.id)).to.deep.equal([
      { at: now, who: 'shopper', what: 'open', debugId: undefined },
      { at: now + 5, who: 'payer', what: 'order_submitted', debugId: 'f00' },
    ]);
  });

  it('names flags, numbers, disputes and refunds beside the status', async () => {
    const paid = await insert(paidCheckout(now));
    const refund: AskedRefund = {
      requestId: `${paid.id}-refund-1`,
      captureId: 'C1',
      amount: { currency: 'EUR', minorUnits: 100 },
      reason: 'merchant',
      status: 'submitted',
      askedAt: now,
    };
    const drawn = await write(paid, revise(paid, { numbersDrawn: paid.numbersDrawn + 1 }, now), 'payer');
    const asked = await write(drawn, move(drawn, 'refunding', { refunds: [refund] }, now), 'merchant');
    const failed = { refunds: [{ ...refund, status: 'failed' as const }], flag: 'refund_failed' as const };
    const flagged = await write(asked, move(asked, 'flagged', failed, now), 'paypal');
    await write(flagged, revise(flagged, { dispute: 'open' }, now), 'paypal');
    expect((await lines(paid)).slice(1)).to.deep.equal([
      `payer: number ${drawn.numbersDrawn} drawn`,
      'merchant: refunding, refund 1 submitted (merchant)',
      'paypal: flagged, flag refund_failed, refund 1 failed (merchant)',
      'paypal: dispute open',
    ]);
  });

  it('has no line for a lease, and the clock’s name where nobody else did it', async () => {
    const started = await insert(sampleCheckout(now));
    const held = await write(started, revise(started, { lease: { holder: 'one', until: now + 9 } }, now));
    await write(held, move(held, 'expired', {}, now));
    expect(await lines(started)).to.deep.equal(['shopper: open', 'clock: expired']);
  });

  it('has no line for a change that was refused, and one for each of two at once that won', async () => {
    const started = await insert(sampleCheckout(now));
    const cancel = () => outcomeOf(write(started, move(started, 'cancelled', {}, now), 'shopper'));
    expect((await Promise.all([cancel(), cancel()])).toSorted()).to.deep.equal(['done', 'status_conflict']);
    expect(await lines(started)).to.deep.equal(['shopper: open', 'shopper: cancelled']);
  });

  it('is of one checkout alone', async () => {
    const one = await insert(sampleCheckout(now));
    await insert(sampleCheckout(now, { owner: { ...shopper, conversationId: 'other' } }));
    expect(await lines(one)).to.have.length(1);
    expect(await opened.store.ledger('nobody')).to.deep.equal([]);
  });
}
