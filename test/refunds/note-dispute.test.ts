import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { CheckoutError } from '../../src/checkout/errors.ts';
import { readLedger } from '../stage/ledger.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { captureOf, confirmedPurchase, disputeAtPayPal, newsOf, told } from '../stage/paypal-side.ts';

describe('news of a dispute', () => {
  let bench: Bench;
  let checkout: Checkout;
  beforeEach(async () => {
    bench = await openBench();
    checkout = await confirmedPurchase(bench);
  });
  afterEach(() => bench.close());

  const hear = (step: string, disputeId: string | undefined, about: Parameters<typeof newsOf>[1] = {}) =>
    bench.flow.handleEvent(
      newsOf(`CUSTOMER.DISPUTE.${step}`, {
        disputeId,
        sellerTransactionIds: [captureOf(checkout)],
        ...about,
      }),
    );
  const atPayPal = (as: Parameters<typeof disputeAtPayPal>[2], of: Checkout = checkout) =>
    disputeAtPayPal(bench, captureOf(of), as);
  const toldOfDisputes = () => told(bench).filter((kind) => kind.startsWith('dispute'));
  const logged = (event: string) =>
    bench.logs.filter((line) => line.event === event).map(({ fields }) => fields);
  const failure = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'none',
      (error: unknown) => (error instanceof CheckoutError ? error.code : error),
    );

  for (const [end, outcome] of [
    ['closed_for_seller', 'RESOLVED_SELLER_FAVOUR'],
    ['closed_for_buyer', 'RESOLVED_BUYER_FAVOUR'],
  ] as const)
    it(`is told when it opens and when it is ${end}, once each, and moves nothing`, async () => {
      const disputeId = await atPayPal('opened');
      for (const step of ['CREATED', 'CREATED', 'UPDATED']) await hear(step, disputeId);
      expect(await bench.row(checkout)).to.include({ status: 'confirmed', dispute: 'open' });
      expect(toldOfDisputes()).to.deep.equal(['dispute_opened']);
      await atPayPal(end);
      for (const step of ['RESOLVED', 'RESOLVED']) await hear(step, disputeId);
      expect(await bench.row(checkout)).to.deep.include({
        status: 'confirmed',
        dispute: 'closed',
        openDisputes: [],
        closedDisputes: [disputeId],
      });
      expect(toldOfDisputes()).to.deep.equal(['dispute_opened', 'dispute_closed']);
      expect(logged('dispute_noted').map((fields) => fields['outcome'])).to.deep.equal([undefined, outcome]);
      expect(logged('paypal_call').at(-1)).to.include({
        operation: 'get_dispute',
        disputeId,
        outcome: 'resolved',
      });
    });

  it('is what PayPal says it is, not what the event says', async () => {
    const disputeId = await atPayPal('opened');
    await hear('RESOLVED', disputeId);
    expect((await bench.row(checkout)).dispute).to.equal('open');
    await atPayPal('closed_for_seller');
    await hear('CREATED', disputeId);
    expect((await bench.row(checkout)).dispute).to.equal('closed');
  });

  it('that is over is not opened by older news, but by another dispute', async () => {
    const first = await atPayPal('opened');
    await atPayPal('closed_for_seller');
    await hear('RESOLVED', first);
    const second = await atPayPal('opened');
    await hear('CREATED', first);
    expect((await bench.row(checkout)).dispute).to.equal('closed');
    await hear('CREATED', second);
    expect(await bench.row(checkout)).to.deep.include({ dispute: 'open', openDisputes: [second] });
  });

  it('that PayPal has opened again is open, and another one stays over', async () => {
    const disputeId = await atPayPal('opened');
    await bench.force(checkout, { dispute: 'closed', closedDisputes: ['PP-D-OTHER', disputeId] });
    await hear('UPDATED', disputeId);
    expect(await bench.row(checkout)).to.deep.include({
      dispute: 'open',
      openDisputes: [disputeId],
      closedDisputes: ['PP-D-OTHER'],
    });
  });

  it('that ends while another is open leaves the purchase disputed', async () => {
    const disputeId = await atPayPal('opened');
    await bench.force(checkout, { dispute: 'open', openDisputes: ['PP-D-OTHER', disputeId] });
    await atPayPal('closed_for_seller');
    await hear('RESOLVED', disputeId);
    expect(await bench.row(checkout)).to.deep.include({
      dispute: 'open',
      openDisputes: ['PP-D-OTHER'],
      closedDisputes: [disputeId],
    });
    expect(toldOfDisputes()).to.deep.equal([]);
  });

  it('about several payments is noted where one of them is this purchase’s, as PayPal’s doing', async () => {
    const disputeId = await atPayPal('opened');
    const { payments } = bench.ports;
    const flow = bench.flowWith({
      payments: {
        ...payments,
        findDispute: async (id) => {
          const answer = await payments.findDispute(id);
          if (answer.kind !== 'found') return answer;
          const captureIds = ['ANOTHER0000000000', ...answer.dispute.captureIds];
          return { ...answer, dispute: { ...answer.dispute, captureIds } };
        },
      },
    });
    await flow.handleEvent(newsOf('CUSTOMER.DISPUTE.CREATED', { customId: checkout.id, disputeId }));
    expect((await bench.row(checkout)).dispute).to.equal('open');
    expect((await bench.store.ledger(checkout.id)).at(-1)).to.include({ who: 'paypal' });
    expect(logged('dispute_not_verified')).to.deep.equal([]);
  });

  it('that PayPal does not know changes nothing, and neither does one without an id', async () => {
    for (const forged of ['PP-D-FORGED', undefined]) {
      expect(await hear('CREATED', forged)).to.equal('done');
      expect(await bench.row(checkout)).to.deep.equal(checkout);
      expect(logged('dispute_unknown').at(-1)).to.deep.equal({ checkoutId: checkout.id, disputeId: forged });
    }
  });

  it('about another purchase changes nothing of the one that the event names', async () => {
    const other = await confirmedPurchase(bench);
    const disputeId = await atPayPal('opened', other);
    expect(await hear('CREATED', disputeId, { customId: checkout.id })).to.equal('done');
    expect(await bench.row(checkout)).to.deep.equal(checkout);
    expect(await bench.row(other)).to.deep.equal(other);
    expect(logged('dispute_of_another')).to.deep.equal([{ checkoutId: checkout.id, disputeId }]);
  });

  it('about a payment whose answer is not stored yet asks for that first, and is noted then', async () => {
    const disputeId = await atPayPal('opened');
    await bench.force(checkout, { status: 'capture_submitted', capture: undefined });
    expect(await hear('CREATED', disputeId, { customId: checkout.id })).to.equal('done');
    expect(await bench.row(checkout)).to.include({ dispute: 'open' });
  });

  it('waits while PayPal cannot be asked, and is settled once it answers', async () => {
    const disputeId = await atPayPal('opened');
    await bench.arrange({ operation: 'find_dispute', fault: 'error_503', times: 3 });
    expect(await failure(hear('CREATED', disputeId))).to.equal('payments_unclear');
    expect(await bench.row(checkout)).to.deep.equal(checkout);
    await hear('CREATED', disputeId);
    expect((await bench.row(checkout)).dispute).to.equal('open');
  });

  it('does not overwrite newer news: an answer that was overtaken is asked for again', async () => {
    const disputeId = await atPayPal('opened');
    const { payments } = bench.ports;
    const slow = bench.flowWith({
      payments: {
        ...payments,
        findDispute: async (id) => {
          const answer = await payments.findDispute(id);
          await atPayPal('closed_for_seller');
          await hear('RESOLVED', disputeId);
          return answer;
        },
      },
    });
    const about = { disputeId, sellerTransactionIds: [captureOf(checkout)] };
    const late = slow.handleEvent(newsOf('CUSTOMER.DISPUTE.CREATED', about));
    expect(await failure(late)).to.equal('status_conflict');
    expect((await bench.row(checkout)).dispute).to.equal('closed');
  });

  describe('for a shop that may not see disputes at PayPal', () => {
    beforeEach(() => bench.arrange({ operation: 'find_dispute', fault: 'forbidden', times: 100 }));

    it('is a mark on the word of the event, told to nobody in the chat and logged as not verified', async () => {
      const disputeId = await atPayPal('opened');
      expect(await hear('CREATED', disputeId)).to.equal('done');
      expect((await bench.row(checkout)).dispute).to.equal('open');
      for (const step of ['RESOLVED', 'UPDATED', 'CREATED']) await hear(step, disputeId);
      expect((await bench.row(checkout)).dispute).to.equal('closed');
      expect(toldOfDisputes()).to.deep.equal([]);
      expect(logged('dispute_not_verified')[0]).to.deep.equal({
        checkoutId: checkout.id,
        disputeId,
        level: 'error',
        type: 'CUSTOMER.DISPUTE.CREATED',
      });
      const { requests } = await readLedger(bench.simulatorUrl);
      expect(requests.filter(({ operation }) => operation === 'find_dispute')).to.have.length(4);
    });

    it('changes nothing where the event names no capture of the purchase', async () => {
      const about = { customId: checkout.id, sellerTransactionIds: ['ANOTHER0000000000'] };
      await hear('CREATED', 'PP-D-1', about);
      expect(await bench.row(checkout)).to.deep.equal(checkout);
    });
  });
});
