import { expect } from 'chai';
import type { Inbox } from '../../src/checkout/ports.ts';
import type { WebhookEvent } from '../../src/checkout/refund-ports.ts';
import type { TestDatabase, TestStore } from './databases.ts';
import { times } from './outcome.ts';

export function describeInbox({ open }: TestDatabase): void {
  let opened: TestStore;
  let inbox: Inbox;

  beforeEach(async () => {
    opened = await open();
    inbox = opened.store.inbox;
  });
  afterEach(() => opened.remove());

  const event = (eventId: string, changes: Partial<WebhookEvent> = {}): WebhookEvent => ({
    eventId,
    type: 'PAYMENT.CAPTURE.COMPLETED',
    sellerTransactionIds: [],
    ...changes,
  });
  const claim = async (holder = 'worker', limit = 100): Promise<string[]> =>
    (await inbox.claimDue(holder, 1_000, limit)).map(({ eventId }) => eventId);

  it('keeps every field of an event', async () => {
    const full: Required<WebhookEvent> = {
      eventId: 'WH-1',
      type: 'CUSTOMER.DISPUTE.CREATED',
      orderId: 'O1',
      captureId: 'C1',
      refundId: 'R1',
      customId: 'checkout',
      invoiceId: 'invoice',
      disputeId: 'PP-D-1',
      sellerTransactionIds: ['C1', 'C2'],
    };
    await inbox.add([full, event('WH-2')]);
    expect(await inbox.claimDue('worker', 1_000, 10)).to.deep.equal([full, event('WH-2')]);
  });

  it('keeps each event once, whoever brings it and however often, and answers how many were new', async () => {
    expect(await inbox.add([event('a'), event('b'), event('a')])).to.equal(2);
    const added = await Promise.all(times(20, () => inbox.add([event('a'), event('c')])));
    expect(added.reduce((sum, count) => sum + count, 0)).to.equal(1);
    expect(await claim()).to.have.members(['a', 'b', 'c']);
    await inbox.markDone('a', 'done');
    expect(await inbox.add([event('a')])).to.equal(0);
    expect(await inbox.add([])).to.equal(0);
  });

  it('names what comes again under a known id with other fields than those that are kept', async () => {
    const kept = [event('a', { captureId: 'C1' }), event('b')];
    await inbox.add(kept);
    const { eventId, ...fields } = event('a', { captureId: 'C1' });
    const again = { ...fields, eventId, refundId: undefined };
    expect(await inbox.listAltered([again, event('b'), event('new', { captureId: 'C9' })])).to.deep.equal([]);
    const altered = [event('a', { captureId: 'C2' }), event('b', { type: 'PAYMENT.CAPTURE.DENIED' })];
    expect(await inbox.listAltered([...altered, event('new')])).to.have.members(['a', 'b']);
    expect(await inbox.listAltered([event('a')])).to.deep.equal(['a']);
    expect(await inbox.listAltered([])).to.deep.equal([]);
    expect(await inbox.claimDue('worker', 1_000, 10)).to.deep.equal(kept);
  });

  it('gives each event to one holder, oldest first, no more than wanted', async () => {
    await inbox.add([event('first')]);
    opened.clock.now += 1;
    await inbox.add([event('second'), event('third')]);
    expect(await claim('one', 1)).to.deep.equal(['first']);
    const both = await Promise.all([claim('one', 1), claim('two', 1)]);
    expect(both.flat()).to.have.members(['second', 'third']);
    expect(await claim('three')).to.deep.equal([]);
  });

  it('gives several at once in the order of their coming, whatever their ids are', async () => {
    const ids = ['d', 'a', 'c', 'b'];
    for (const id of ids) {
      await inbox.add([event(id)]);
      opened.clock.now += 1;
    }
    expect(await claim('one', 3)).to.deep.equal(['d', 'a', 'c']);
    opened.clock.now += 1_000;
    expect(await claim('two')).to.deep.equal(ids);
  });

  it('gives what a dead holder had to another when its lease is over', async () => {
    await inbox.add([event('a')]);
    await claim('dead');
    opened.clock.now += 999;
    expect(await claim('other')).to.deep.equal([]);
    opened.clock.now += 1;
    expect(await claim('other')).to.deep.equal(['a']);
  });

  it('never gives out again what is done, or not ours', async () => {
    await inbox.add([event('a'), event('b')]);
    await claim();
    await inbox.markDone('a', 'done');
    await inbox.markDone('b', 'not_ours');
    await inbox.postpone('a', 0);
    opened.clock.now += 60_000;
    expect(await claim()).to.deep.equal([]);
  });

  it('gives out what was postponed once its time has come, and gives it up after three days of trying', async () => {
    await inbox.add([event('a')]);
    await claim();
    await inbox.postpone('a', 5_000);
    opened.clock.now += 4_999;
    expect(await claim()).to.deep.equal([]);
    opened.clock.now += 1;
    expect(await claim()).to.deep.equal(['a']);
    await Promise.all(times(999, () => inbox.postpone('a', 5_000)));
    opened.clock.now += 72 * 3_600_000;
    expect(await claim()).to.deep.equal(['a']);
    await inbox.postpone('a', 5_000);
    opened.clock.now += 5_000;
    expect(await claim()).to.deep.equal([]);
    expect(await inbox.add([event('a')])).to.equal(0);
  });

  it('does not give up at the first try after a long sleep', async () => {
    await inbox.add([event('a')]);
    opened.clock.now += 30 * 24 * 3_600_000;
    await claim();
    await inbox.postpone('a', 5_000);
    opened.clock.now += 5_000;
    expect(await claim()).to.deep.equal(['a']);
  });
}
