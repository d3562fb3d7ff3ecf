import { expect } from 'chai';
import { outcomeOf, times } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { decideAtPayPal, goToPayPal, newSession, payFor, pressPay, type WayBack } from '../stage/payer.ts';

for (const capture of ['on_return', 'on_confirmation'] as const)
  describe(`an approval that another browser brings back (${capture})`, () => {
    let bench: Bench;
    let back: WayBack;
    beforeEach(async () => {
      bench = await openBench({ capture });
      back = await goToPayPal(bench, await bench.start());
    });
    afterEach(() => bench.close());
    const row = () => bench.row({ id: back.checkoutId });
    const elsewhere = (changes: Partial<WayBack> = {}) =>
      outcomeOf(bench.flow.returnFromPayPal({ ...back, payerSession: newSession(), ...changes }));
    const abandoned = async () => {
      const { status, orders } = await row();
      return { status, live: orders.map(({ live }) => live) };
    };

    it('ends its order at once: the browser that claimed sees no number and takes nothing with it', async () => {
      expect(await elsewhere()).to.equal('approved_elsewhere');
      expect(await abandoned()).to.deep.equal({ status: 'claimed', live: [false] });
      expect((await bench.flow.returnFromPayPal(back)).status).to.equal('claimed');
      expect(await outcomeOf(bench.flow.showNumber(back))).to.equal('status_conflict');
      await bench.flow.handleEvent(approvedEvent(back));
      expect(await bench.asked('capture')).to.deep.equal([]);
      expect(await bench.captures()).to.deep.equal([]);
    });

    it('ends it without any cookie too', async () => {
      const way = { ...back, payerSession: undefined };
      expect(await outcomeOf(bench.flow.returnFromPayPal(way))).to.equal('approved_elsewhere');
      expect((await row()).status).to.equal('claimed');
    });

    it('is told once to the chat, and the same way again says the same and changes nothing', async () => {
      await Promise.all(times(5, () => elsewhere()));
      const ended = await row();
      expect(await elsewhere()).to.equal('approved_elsewhere');
      expect(await row()).to.deep.equal(ended);
      expect(bench.signalled.filter(({ kind }) => kind === 'approved_elsewhere')).to.have.length(1);
    });

    it('lets the browser that claimed begin again, with a new order', async () => {
      await elsewhere();
      const approveUrl = await pressPay(bench.flow, { id: back.checkoutId }, back.payerSession);
      const again = await decideAtPayPal(approveUrl, back.payerSession);
      expect(again.orderId).not.to.equal(back.orderId);
      expect((await bench.flow.returnFromPayPal(again)).status).to.equal(
        capture === 'on_return' ? 'paid' : 'approved',
      );
      // What comes late with the former order ends nothing.
      expect(await elsewhere()).to.equal('approved_elsewhere');
      expect((await row()).orders.map(({ live }) => live)).to.deep.equal([false, true]);
    });

    it('ends it also where PayPal cannot be asked, or names no payer yet, whoever the address names', async () => {
      const { payments } = bench.ports;
      await bench.arrange({ operation: 'get', fault: 'error_503', times: 3 });
      expect(await elsewhere({ payerId: 'ANYBODY' })).to.equal('approved_elsewhere');
      expect((await row()).status).to.equal('claimed');

      const other = await goToPayPal(bench, await bench.start({ activityId: 'again', owner: somebodyElse }));
      const flow = bench.flowWith({
        payments: {
          ...payments,
          findOrder: async (orderId) => {
            const found = await payments.findOrder(orderId);
            return found && { ...found, payerId: undefined };
          },
        },
      });
      const way = { ...other, payerId: 'ANYBODY', payerSession: newSession() };
      expect(await outcomeOf(flow.returnFromPayPal(way))).to.equal('approved_elsewhere');
      expect((await bench.row({ id: other.checkoutId })).status).to.equal('claimed');
    });

    it('changes nothing with a wrong nonce, another order, or a payer whom PayPal contradicts', async () => {
      const before = await row();
      for (const lie of [
        { nonce: 'x'.repeat(22) },
        { nonce: '' },
        { orderId: 'OTHER' },
        { payerId: 'OTHER' },
      ])
        expect(await elsewhere(lie), JSON.stringify(lie)).to.equal('claimed_elsewhere');
      expect(await row()).to.deep.equal(before);
    });

    it('changes nothing once the browser that claimed has come back, or the checkout is over', async () => {
      await bench.flow.returnFromPayPal(back);
      const returned = await row();
      expect(await elsewhere()).to.equal('claimed_elsewhere');
      expect(await row()).to.deep.equal(returned);

      const late = await goToPayPal(bench, await bench.start({ activityId: 'again', owner: somebodyElse }));
      bench.clock.now += 3_600_000;
      const before = await bench.row({ id: late.checkoutId });
      const way = { ...late, payerSession: newSession() };
      expect(await outcomeOf(bench.flow.returnFromPayPal(way))).to.equal('claimed_elsewhere');
      expect(await bench.row({ id: late.checkoutId })).to.deep.equal(before);
    });
  });

