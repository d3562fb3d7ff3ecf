import { expect } from 'chai';
import { outcomeOf } from '../store/outcome.ts';
import { type NewsBench, openNewsBench } from '../stage/news-bench.ts';
import { decideAtPayPal, goToPayPal, newSession, payFor, pressPay } from '../stage/payer.ts';
import { atPayPal, captureAside, expectAtRest, told } from '../stage/paypal-side.ts';

describe('news of an approval that PayPal takes back', () => {
  let bench: NewsBench;
  beforeEach(async () => {
    bench = await openNewsBench({ capture: 'on_confirmation' });
  });
  afterEach(() => bench.close());

  const type = 'CHECKOUT.PAYMENT-APPROVAL.REVERSED';

  it('ends the order for good, and stands in the ledger and in the log as PayPal’s doing', async () => {
    const { checkout, back } = await payFor(bench);
    await atPayPal(bench, 'reverse-approval', { orderId: back.orderId });
    await bench.hear(type, { customId: checkout.id });
    const after = await bench.row(checkout);
    expect(after.orders.map(({ orderId, live }) => [orderId, live])).to.deep.equal([[back.orderId, false]]);
    const debugId = await bench.lastDebugId('get');
    const line = { at: bench.clock.now, who: 'paypal', what: 'claimed', debugId };
    expect((await bench.store.ledger(checkout.id)).at(-1)).to.deep.equal(line);
    const logged = { checkoutId: checkout.id, orderId: back.orderId, debugId };
    expect(bench.logged('approval_lost')).to.deep.equal([logged]);
    await bench.hear(type, { customId: checkout.id });
    expect(await bench.row(checkout)).to.deep.equal(after);
  });

  it('is believed where PayPal does not know the order any more', async () => {
    const { checkout } = await payFor(bench);
    await bench.arrange({ operation: 'get', fault: { issue: 'INVALID_RESOURCE_ID' } });
    await bench.hear(type, { customId: checkout.id });
    expect((await bench.row(checkout)).status).to.equal('claimed');
    expect(told(bench)).to.deep.equal(['approval_arrived', 'approval_lost']);
  });

  it('gives no fourth number: who has drawn three is sent for a new link', async () => {
    const { checkout, back } = await payFor(bench);
    await bench.flow.drawNewNumber(back);
    await bench.flow.drawNewNumber(back);
    await atPayPal(bench, 'reverse-approval', { orderId: back.orderId });
    await bench.hear(type, { customId: checkout.id });
    expect(await outcomeOf(pressPay(bench.flow, checkout, back.payerSession))).to.equal('orders_spent');
    expect((await bench.row(checkout)).numbersDrawn).to.equal(3);
    expect(await bench.orders()).to.have.length(1);
  });

  it('on an order that is not the live one changes nothing', async () => {
    const checkout = await bench.start();
    const session = newSession();
    const former = await decideAtPayPal(await pressPay(bench.flow, checkout, session), session);
    await bench.flow.cancelAtPayPal(former);
    const back = await decideAtPayPal(await pressPay(bench.flow, checkout, session), session);
    const approved = await bench.flow.returnFromPayPal(back);
    expect(approved.status).to.equal('approved');
    await atPayPal(bench, 'reverse-approval', { orderId: former.orderId });
    await bench.hear(type, { customId: checkout.id, orderId: former.orderId });
    expect(await bench.row(checkout)).to.deep.equal(approved);
    await atPayPal(bench, 'reverse-approval', { orderId: back.orderId });
    await bench.hear(type, { customId: checkout.id, orderId: back.orderId });
    expect((await bench.row(checkout)).status).to.equal('claimed');
  });

  it('before the payer was back changes nothing: the payer is still at PayPal', async () => {
    const checkout = await bench.start();
    const { orderId } = await goToPayPal(bench, checkout);
    const before = await bench.row(checkout);
    await atPayPal(bench, 'reverse-approval', { orderId });
    await bench.hear(type, { customId: checkout.id, orderId });
    expect(await bench.row(checkout)).to.deep.equal(before);
    expect(told(bench)).to.deep.equal([]);
  });

  it('while the answer with the order’s id is still out changes nothing and asks nothing', async () => {
    const checkout = await bench.start();
    await bench.arrange({ operation: 'create', fault: 'error_503', times: 3 });
    expect(await outcomeOf(pressPay(bench.flow, checkout, newSession()))).to.equal('payments_unclear');
    const before = await bench.row(checkout);
    expect(before.status).to.equal('order_submitted');
    expect(await bench.hear(type, { customId: checkout.id })).to.equal('done');
    expect(await bench.row(checkout)).to.deep.equal(before);
    expect(await bench.asked('get')).to.deep.equal([]);
  });

  it('is none where somebody took the money: it goes back, and no new approval is asked for', async () => {
    const { checkout, back } = await payFor(bench);
    await captureAside(bench, back.orderId);
    await bench.hear(type, { customId: checkout.id });
    expect(await bench.row(checkout)).to.include({ status: 'refunded', flag: 'late_capture' });
    expect(told(bench)).to.deep.equal(['approval_arrived', 'flagged', 'refunded']);
    await expectAtRest(bench);
  });
});
