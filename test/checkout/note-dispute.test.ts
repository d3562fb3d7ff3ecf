import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { type Bench, openBench } from './flow-harness.ts';
import { captureOf, confirmedPurchase, newsOf, told } from './paypal-side.ts';

describe('news of a dispute', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  const hear = (type: string, about: Parameters<typeof newsOf>[1]) =>
    bench.flow.handleEvent(newsOf(type, about));

  const dispute = (checkout: Checkout, step: string, disputeId = 'PP-D-1') =>
    hear(`CUSTOMER.DISPUTE.${step}`, { disputeId, sellerTransactionIds: [captureOf(checkout)] });

  it('is told when it opens and when it closes, once each, and moves nothing', async () => {
    const checkout = await confirmedPurchase(bench);
    for (const step of ['CREATED', 'CREATED', 'UPDATED']) await dispute(checkout, step);
    expect(await bench.row(checkout)).to.include({ status: 'confirmed', dispute: 'open' });
    for (const step of ['RESOLVED', 'RESOLVED']) await dispute(checkout, step);
    expect(await bench.row(checkout)).to.include({ status: 'confirmed', dispute: 'closed' });
    expect(told(bench).slice(-2)).to.deep.equal(['dispute_opened', 'dispute_closed']);
  });

  it('that is over is not opened by older news, but by another dispute', async () => {
    const checkout = await confirmedPurchase(bench);
    await dispute(checkout, 'RESOLVED');
    await dispute(checkout, 'CREATED');
    expect((await bench.row(checkout)).dispute).to.equal('closed');
    await dispute(checkout, 'CREATED', 'PP-D-2');
    expect((await bench.row(checkout)).dispute).to.equal('open');
  });
});
