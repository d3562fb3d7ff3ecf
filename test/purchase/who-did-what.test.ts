import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { times } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { goToPayPal, payFor, wrongNumber } from '../stage/payer.ts';
import { ledgerOf, logged } from '../stage/trail.ts';

describe('the ledger and the log of a purchase', () => {
  let bench: Bench;
  let checkout: Checkout;
  beforeEach(() => open());
  afterEach(() => bench.close());

  async function open(settings: Parameters<typeof openBench>[0] = {}): Promise<void> {
    bench = await openBench(settings);
    checkout = await bench.start();
  }
  /** Another shop than the usual one. */
  async function reopen(settings: Parameters<typeof openBench>[0]): Promise<void> {
    await bench.close();
    await open(settings);
  }
  const ledger = () => ledgerOf(bench, checkout);
  const log = (event: string) => logged(bench, event);

  it('name who did each step, from the chat to the receipt', async () => {
    const { back, owner } = await payFor(bench, checkout);
    await bench.flow.drawNewNumber(back);
    const { digits = '' } = await bench.flow.showNumber(back);
    await bench.flow.confirm(owner, wrongNumber(digits));
    await bench.flow.confirm(owner, digits);
    expect(await ledger()).to.deep.equal([
      'shopper: open',
      'payer: order_submitted',
      'paypal: awaiting_approval',
      'payer: capture_submitted',
      'paypal: paid, number 1 drawn',
      'payer: number 2 drawn',
      'shopper: wrong number',
      'shopper: confirmed',
    ]);
    const { id } = checkout;
    expect(log('checkout_started')).to.deep.equal([{ checkoutId: id, channelId: 'directline' }]);
    const requestId = `${id}-order-1`;
    expect(log('order_submitted')).to.deep.equal([{ checkoutId: id, requestId }]);
    expect(log('capture_submitted')).to.deep.equal([
      { checkoutId: id, orderId: back.orderId, requestId: `${requestId}-capture-1` },
    ]);
    expect(log('number_drawn')).to.deep.equal([{ checkoutId: id, drawn: 2 }]);
    expect(log('number_wrong')).to.deep.equal([{ checkoutId: id, attempts: 1 }]);
    expect(log('checkout_confirmed')).to.deep.equal([{ checkoutId: id, attempts: 2 }]);
  });

  it('name the shopper who cancelled', async () => {
    await bench.flow.cancel(checkout.owner);
    expect(await ledger()).to.deep.equal(['shopper: open', 'shopper: cancelled']);
    expect(log('checkout_cancelled')).to.deep.equal([{ checkoutId: checkout.id }]);
  });

  it('name the shopper who asked for a new link, and what it replaces', async () => {
    const activity = { activityId: 'activity-2', conversationReference: '{}' };
    const fresh = await bench.flow.renewLink(checkout.owner, activity);
    expect(await ledger()).to.deep.equal(['shopper: open', 'shopper: cancelled']);
    expect(await ledgerOf(bench, { id: fresh?.id ?? '' })).to.deep.equal(['shopper: open']);
    expect(log('link_renewed')).to.deep.equal([{ checkoutId: fresh?.id, replaces: checkout.id }]);
  });

  it('name the payer who turned back, and the order that was left', async () => {
    const back = await goToPayPal(bench, checkout, 'cancel');
    await bench.flow.cancelAtPayPal(back);
    expect((await ledger()).at(-1)).to.equal('payer: claimed');
    expect(log('payer_cancelled')).to.deep.equal([{ checkoutId: checkout.id, orderId: back.orderId }]);
  });

  it('name the clock where the deadline ended it', async () => {
    bench.clock.now = checkout.expiresAt;
    await bench.flow.expireDue();
    expect(await ledger()).to.deep.equal(['shopper: open', 'clock: expired']);
    expect(log('checkout_expired')).to.deep.equal([{ checkoutId: checkout.id }]);
  });

  it('name PayPal where it has let the order go', async () => {
    const back = await goToPayPal(bench, checkout);
    const { payments } = bench.ports;
    const flow = bench.flowWith({
      payments: {
        ...payments,
        findOrder: async (orderId) => {
          const found = await payments.findOrder(orderId);
          return found && { ...found, status: 'VOIDED', debugId: 'voided' };
        },
      },
    });
    const { orders } = await flow.returnFromPayPal(back);
    expect(orders.map(({ live }) => live)).to.deep.equal([false]);
    expect((await bench.store.ledger(checkout.id)).at(-1)).to.include({
      who: 'paypal',
      what: 'claimed',
      debugId: 'voided',
    });
    expect(log('order_gone')).to.deep.equal([{ checkoutId: checkout.id, debugId: 'voided' }]);
  });

  it('carry PayPal’s own number of the answer that differed from the order', async () => {
    const back = await goToPayPal(bench, checkout);
    await bench.arrange({ operation: 'get', fault: 'wrong_amount' });
    expect((await bench.flow.returnFromPayPal(back)).flag).to.equal('amount_mismatch');
    const debugId = log('paypal_call').at(-1)?.['debugId'];
    expect(debugId).to.be.a('string');
    expect((await bench.store.ledger(checkout.id)).at(-1)).to.include({ who: 'paypal', debugId });
  });

  it('name the payer whose return is kept while PayPal cannot be asked', async () => {
    const back = await goToPayPal(bench, checkout);
    await bench.arrange({ operation: 'get', fault: 'error_503', times: 3 });
    const { captureRequestId } = await bench.flow.returnFromPayPal(back);
    expect((await ledger()).at(-1)).to.equal('payer: capture_submitted');
    expect(log('return_kept')).to.deep.equal([{ checkoutId: checkout.id, requestId: captureRequestId }]);
    expect(captureRequestId).to.equal(`${checkout.id}-order-1-capture-1`);
  });

  it('name the payer who approved and the shopper whose number takes the money, with PayPal’s debug id', async () => {
    await reopen({ capture: 'on_confirmation' });
    const { owner, digits } = await payFor(bench, checkout);
    const { debugId } = await bench.row(checkout);
    expect(debugId).to.be.a('string').and.not.equal('');
    expect(log('payment_approved')).to.deep.equal([{ checkoutId: checkout.id, debugId }]);
    await bench.flow.confirm(owner, digits);
    const [approved, taken] = (await bench.store.ledger(checkout.id)).slice(-2);
    expect(approved).to.deep.include({ who: 'payer', what: 'approved, number 1 drawn', debugId });
    expect(taken).to.deep.include({ who: 'shopper', what: 'capture_submitted' });
    const { id } = checkout;
    expect(log('number_accepted')).to.deep.equal([{ checkoutId: id, attempts: 1 }]);
    expect(log('checkout_confirmed')).to.deep.equal([]);
    await bench.flow.completePayment(id);
    expect(log('checkout_confirmed').map(({ checkoutId }) => checkoutId)).to.deep.equal([id]);
  });

  for (const [capture, end] of [
    ['on_return', 'flagged'],
    ['on_confirmation', 'cancelled'],
  ] as const)
    it(`name the shopper whose wrong numbers locked it, and abandon its order (${capture})`, async () => {
      await reopen({ capture });
      const { owner, back, digits } = await payFor(bench, checkout);
      const wrong = async (number: string, tries: number) => {
        for (const digitsOfTry of times(tries, () => wrongNumber(number)))
          await bench.flow.confirm(owner, digitsOfTry);
      };
      await wrong(digits, 5);
      await bench.flow.drawNewNumber(back);
      const second = await bench.flow.showNumber(back);
      await wrong(second.digits ?? '', 5);
      expect((await ledger()).at(-1)).to.equal(`shopper: ${end}, flag number_locked`);
      expect((await bench.row(checkout)).orders.map(({ live }) => live)).to.deep.equal([false]);
      expect(log('number_wrong').map(({ attempts }) => attempts)).to.deep.equal(
        times(10, (index) => index + 1),
      );
      const line = { checkoutId: checkout.id, flag: 'number_locked' };
      expect([log('checkout_flagged'), log('checkout_cancelled')]).to.deep.equal(
        end === 'flagged' ? [[line], []] : [[], [line]],
      );
    });
});
