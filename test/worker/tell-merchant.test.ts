import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { type Checkout, move } from '../../src/checkout/checkout.ts';
import type { MerchantTeller, MerchantTold } from '../../src/checkout/merchant-event-ports.ts';
import type { LogFields } from '../../src/checkout/ports.ts';
import { createMerchantWebhook } from '../../src/merchant-webhook/merchant-webhook.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { createMerchantNews } from '../../src/worker/tell-merchant.ts';
import { type MerchantReceiver, startMerchantReceiver } from '../stage/merchant-receiver.ts';
import { paidCheckout, shopper } from '../store/sample-checkout.ts';

const bytes = randomBytes(32);
const hourMs = 3_600_000;

describe('telling the merchant', () => {
  let store: Store;
  let receiver: MerchantReceiver;
  let clock: { now: number };
  let logs: { readonly event: string; readonly fields: LogFields }[];
  let underWay: Set<Promise<void>>;
  let isStopped: boolean;

  beforeEach(async () => {
    // The receiver's library compares with the time of the machine.
    clock = { now: Date.now() };
    store = await openStore({
      url: 'file::memory:',
      holder: 'one',
      merchantDestinations: ['webhook'],
      clock: () => clock.now,
    });
    await store.migrate();
    receiver = await startMerchantReceiver(`whsec_${bytes.toString('base64')}`);
    logs = [];
    underWay = new Set();
    isStopped = false;
  });
  afterEach(async () => {
    await receiver.close();
    await store.close();
  });

  const webhook = (timeoutMs?: number): MerchantTeller =>
    createMerchantWebhook({ url: receiver.url, secrets: [bytes], hosts: ['127.0.0.1'], timeoutMs });
  const answering = (...answers: readonly (MerchantTold | Error)[]): MerchantTeller => {
    const left = [...answers];
    return {
      destination: 'webhook',
      tell: async () => {
        const next = left.shift();
        if (next instanceof Error) throw next;
        return next ?? { kind: 'told' };
      },
    };
  };
  const open = (teller = webhook(), holder = 'one'): (() => Promise<void>) =>
    createMerchantNews(
      {
        merchantEvents: store.merchantEvents,
        merchantTellers: [teller],
        store: store.checkouts,
        holder,
        log: (event, fields) => void logs.push({ event, fields }),
      },
      teller,
      {
        begin: (work) => {
          const tracked = work().finally(() => underWay.delete(tracked));
          underWay.add(tracked);
        },
        isStopped: () => isStopped,
      },
    );
  const ended = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.all(underWay);
  };
  /** A round and all that follows from it. */
  const tell = async (round = open()): Promise<void> => {
    await round();
    await ended();
  };
  const sell = async (shopperId = 'ada'): Promise<Checkout> => {
    const insert = paidCheckout(clock.now, { owner: { ...shopper, shopperId } });
    await store.checkouts.write({ insert });
    return change(insert, 'confirmed');
  };
  const change = async (before: Checkout, status: 'confirmed' | 'flagged'): Promise<Checkout> => {
    const flag = status === 'flagged' ? ('late_capture' as const) : undefined;
    const after = move(before, status, { flag }, clock.now);
    await store.checkouts.write({ update: { before, after } });
    return after;
  };
  const states = async ({ id }: Checkout) =>
    (await store.merchantEvents.listOf(id)).map(({ state, reason, tries }) => ({ state, reason, tries }));
  /** Round after round, in steps of time; answers when the tries came. */
  const live = async (round: () => Promise<void>, forMs: number, stepMs: number): Promise<number[]> => {
    const tried: number[] = [];
    const end = clock.now + forMs;
    for (; clock.now <= end; clock.now += stepMs) {
      const before = receiver.got.length;
      await tell(round);
      tried.push(...receiver.got.slice(before).map(() => clock.now));
    }
    return tried;
  };

  it('is done by one request that the receiver verifies, and has a line in the log', async () => {
    const sold = await sell();
    await tell();
    await tell();
    const eventId = `msg_${sold.id}_2_confirmed`;
    expect(receiver.got.map(({ id, type }) => [id, type])).to.deep.equal([[eventId, 'checkout.confirmed']]);
    expect(receiver.disbelieved).to.deep.equal([]);
    expect(await states(sold)).to.deep.equal([{ state: 'told', reason: undefined, tries: 0 }]);
    const fields = { eventId, checkoutId: sold.id, destination: 'webhook', status: 204, tries: 1 };
    expect(logs).to.deep.equal([{ event: 'merchant_told', fields }]);
  });

  it('goes on for a day with growing pauses where the host answers 500, and is then given up and shown', async () => {
    await receiver.close();
    receiver = await startMerchantReceiver(`whsec_${bytes.toString('base64')}`, false);
    receiver.always(500);
    const sold = await sell();
    const start = clock.now;
    const round = open();
    const tried = await live(round, 5 * 60_000, 1_000);
    tried.push(...(await live(round, 47 * hourMs, 60_000)));
    const pauses = tried.slice(1).map((at, index) => at - (tried[index] ?? 0));
    expect(tried[0]).to.equal(start);
    expect(pauses[0]).to.be.within(5_000, 8_000);
    for (const [index, pause] of pauses.slice(0, 7).entries())
      expect(pauses[index + 1], `pause ${index + 2}`).to.be.greaterThan(pause);
    expect(Math.max(...pauses)).to.be.within(4 * hourMs, 5 * hourMs + 60_000);
    // The last one is at the end of the day.
    expect((tried.at(-1) ?? 0) - start).to.be.within(24 * hourMs, 24 * hourMs + 60_000);
    expect(tried.length).to.be.within(11, 15);
    expect(new Set(receiver.got.map(({ id }) => id)).size).to.equal(1);
    expect(new Set(receiver.got.map(({ body }) => body)).size).to.equal(1);
    // Each is signed with the time of its own try.
    expect(receiver.got.map(({ timestamp }) => timestamp)).to.deep.equal(
      tried.map((at) => Math.floor(at / 1000)),
    );
    expect(await states(sold)).to.deep.equal([
      { state: 'given_up', reason: 'it answers 500', tries: tried.length },
    ]);
    expect((await store.overdue(10)).merchantEvents.map(({ reason }) => reason)).to.deep.equal([
      'it answers 500',
    ]);
    expect(logs.at(-1)?.fields).to.deep.include({ level: 'error', isGivenUp: true, status: 500 });
    expect(logs.filter(({ fields }) => fields['level'] === 'error')).to.have.length(1);
  });

  it('succeeds by hand after it was given up, under the same id', async () => {
    receiver.answer(410);
    const sold = await sell();
    await tell();
    expect(await states(sold)).to.have.deep.nested.property('[0].state', 'given_up');
    await store.merchantEvents.tellAgain({ checkoutId: sold.id });
    await tell();
    expect(receiver.got[1]?.id).to.equal(receiver.got[0]?.id);
    expect(receiver.disbelieved).to.deep.equal([]);
    expect(await states(sold)).to.deep.equal([{ state: 'told', reason: undefined, tries: 0 }]);
  });

  for (const [what, told] of Object.entries<MerchantTold | Error>({
    'a redirect': { kind: 'retry', status: 301, reason: 'it answers 301, and no redirect is followed' },
    'no answer': { kind: 'retry', reason: 'it did not answer in time' },
    'a fault of ours': new Error('fault'),
  }))
    it(`is tried again after ${what}, and ends well once it is answered`, async () => {
      const sold = await sell();
      const round = open(answering(told));
      await tell(round);
      expect(await states(sold)).to.have.deep.nested.property('[0].state', 'waiting');
      expect(logs[0]).to.deep.include({ event: 'merchant_not_told' });
      clock.now += 4_999;
      await tell(round);
      expect(logs).to.have.length(1);
      clock.now += 1_300;
      await tell(round);
      expect(await states(sold)).to.have.deep.nested.property('[0].state', 'told');
    });

  it('waits as long as the receiver asks for, and never less', async () => {
    const sold = await sell();
    const asked = { kind: 'retry', status: 429, reason: 'it answers 429', afterMs: 600_000 } as const;
    const round = open(answering(asked));
    await tell(round);
    clock.now += 599_999;
    await tell(round);
    expect(await states(sold)).to.have.deep.nested.property('[0].state', 'waiting');
    clock.now += 150_001;
    await tell(round);
    expect(await states(sold)).to.have.deep.nested.property('[0].state', 'told');
  });

  it('keeps the order in which a checkout’s events happened, without waiting for another round', async () => {
    const { id } = await change(await sell(), 'flagged');
    await sell('eve');
    await tell();
    expect(receiver.got).to.have.length(3);
    const types = receiver.got.filter(({ data }) => data['checkoutId'] === id).map(({ type }) => type);
    expect(types).to.deep.equal(['checkout.confirmed', 'checkout.flagged']);
  });

  it('lets four calls at once at most come over a receiver that was away, at times of their own', async () => {
    for (let number = 0; number < 30; number += 1) await sell(`shopper-${number}`);
    const held: (() => void)[] = [];
    const teller: MerchantTeller = {
      destination: 'webhook',
      tell: () =>
        new Promise((resolve) => {
          held.push(() => resolve({ kind: 'retry', status: 503, reason: 'it answers 503' }));
        }),
    };
    const round = open(teller);
    for (let told = 0; told < 30; told += 4) {
      await round();
      await round();
      while (held.length < Math.min(4, 30 - told)) await new Promise((resolve) => setTimeout(resolve, 1));
      expect(held.length).to.equal(Math.min(4, 30 - told));
      for (const answer of held.splice(0)) answer();
    }
    await ended();
    expect(logs).to.have.length(30);
    expect(new Set(logs.map(({ fields }) => fields['delayMs'])).size).to.be.greaterThan(15);
  });

  it('is no matter of the others where one call hangs', async () => {
    await sell('hangs');
    await sell('eve');
    receiver.answer(() => undefined);
    const round = open(webhook(300));
    await round();
    while (receiver.got.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const later = await sell('zoe');
    await round();
    while (receiver.got.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(receiver.got[2]?.data).to.include({ checkoutId: later.id });
    await ended();
  });

  it('is not done under a lease that is over: it is taken anew first, and told once', async () => {
    const sold = await sell();
    const { claimDue } = store.merchantEvents;
    let leases = 0;
    store.merchantEvents.claimDue = async (...claim) => {
      const claimed = await claimDue(...claim);
      if (claimed.length > 0 && (leases += 1) === 1) clock.now += 31_000;
      return claimed;
    };
    await tell(open(answering()));
    expect(leases).to.equal(2);
    expect(logs.map(({ event, fields }) => [event, fields['tries']])).to.deep.equal([['merchant_told', 2]]);
    expect(await states(sold)).to.deep.equal([{ state: 'told', reason: undefined, tries: 1 }]);
  });

  it('is repeated under the same id where the process died before it could note the answer', async () => {
    const sold = await sell();
    const [event] = await store.merchantEvents.claimDue('webhook', 'dead', 30_000, 1);
    if (event === undefined) throw new Error('nothing is due');
    await webhook().tell(event, clock.now);
    await tell();
    expect(receiver.got).to.have.length(1);
    clock.now += 30_000;
    await tell();
    expect(receiver.got.map(({ id, body }) => [id, body])).to.deep.equal([
      [event.eventId, event.body],
      [event.eventId, event.body],
    ]);
    expect(await states(sold)).to.have.deep.nested.property('[0].state', 'told');
  });

  it('begins nothing once the process stops', async () => {
    await change(await sell(), 'flagged');
    const round = open();
    await round();
    isStopped = true;
    await ended();
    await round();
    expect(receiver.got.map(({ type }) => type)).to.deep.equal(['checkout.confirmed']);
  });

  it('names in the log neither the address nor what it carries', async () => {
    receiver.answer(500, 301, 410);
    await sell();
    const round = open();
    for (let tries = 0; tries < 3; tries += 1) {
      await tell(round);
      clock.now += 40_000;
    }
    expect(logs).to.have.length(3);
    expect(JSON.stringify(logs))
      .not.to.include('of-the-merchant')
      .and.not.to.include('127.0.0.1')
      .and.not.to.include('Walnut')
      .and.not.to.include(bytes.toString('base64').slice(0, 12));
  });
});
