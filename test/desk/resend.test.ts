import { expect } from 'chai';
import { type Checkout, move } from '../../src/checkout/checkout.ts';
import { listed } from '../stage/listed.ts';
import { resend } from '../../src/desk/resend.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { sampleCode, saying } from '../store/sample-codes.ts';
import { paidCheckout, shopper } from '../store/sample-checkout.ts';

describe('telling the merchant once more', () => {
  let store: Store;
  let clock: { now: number };
  beforeEach(async () => {
    clock = { now: 1_800_000_000_000 };
    store = await openStore({
      url: 'file::memory:',
      holder: 'one',
      merchantDestinations: ['webhook'],
      clock: () => clock.now,
    });
    await store.migrate();
  });
  afterEach(() => store.close());

  const pay = async (shopperId = 'ada'): Promise<Checkout> => {
    const insert = paidCheckout(clock.now, { owner: { ...shopper, shopperId } });
    await store.checkouts.write({ insert });
    return insert;
  };
  const change = async (before: Checkout, status: 'confirmed' | 'flagged'): Promise<Checkout> => {
    const after = move(before, status, status === 'flagged' ? { flag: 'late_capture' } : {}, clock.now);
    await store.checkouts.write({ update: { before, after } });
    return after;
  };
  const claim = () => store.merchantEvents.claimDue('webhook', 'one', 1_000, 10);
  const tellAll = async (): Promise<string[]> => {
    const told: string[] = [];
    for (let due = await claim(); due.length > 0; due = await claim())
      for (const event of due) {
        await store.merchantEvents.markTold(event);
        told.push(event.eventId);
      }
    return told;
  };
  const receiptOf = ({ id }: Checkout): string => id.slice(0, 8).toUpperCase();

  it('is one event by its id, and all there were by checkout or receipt', async () => {
    const one = await change(await pay(), 'confirmed');
    const two = await change(await change(await pay('eve'), 'confirmed'), 'flagged');
    const [first = '', ...others] = await tellAll();
    for (const [word, sentence, ids] of [
      [first, `Event ${first} is due again, under the same id.`, [first]],
      [one.id, `Of ${receiptOf(one)} 1 event is due again, under the same id.`, [first]],
      [receiptOf(two), `Of ${receiptOf(two)} 2 events are due again, under the same ids.`, others],
    ] as const) {
      expect(await resend(store, word)).to.deep.equal({ isDone: true, sentence });
      expect(await tellAll()).to.deep.equal(ids);
    }
  });

  it('is refused where there is nothing to tell', async () => {
    const quiet = await pay();
    for (const [word, sentence] of [
      ['msg_nothing', 'There is no event msg_nothing, or it is being told just now. Nothing was changed.'],
      ['nobody', 'There is no checkout nobody. Nothing was changed.'],
      [
        quiet.id,
        `You were told nothing of ${receiptOf(quiet)}: nothing happened yet that the webhook tells, or there was none. Nothing was changed.`,
      ],
    ] as const)
      expect(await resend(store, word)).to.deep.equal({ isDone: false, sentence });
  });

  it('is refused while it is being told', async () => {
    const sold = await change(await pay(), 'confirmed');
    const [event] = await claim();
    for (const word of [event?.eventId ?? '', sold.id])
      expect((await resend(store, word)).sentence).to.match(/being told just now\. Nothing was changed\.$/u);
  });

  it('is for a chat only where it was given up there, which the list of orders shows', async () => {
    await store.merchantChats.openCode(sampleCode);
    await store.merchantChats.tryCode(saying(shopper));
    const inChat = () => store.merchantEvents.claimDue('chat-1', 'one', 1_000, 10);
    const sold = await change(await pay(), 'confirmed');
    await tellAll();
    for (const event of await inChat()) await store.merchantEvents.markTold(event);
    expect((await resend(store, sold.id)).sentence).to.match(/ 1 event is due again/u);
    await tellAll();
    expect(await inChat()).to.deep.equal([]);
    const lost = await change(await pay('eve'), 'confirmed');
    await tellAll();
    for (const event of await inChat()) await store.merchantEvents.giveUp(event, 'refused 400');
    clock.now += 1;
    expect(await listed(store, { limit: 1 })).to.match(
      /you could not be told in chat 1: confirmed \(refused 400\)$/mu,
    );
    await resend(store, lost.id);
    expect(await inChat()).to.have.length(1);
  });

  it('is what the list of orders asks for, where something was given up or waits for long', async () => {
    const lost = await change(await pay(), 'confirmed');
    for (const event of await claim()) await store.merchantEvents.giveUp(event, 'it answers 410');
    await change(await pay('eve'), 'confirmed');
    clock.now += 120_001;
    await pay('zoe');
    const list = async (): Promise<string> => listed(store, { limit: 1 });
    expect(await list())
      .to.match(/you could not be told: confirmed \(it answers 410\)$/mu)
      .and.to.match(/overdue: you are not told yet: confirmed$/mu);
    await resend(store, lost.id);
    await tellAll();
    expect(await list()).not.to.include('told');
  });
});
