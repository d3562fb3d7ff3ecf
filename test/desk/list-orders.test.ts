import { expect } from 'chai';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { listed } from '../stage/listed.ts';
import { payFor } from '../stage/payer.ts';
import { atPayPal, captureOf, newsOf } from '../stage/paypal-side.ts';

describe('what a person of the shop must look at', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  const rows = async (limit: number): Promise<string[]> =>
    (await listed(bench.store, { limit })).trimEnd().split('\n').slice(1);
  const newer = async (): Promise<void> => {
    bench.clock.now += 1_000;
    await bench.start({ activityId: 'newer', owner: elsewhere });
  };

  it('is listed while it is flagged, however many are newer', async () => {
    const { checkout } = await payFor(bench);
    await bench.arrange({ operation: 'refund', fault: { issue: 'REFUND_NOT_ALLOWED' } });
    await bench.flow.refund({ checkoutId: checkout.id, reason: 'merchant' });
    await newer();
    const lines = await rows(1);
    expect(lines).to.have.length(2);
    expect(lines[1])
      .to.include(checkout.id)
      .and.to.match(/flagged .*refund_failed$/u);
    await bench.flow.refund({ checkoutId: checkout.id, reason: 'merchant' });
    expect(await rows(1)).to.have.length(1);
  });

  it('is money that PayPal took back, however many are newer and although nothing is left to do here', async () => {
    const { checkout } = await payFor(bench);
    await atPayPal(bench, 'refund', { captureId: captureOf(checkout) });
    await bench.flow.handleEvent(newsOf('PAYMENT.CAPTURE.REVERSED', { customId: checkout.id }));
    await newer();
    expect((await rows(1))[1])
      .to.include(checkout.id)
      .and.to.match(/refunded .*reversed$/u);
  });

  it('is a part that PayPal would not give back of a purchase that goes on', async () => {
    const { checkout } = await payFor(bench);
    await bench.arrange({ operation: 'refund', fault: { issue: 'REFUND_NOT_ALLOWED' } });
    const amount = { currency: 'EUR', minorUnits: 500 };
    await bench.flow.refund({ checkoutId: checkout.id, amount, reason: 'merchant' });
    await newer();
    expect((await rows(1))[1])
      .to.include(checkout.id)
      .and.to.match(/paid .*refund_failed$/u);
  });

  it('is a refund that PayPal has not settled for two minutes', async () => {
    const { checkout } = await payFor(bench);
    await bench.arrange({ operation: 'refund', fault: 'pending' });
    const amount = { currency: 'EUR', minorUnits: 500 };
    await bench.flow.refund({ checkoutId: checkout.id, amount, reason: 'merchant' });
    await newer();
    expect(await rows(1)).to.have.length(1);
    bench.clock.now += 121_000;
    expect((await rows(1))[1])
      .to.include(checkout.id)
      .and.to.match(/paid .*overdue: a refund/u);
  });
});

const elsewhere = { channelId: 'directline', conversationId: 'elsewhere', shopperId: 'dl_other' };
