import { expect } from 'chai';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { goToPayPal } from '../stage/payer.ts';
import { expectAtRest, newsOf, refundsAtPayPal } from '../stage/paypal-side.ts';

describe('news from PayPal of a payment', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  it('that comes while the answer to our own capture is on its way gives nothing back', async () => {
    const checkout = await bench.start();
    const back = await goToPayPal(bench, checkout);
    const { payments } = bench.ports;
    const heard: string[] = [];
    const flow = bench.flowWith({
      payments: {
        ...payments,
        captureOrder: async (request) => {
          const answer = await payments.captureOrder(request);
          const news = newsOf('PAYMENT.CAPTURE.COMPLETED', { customId: checkout.id });
          heard.push(await bench.flow.handleEvent(news).catch(() => 'later'));
          return answer;
        },
      },
    });
    expect((await flow.returnFromPayPal(back)).status).to.equal('paid');
    expect(heard).to.have.length(1);
    expect(await bench.captures()).to.have.length(1);
    expect(await refundsAtPayPal(bench)).to.deep.equal([]);
    expect((await bench.row(checkout)).strayCaptures).to.deep.equal([]);
    await expectAtRest(bench);
  });
});
