import { expect } from 'chai';
import { times } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { decideAtPayPal, goToPayPal, payFor, pressPay } from '../stage/payer.ts';
import { captureAside, expectAtRest, refundsAtPayPal } from '../stage/paypal-side.ts';
import { ledgerOf } from '../stage/trail.ts';

describe('coming back from PayPal once more', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  const keep = async () => {
    const back = await goToPayPal(bench, await bench.start());
    await bench.arrange({ operation: 'get', fault: 'error_503', times: 3 });
    await bench.flow.returnFromPayPal(back);
    return back;
  };

  it('after a return that was kept is told at once that it is not settled yet; the worker goes on after 2 s', async () => {
    const back = await keep();
    bench.clock.now += 1_999;
    expect(await bench.flow.resume()).to.equal(0);
    bench.clock.now += 1;
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('capture_submitted');
    expect(await bench.flow.resume()).to.equal(1);
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('paid');
  });

  it('at the same moment is told by both pages that PayPal still checks', async () => {
    const back = await goToPayPal(bench, await bench.start());
    await bench.arrange({ operation: 'capture', fault: 'pending' });
    const both = await Promise.all(times(2, () => bench.flow.returnFromPayPal(back)));
    expect(both.map(({ status }) => status)).to.deep.equal(['capture_pending', 'capture_pending']);
  });

  it('after a decline counts the money that has come all the same, as nothing foreign: it was asked for', async () => {
    await bench.arrange({ operation: 'capture', fault: { issue: 'INSTRUMENT_DECLINED' } });
    const back = await goToPayPal(bench, await bench.start());
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('declined');
    await captureAside(bench, (await decideAtPayPal(await again(back), back.payerSession)).orderId);
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('paid');
    await expectAtRest(bench);
  });

  it('finds nothing asked of an order that differs, and money that was taken of it goes back', async () => {
    const checkout = await bench.start();
    const back = await goToPayPal(bench, checkout);
    await captureAside(bench, back.orderId);
    await bench.arrange({ operation: 'get', fault: 'wrong_payee' });
    const flagged = await bench.flow.returnFromPayPal(back);
    expect(flagged).to.include({ status: 'refunded', flag: 'payee_mismatch' });
    expect(await refundsAtPayPal(bench)).to.have.length(1);
    expect((await ledgerOf(bench, checkout)).join()).not.to.include('capture_submitted');
    await expectAtRest(bench);
  });

  it('with another payer than PayPal names says in the log what was wrong', async () => {
    const back = await goToPayPal(bench, await bench.start());
    const refusal = await bench.flow.returnFromPayPal({ ...back, payerId: 'OTHER' }).catch(String);
    expect(refusal).to.equal('CheckoutError: return_invalid: payer');
  });

  it('needs no second number where the first was confirmed: the return is kept for the worker', async () => {
    await bench.close();
    bench = await openBench({ capture: 'on_confirmation' });
    const approved = await payFor(bench);
    await bench.arrange({ operation: 'capture', fault: { issue: 'INSTRUMENT_DECLINED' } });
    await bench.flow.confirm(approved.owner, approved.digits);
    await bench.flow.completePayment(approved.checkout.id);
    const back = await decideAtPayPal(await again(approved.back), approved.back.payerSession);
    await bench.arrange({ operation: 'get', fault: 'error_503', times: 3 });
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('capture_submitted');
    bench.clock.now += 10_000;
    await bench.flow.resume();
    expect((await bench.row(approved.checkout)).status).to.equal('confirmed');
  });

  const again = ({ checkoutId, payerSession }: { checkoutId: string; payerSession: string }) =>
    pressPay(bench.flow, { id: checkoutId }, payerSession);
});
