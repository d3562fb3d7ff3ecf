import { expect } from 'chai';
import { type Checkout, move, revise, statuses } from '../../src/checkout/checkout.ts';
import type { CheckoutStore, NumberAttempt, NumberOutcome } from '../../src/checkout/ports.ts';
import type { TestDatabase, TestStore } from './databases.ts';
import { times } from './outcome.ts';
import { paidCheckout, shopper } from './sample-checkout.ts';

export function describeNumbers({ open }: TestDatabase): void {
  let opened: TestStore;
  let checkouts: CheckoutStore;
  let now: number;

  beforeEach(async () => {
    opened = await open();
    checkouts = opened.store.checkouts;
    now = opened.clock.now;
  });
  afterEach(() => opened.remove());

  const insert = async (checkout: Checkout): Promise<Checkout> => {
    await checkouts.write({ insert: checkout });
    return checkout;
  };
  const load = async ({ id }: Checkout): Promise<Checkout> => {
    const loaded = await checkouts.find(id);
    if (loaded === undefined) throw new Error(`no checkout ${id}`);
    return loaded.checkout;
  };
  const tryNumber = (
    checkout: Checkout,
    digits: 'right' | 'wrong',
    changes: Partial<NumberAttempt> = {},
  ): Promise<NumberOutcome> =>
    checkouts.tryNumber({
      checkoutId: checkout.id,
      owner: checkout.owner,
      attemptsPerNumber: 5,
      attemptsPerCheckout: 10,
      failures: { name: 'failed_numbers', key: checkout.owner.shopperId, windowMs: 3_600_000, max: 20 },
      isRight: () => digits === 'right',
      settle,
      ...changes,
    });

  it('counts exactly the attempts that one number has, of two hundred at once', async () => {
    const checkout = await insert(paidCheckout(now));
    const outcomes = await Promise.all(times(200, () => tryNumber(checkout, 'wrong')));
    expect(kinds(outcomes)).to.deep.equal({ wrong: 5, not_counted: 195 });
    const after = await load(checkout);
    expect(after).to.include({ attempts: 5, version: 6, status: 'paid' });
    expect(after.number?.attempts).to.equal(5);
  });

  it('counts an attempt where a number is waited for, and in no other status', async () => {
    for (const status of statuses) {
      const owner = { ...shopper, conversationId: status };
      const checkout = await insert(paidCheckout(now, { status, owner }));
      const { kind } = await tryNumber(checkout, 'wrong');
      const waits = status === 'paid' || status === 'approved';
      expect(kind, status).to.equal(waits ? 'wrong' : 'not_counted');
      expect((await load(checkout)).attempts, status).to.equal(waits ? 1 : 0);
    }
  });

  it('takes the right number once, of two hundred at once', async () => {
    const checkout = await insert(paidCheckout(now));
    const outcomes = await Promise.all(times(200, () => tryNumber(checkout, 'right')));
    expect(kinds(outcomes)).to.deep.equal({ right: 1, not_counted: 199 });
    expect(await load(checkout)).to.include({ status: 'confirmed', number: undefined });
    expect(await opened.store.signals.claimDue('worker', 1000, 10)).to.have.length(1);
  });

  it('answers the checkout as it was counted and settled', async () => {
    const checkout = await insert(paidCheckout(now));
    opened.clock.now += 500;
    const wrong = await tryNumber(checkout, 'wrong');
    const { hash, sealed, expiresAt } = paidCheckout(now).number ?? {};
    expect(wrong).to.deep.include({ kind: 'wrong', signals: [] });
    expect(wrong.kind === 'wrong' && wrong.checkout).to.deep.include({
      version: 2,
      attempts: 1,
      updatedAt: now + 500,
      number: { hash, sealed, expiresAt, attempts: 1 },
    });
    const right = await tryNumber(checkout, 'right');
    expect(right.kind === 'right' && right.checkout).to.deep.equal(await load(checkout));
    expect(right.kind === 'right' && right.signals.map((signal) => signal.kind)).to.deep.equal(['confirmed']);
  });

  it('ends after the attempts of all numbers together, in the transaction of the last one', async () => {
    const checkout = await insert(paidCheckout(now));
    await Promise.all(times(5, () => tryNumber(checkout, 'wrong')));
    const spent = await load(checkout);
    expect(await tryNumber(checkout, 'right')).to.deep.equal({ kind: 'not_counted' });
    const number = { hash: 'key:second', sealed: 'key:second', expiresAt: now + 600_000, attempts: 0 };
    await checkouts.write({ update: { before: spent, after: revise(spent, { number }, now) } });
    const outcomes = await Promise.all(times(200, () => tryNumber(checkout, 'wrong')));
    expect(kinds(outcomes)).to.deep.equal({ wrong: 5, not_counted: 195 });
    expect(await load(checkout)).to.include({ attempts: 10, status: 'flagged', flag: 'number_locked' });
  });

  it('counts nothing beyond the attempts of a checkout, though its number has some left', async () => {
    const checkout = await insert(paidCheckout(now, { attempts: 9 }));
    const outcomes = await Promise.all(
      times(5, () => tryNumber(checkout, 'wrong', { settle: () => undefined })),
    );
    expect(kinds(outcomes)).to.deep.equal({ wrong: 1, not_counted: 4 });
  });

  it('counts a right number as no failure of the shopper', async () => {
    const failures = { name: 'failed_numbers', key: 'ada', windowMs: 1000, max: 1 } as const;
    const [first, second] = [paidCheckout(now), paidCheckout(now)];
    await insert(first);
    expect((await tryNumber(first, 'right', { failures })).kind).to.equal('right');
    await insert(second);
    expect((await tryNumber(second, 'wrong', { failures })).kind).to.equal('wrong');
    expect((await tryNumber(second, 'right', { failures })).kind).to.equal('not_counted');
  });

  it('counts nothing for anybody but the owner', async () => {
    const checkout = await insert(paidCheckout(now));
    for (const part of ['channelId', 'conversationId', 'shopperId'] as const) {
      const outcome = await tryNumber(checkout, 'right', { owner: { ...shopper, [part]: 'other' } });
      expect(outcome).to.deep.equal({ kind: 'not_counted' });
    }
    expect(await load(checkout)).to.include({ attempts: 0, version: 1 });
  });

  it('counts nothing once the database clock has passed the number’s time', async () => {
    const checkout = await insert(paidCheckout(now));
    opened.clock.now += 599_999;
    expect((await tryNumber(checkout, 'wrong')).kind).to.equal('wrong');
    opened.clock.now += 1;
    expect((await tryNumber(checkout, 'right')).kind).to.equal('not_counted');
  });

  it('counts nothing in any status but paid', async () => {
    const checkout = await insert(paidCheckout(now, { status: 'flagged' }));
    expect((await tryNumber(checkout, 'right')).kind).to.equal('not_counted');
  });

  it('stops a shopper who fails too often over many checkouts, by exactly the limit', async () => {
    const all = await Promise.all(
      times(6, (index) => insert(paidCheckout(now, { owner: { ...shopper, conversationId: `c${index}` } }))),
    );
    const outcomes = await Promise.all(
      all.flatMap((checkout) => times(5, () => tryNumber(checkout, 'wrong'))),
    );
    expect(kinds(outcomes)).to.deep.equal({ wrong: 20, not_counted: 10 });
    const bob = await insert(paidCheckout(now, { owner: { ...shopper, shopperId: 'bob' } }));
    expect((await tryNumber(bob, 'right')).kind).to.equal('right');
  });

  it('counts nothing when settling fails, so that the try can be repeated', async () => {
    const checkout = await insert(paidCheckout(now));
    const fail = (): never => {
      throw new Error('cannot settle');
    };
    const fault = await tryNumber(checkout, 'right', { settle: fail }).catch((error: unknown) => error);
    expect(fault).to.be.an('error').with.property('message', 'cannot settle');
    expect(await load(checkout)).to.include({ attempts: 0, version: 1, status: 'paid' });
  });
}

function settle(checkout: Checkout, right: boolean, at: number) {
  if (!right && checkout.attempts < 10) return undefined;
  const after = right
    ? move(checkout, 'confirmed', { confirmedAt: at, number: undefined }, at)
    : move(checkout, 'flagged', { flag: 'number_locked', number: undefined }, at);
  const kind = right ? ('confirmed' as const) : ('flagged' as const);
  return { update: { before: checkout, after }, signals: [{ checkoutId: checkout.id, kind, dueAt: at }] };
}

function kinds(outcomes: readonly NumberOutcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of outcomes) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
