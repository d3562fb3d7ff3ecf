import { expect } from 'chai';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { goToPayPal, payFor, type WayBack } from '../stage/payer.ts';

describe('the payer of a capture', () => {
  let bench: Bench;
  let back: WayBack;
  beforeEach(async () => {
    bench = await openBench();
    back = await goToPayPal(bench, await bench.start());
  });
  afterEach(() => bench.close());
  const row = () => bench.row({ id: back.checkoutId });
  const told = () => bench.signalled.map(({ kind }) => kind);
  const statuses = async () => (await bench.captures()).map(({ status }) => status);

  it('is another one than came back: flagged, and the money goes back', async () => {
    await bench.arrange({ operation: 'capture', fault: 'wrong_payer' });
    await bench.flow.returnFromPayPal(back);
    const flagged = await row();
    expect(flagged).to.include({ status: 'refunded', flag: 'payer_mismatch', number: undefined });
    expect(told()).not.to.include('payment_arrived');
    expect(await statuses()).to.deep.equal(['REFUNDED']);
  });

  it('is another one while PayPal still checks: the money goes back once it is through', async () => {
    await bench.arrange({ operation: 'capture', fault: 'pending', afterMs: 60_000 });
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('capture_pending');
    bench.clock.now += 31_000;
    await bench.arrange({ operation: 'get', fault: 'wrong_payer' });
    await bench.flow.resume();
    expect(await row()).to.include({ status: 'flagged', flag: 'payer_mismatch' });
    expect(await bench.asked('refund')).to.deep.equal([]);
    bench.clock.now += 61_000;
    await bench.flow.resumeRefunds();
    expect(await row()).to.include({ status: 'refunded', flag: 'payer_mismatch' });
    expect(told()).not.to.include('payment_arrived');
    expect(await statuses()).to.deep.equal(['REFUNDED']);
  });

  it('is not named by the answer: our own look decides, and says paid', async () => {
    await bench.arrange({ operation: 'capture', fault: 'no_payer' });
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('paid');
    expect(await bench.asked('get')).to.have.length(2);
  });

  it('is not named by our look either: nothing is said to be paid until one names it', async () => {
    await bench.arrange({ operation: 'capture', fault: 'no_payer' });
    await bench.arrange(
      { operation: 'get', fault: 'none' },
      { operation: 'get', fault: 'no_payer', times: 3 },
    );
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('capture_submitted');
    bench.clock.now += 10_000;
    await bench.flow.resume();
    expect((await row()).status).to.equal('capture_submitted');
    expect(told()).not.to.include('payment_arrived');
    bench.clock.now += 10_000;
    await bench.flow.resume();
    expect((await row()).status).to.equal('paid');
    expect(await bench.asked('capture')).to.have.length(1);
  });

  it('is not named and our look names another: flagged, and the money goes back', async () => {
    await bench.arrange({ operation: 'capture', fault: 'no_payer' });
    await bench.arrange({ operation: 'get', fault: 'none' }, { operation: 'get', fault: 'wrong_payer' });
    await bench.flow.returnFromPayPal(back);
    expect(await row()).to.include({ status: 'refunded', flag: 'payer_mismatch' });
  });
});

describe('the payer of a capture after the number (on_confirmation)', () => {
  it('is another one than came back: flagged, and the money goes back', async () => {
    const bench = await openBench({ capture: 'on_confirmation' });
    try {
      const { checkout, owner, digits } = await payFor(bench);
      await bench.arrange({ operation: 'capture', fault: 'wrong_payer' });
      expect((await bench.flow.confirm(owner, digits)).kind).to.equal('accepted');
      await bench.flow.completePayment(checkout.id);
      expect(await bench.row(checkout)).to.include({ status: 'refunded', flag: 'payer_mismatch' });
      expect(bench.signalled.map(({ kind }) => kind)).not.to.include('confirmed');
    } finally {
      await bench.close();
    }
  });
});
