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
    const hear = () => bench.flow.handleEvent(approvedEvent(back));
    const signals = () => bench.store.signals.claimDue('teller', 30_000, 50);
    const isTold = async () => {
      const due = (await signals()).filter(({ kind }) => kind === 'approval_unreturned');
      const now = await row();
      return due.filter(({ kind }) => mayStillBeSaid(kind, now)).length;
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

    it('does not make the way back fail that comes while the event is written down', async () => {
      const { payments } = bench.ports;
      let isFirst = true;
      const flow = bench.flowWith({
        payments: {
          ...payments,
          findOrder: async (orderId) => {
            const found = await payments.findOrder(orderId);
            if (isFirst) {
              isFirst = false;
              await hear();
            }
            return found;
          },
        },
      });
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
