import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { createKeyRing } from '../../src/round-trip/keys.ts';
import { createMagicNumbers } from '../../src/round-trip/magic-number.ts';
import type { CheckoutFlow } from '../../src/purchase/flow.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { decideAtPayPal, newSession, payFor, pressPay } from '../stage/payer.ts';

for (const capture of ['on_return', 'on_confirmation'] as const)
  describe(`a purchase whose key was taken out of KEYS (${capture})`, () => {
    let bench: Bench;
    let rotated: CheckoutFlow;
    beforeEach(async () => {
      bench = await openBench({ capture });
      const keys = createKeyRing([randomBytes(32)]);
      rotated = bench.flowWith({ keys, numbers: createMagicNumbers(keys, 6) });
    });
    afterEach(() => bench.close());

    it('has a number that is over, and a new one is offered and counts', async () => {
      const { owner, back, digits } = await payFor(bench);
      expect(await rotated.showNumber(back)).to.include({ digits: undefined, numbersLeft: 2 });
      expect((await rotated.confirm(owner, digits)).kind).to.equal('wrong');
      await rotated.drawNewNumber(back);
      const fresh = await rotated.showNumber(back);
      const kind = capture === 'on_return' ? 'confirmed' : 'accepted';
      expect((await rotated.confirm(owner, fresh.digits ?? '')).kind).to.equal(kind);
    });

    it('whose order was asked for and never heard of gets a new order, by Pay or by the worker', async () => {
      for (const goOn of [() => Promise.resolve(0), () => rotated.resume()]) {
        const owner = { channelId: 'directline', conversationId: newSession(), shopperId: 'dl_one' };
        const checkout = await bench.start({ owner });
        const payerSession = newSession();
        await bench.arrange({ operation: 'create', fault: 'error_503', times: 3 });
        await pressPay(bench.flow, checkout, payerSession).catch(() => undefined);
        bench.clock.now += 30_000;
        await goOn();
        const approveUrl = await pressPay(rotated, checkout, payerSession);
        const after = await rotated.returnFromPayPal(await decideAtPayPal(approveUrl, payerSession));
        expect(after.status).to.equal(capture === 'on_return' ? 'paid' : 'approved');
        expect(after.orders.map(({ live }) => live)).to.deep.equal([false, true]);
      }
    });
  });
