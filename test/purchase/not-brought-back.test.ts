import { expect } from 'chai';
import { mayStillBeSaid } from '../../src/checkout/signal.ts';
import { hasUnreturnedApproval } from '../../src/checkout/unreturned-approval.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { decideAtPayPal, goToPayPal, pressPay, type WayBack } from '../stage/payer.ts';

for (const capture of ['on_return', 'on_confirmation'] as const)
  describe(`an approval that no browser brings back (${capture})`, () => {
    let bench: Bench;
    let back: WayBack;
    beforeEach(async () => {
      bench = await openBench({ capture });
      back = await goToPayPal(bench, await bench.start());
    });
    afterEach(() => bench.close());
    /** To the end of the capture, by way of the number where that comes first. */
    const comeBack = async (way: WayBack) => {
      const after = await bench.flow.returnFromPayPal(way);
      if (after.status !== 'approved') return after;
      const { digits = '' } = await bench.flow.showNumber(way);
      await bench.flow.confirm(after.owner, digits);
      return bench.flow.completePayment(after.id);
    };
    const row = () => bench.row({ id: back.checkoutId });
    const hear = (eventId = 'WH-1', type = 'CHECKOUT.ORDER.APPROVED') =>
      bench.flow.handleEvent({ ...approvedEvent(back), eventId, type });
    const signals = () => bench.store.signals.claimDue('teller', 30_000, 50);
    /** How many are told just now; what may not be said is dropped, as the worker does it. */
    const isTold = async () => {
      const due = (await signals()).filter(({ kind }) => kind === 'approval_unreturned');
      const checkout = await row();
      const said = due.filter(({ kind }) => mayStillBeSaid(kind, checkout, bench.clock.now));
      for (const signal of due)
        await (said.includes(signal)
          ? bench.store.signals.markDelivered(signal, undefined)
          : bench.store.signals.markDropped(signal, 'not now'));
      return said.length;
    };

    /** The use cases where this happens just after PayPal has first answered. */
    const interrupted = (happen: () => Promise<unknown>) => {
      const { payments } = bench.ports;
      let isFirst = true;
      return bench.flowWith({
        payments: {
          ...payments,
          findOrder: async (orderId) => {
            const found = await payments.findOrder(orderId);
            if (isFirst) {
              isFirst = false;
              await happen();
            }
            return found;
          },
        },
      });
    };

    it('is told once a minute after PayPal’s event, however often that comes', async () => {
      await hear();
      await hear();
      bench.clock.now += 59_000;
      expect(hasUnreturnedApproval(await row(), bench.clock.now)).to.equal(false);
      expect(await isTold()).to.equal(0);
      bench.clock.now += 1_000;
      expect(hasUnreturnedApproval(await row(), bench.clock.now)).to.equal(true);
      expect(await isTold()).to.equal(1);
      expect((await row()).status).to.equal('awaiting_approval');
    });

    it('lets Pay begin with a new order: who approved the former one is not proved', async () => {
      await hear();
      bench.clock.now += 60_000;
      const approveUrl = await pressPay(bench.flow, { id: back.checkoutId }, back.payerSession);
      const again = await decideAtPayPal(approveUrl, back.payerSession);
      expect(again.orderId).not.to.equal(back.orderId);
      expect((await row()).orders.map(({ live }) => live)).to.deep.equal([false, true]);
      expect(hasUnreturnedApproval(await row(), bench.clock.now)).to.equal(false);
      expect(await isTold()).to.equal(0);
      // The former approval comes back after all, and takes nothing.
      expect((await bench.flow.returnFromPayPal(back)).status).to.equal('awaiting_approval');
      expect(await bench.captures()).to.deep.equal([]);
      const after = capture === 'on_return' ? 'paid' : 'approved';
      expect((await bench.flow.returnFromPayPal(again)).status).to.equal(after);
    });

    it('is nothing to tell where the browser does come back, before the event or after it', async () => {
      await hear();
      bench.clock.now += 90_000;
      const after = capture === 'on_return' ? 'paid' : 'approved';
      expect((await bench.flow.returnFromPayPal(back)).status).to.equal(after);
      await hear();
      expect(await isTold()).to.equal(0);
    });

    it('is over once a browser has brought it back, though PayPal then wants it once more', async () => {
      await hear();
      await bench.arrange({ operation: 'capture', fault: { issue: 'ORDER_NOT_APPROVED' } });
      expect((await comeBack(back)).status).to.equal('awaiting_approval');
      bench.clock.now += 60_000;
      expect(hasUnreturnedApproval(await row(), bench.clock.now)).to.equal(false);
      expect(await isTold()).to.equal(0);
      const approveUrl = await pressPay(bench.flow, { id: back.checkoutId }, back.payerSession);
      expect((await decideAtPayPal(approveUrl, back.payerSession)).orderId).to.equal(back.orderId);
    });

    it('is not believed where PayPal’s own answer knows of no approval', async () => {
      const owner = { channelId: 'directline', conversationId: 'another', shopperId: 'dl_other' };
      const waiting = await goToPayPal(bench, await bench.start({ owner, activityId: 'again' }), 'cancel');
      const before = await bench.row({ id: waiting.checkoutId });
      await bench.flow.handleEvent(approvedEvent(waiting));
      expect(await bench.row({ id: waiting.checkoutId })).to.deep.equal(before);
    });

    it('keeps Pay on the same order until the minute is over', async () => {
      const [order] = (await row()).orders;
      await hear();
      bench.clock.now += 30_000;
      const approveUrl = await pressPay(bench.flow, { id: back.checkoutId }, back.payerSession);
      expect(approveUrl).to.equal(order?.approveUrl);
    });

    describe('of an order that was declined', () => {
      const decline = async (way: WayBack) => {
        bench.clock.now += 5_000;
        await bench.arrange({ operation: 'capture', fault: { issue: 'INSTRUMENT_DECLINED' } });
        expect((await comeBack(way)).status).to.equal('declined');
      };
      const payer = async () =>
        decideAtPayPal(
          await pressPay(bench.flow, { id: back.checkoutId }, back.payerSession),
          back.payerSession,
        );
      const isNoticed = async () => hasUnreturnedApproval(await row(), bench.clock.now);
      const waitAMinute = () => void (bench.clock.now += 60_000);

      it('is told a minute after PayPal’s event of it, once, and Pay begins with a new order', async () => {
        await hear();
        await decline(back);
        expect((await payer()).orderId).to.equal(back.orderId);
        for (const _ of [1, 2]) await hear('WH-2');
        bench.clock.now += 59_000;
        expect([await isNoticed(), await isTold()]).to.deep.equal([false, 0]);
        bench.clock.now += 1_000;
        expect([await isNoticed(), await isTold()]).to.deep.equal([true, 1]);
        expect((await row()).status).to.equal('declined');
        expect((await payer()).orderId).not.to.equal(back.orderId);
        expect(await isNoticed()).to.equal(false);
      });

      for (const [name, events] of [
        ['the event of the declined approval comes again', ['WH-1', 'WH-1']],
        ['that event comes for the first time after the decline', ['WH-1']],
        ['that event comes twice after the decline', ['WH-1', 'WH-1']],
      ] as const)
        it(`is not what it is called where ${name}, and PayPal’s answer shows it still`, async () => {
          if (name.endsWith('again')) await hear();
          await decline(back);
          for (const event of events) await hear(event);
          waitAMinute();
          expect([await isNoticed(), await isTold()]).to.deep.equal([false, 0]);
          // The next one is news all the same.
          await payer();
          await hear('WH-2');
          waitAMinute();
          expect([await isNoticed(), await isTold()]).to.deep.equal([true, 1]);
        });

      it('is not what it is called where news of anything else comes', async () => {
        await hear();
        await decline(back);
        await hear('WH-2', 'PAYMENT.CAPTURE.DENIED');
        waitAMinute();
        expect([await isNoticed(), await isTold()]).to.deep.equal([false, 0]);
      });

      it('is nothing to tell once it is brought back too, and declined too, though its event comes later', async () => {
        await hear();
        await decline(back);
        await decline(await payer());
        await hear('WH-2');
        waitAMinute();
        expect([await isNoticed(), await isTold()]).to.deep.equal([false, 0]);
        await payer();
        await hear('WH-3');
        waitAMinute();
        expect([await isNoticed(), await isTold()]).to.deep.equal([true, 1]);
      });

      it('is nothing to tell where a browser brings it back after all', async () => {
        await hear();
        await decline(back);
        const again = await payer();
        await hear('WH-2');
        waitAMinute();
        const end = capture === 'on_return' ? 'paid' : 'confirmed';
        expect((await comeBack(again)).status).to.equal(end);
        expect(await isTold()).to.equal(0);
      });

      it('does not make the way back fail that comes while its event is written down', async () => {
        await hear();
        await decline(back);
        const again = await payer();
        const flow = interrupted(() => hear('WH-2'));
        const end = capture === 'on_return' ? 'paid' : 'confirmed';
        expect((await flow.returnFromPayPal(again)).status).to.equal(end);
      });
    });

    it('does not make the way back fail that comes while the event is written down', async () => {
      const flow = interrupted(hear);
      const after = capture === 'on_return' ? 'paid' : 'approved';
      expect((await flow.returnFromPayPal(back)).status).to.equal(after);
      expect(await bench.asked('capture')).to.have.length(capture === 'on_return' ? 1 : 0);
    });
  });

function approvedEvent({ checkoutId, orderId }: WayBack) {
  return {
    eventId: 'WH-1',
    type: 'CHECKOUT.ORDER.APPROVED',
    orderId,
    customId: checkoutId,
    sellerTransactionIds: [],
  };
}
