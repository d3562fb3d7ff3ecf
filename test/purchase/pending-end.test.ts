import { expect } from 'chai';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { newsOf } from '../stage/paypal-side.ts';
import { goToPayPal, payFor } from '../stage/payer.ts';

/** A payment that PayPal has held back for three seconds and then lets through, or not. */
async function hold(bench: Bench, fault: 'pending' | 'pending_declined'): Promise<string> {
  if (bench.ports.settings.capture === 'on_return') {
    const back = await goToPayPal(bench, await bench.start());
    await bench.arrange({ operation: 'capture', fault, afterMs: 3_000 });
    await bench.flow.returnFromPayPal(back);
    return back.checkoutId;
  }
  const { checkout, owner, digits } = await payFor(bench);
  await bench.arrange({ operation: 'capture', fault, afterMs: 3_000 });
  await bench.flow.confirm(owner, digits);
  await bench.flow.completePayment(checkout.id);
  return checkout.id;
}

for (const [capture, fault, status, kind] of [
  ['on_return', 'pending', 'paid', 'payment_arrived'],
  ['on_return', 'pending_declined', 'declined', 'payment_declined'],
  ['on_confirmation', 'pending', 'confirmed', 'confirmed'],
  ['on_confirmation', 'pending_declined', 'declined', 'payment_declined'],
] as const)
  describe(`the end of a payment that PayPal checks (${capture}, ${fault})`, () => {
    it('is told as soon as PayPal’s news of it is looked at, whoever has looked a moment before', async () => {
      const bench = await openBench({ capture });
      try {
        const id = await hold(bench, fault);
        expect((await bench.row({ id })).status).to.equal('capture_pending');
        bench.clock.now += 4_000;
        await bench.flow.handleEvent(newsOf('PAYMENT.CAPTURE.COMPLETED', { customId: id }));
        expect((await bench.row({ id })).status).to.equal(status);
        expect(bench.signalled.map((signal) => signal.kind)).to.include(kind);
        expect(await bench.asked('capture')).to.have.length(1);
      } finally {
        await bench.close();
      }
    });
  });