describe('an approval that another browser brings back while others are busy', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  it('ends an order that was declined before and is approved again there', async () => {
    const back = await goToPayPal(bench, await bench.start());
    await bench.arrange({ operation: 'capture', fault: { issue: 'INSTRUMENT_DECLINED' } });
    expect((await bench.flow.returnFromPayPal(back)).status).to.equal('declined');
    const [order] = (await bench.row({ id: back.checkoutId })).orders;
    const again = await decideAtPayPal(order?.approveUrl ?? '', newSession());
    expect(await outcomeOf(bench.flow.returnFromPayPal(again))).to.equal('approved_elsewhere');
    const { status, orders } = await bench.row({ id: back.checkoutId });
    expect({ status, live: orders[0]?.live }).to.deep.equal({ status: 'claimed', live: false });
  });

  it('loses against the browser that claimed when that was faster, and wins when it was slower', async () => {
    const back = await goToPayPal(bench, await bench.start());
    const { payments } = bench.ports;
    const slow = bench.flowWith({
      payments: {
        ...payments,
        findOrder: async (orderId) => {
          const found = await payments.findOrder(orderId);
          await bench.flow.returnFromPayPal(back);
          return found;
        },
      },
    });
    const way = { ...back, payerSession: newSession() };
    expect(await outcomeOf(slow.returnFromPayPal(way))).to.equal('claimed_elsewhere');
    expect((await bench.row({ id: back.checkoutId })).status).to.equal('paid');
  });

  it('leaves money that was taken at PayPal to the look that sends it back', async () => {
    const { back } = await payFor(bench);
    const owner = somebodyElse;
    const second = await goToPayPal(bench, await bench.start({ activityId: 'again', owner }));
    const { payments } = bench.ports;
    const paid = await payments.findOrder(back.orderId);
    const before = await bench.row({ id: second.checkoutId });
    const flow = bench.flowWith({
      payments: {
        ...payments,
        findOrder: async (orderId) => {
          const found = await payments.findOrder(orderId);
          return found && { ...found, captures: paid?.captures ?? [] };
        },
      },
    });
    const way = { ...second, payerSession: newSession() };
    expect(await outcomeOf(flow.returnFromPayPal(way))).to.equal('claimed_elsewhere');
    expect(await bench.row({ id: second.checkoutId })).to.deep.equal(before);
  });
});

const somebodyElse = { channelId: 'directline', conversationId: 'another', shopperId: 'dl_other' };

function approvedEvent({ checkoutId, orderId }: WayBack) {
  return {
    eventId: 'WH-1',
    type: 'CHECKOUT.ORDER.APPROVED',
    orderId,
    customId: checkoutId,
    sellerTransactionIds: [],
  };
}
