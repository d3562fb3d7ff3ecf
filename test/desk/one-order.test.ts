import { expect } from 'chai';
import { eraseOrder } from '../../src/desk/erase.ts';
import { showOrder } from '../../src/desk/one-order.ts';
import { receiptNumberOf } from '../../src/checkout/receipt-number.ts';
import { sampleAccounts } from '../../src/simulator/orders/payer-account.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { listed } from '../stage/listed.ts';
import { payFor, wrongNumber } from '../stage/payer.ts';
import { atPayPal, captureOf, newsOf } from '../stage/paypal-side.ts';

const shipping = { name: 'Post', price: { currency: 'EUR', minorUnits: 490 } };

describe('one order with who paid and all that happened', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  const show = async (word: string, json = false): Promise<string> => {
    const shown = await showOrder({ store: bench.store, keys: bench.ports.keys }, word, { json });
    return shown.kind === 'shown' ? shown.text : shown.reason;
  };
  const buyAs = async (account: keyof typeof sampleAccounts) => {
    await atPayPal(bench, 'account', { account: sampleAccounts[account].account });
    return payFor(bench, await bench.start({ shipping }));
  };

  it('is found by its receipt number, and shows items, sums, shopper, payer and the address for the parcel', async () => {
    const { checkout } = await buyAs('maria');
    const text = await show(receiptNumberOf(checkout).toLowerCase());
    expect(text).to.match(/^Shopper +Maria$/mu);
    expect(text).to.include('1 × Stoneware Teapot (teapot)');
    expect(text).to.match(/^Shipping \(Post\) 4\.90 EUR$/mu);
    expect(text).to.include(`Payer      María Núñez
E-mail     maria.nunez@example.com
Ship to    Jürgen Groß
           Straße des 17. Juni 5
           Hinterhaus, 3. OG
           Köln
           50667
           DE
`);
  });

  it('shows the whole timeline: statuses, wrong numbers, tellings, webhooks, refunds with amounts, debug ids', async () => {
    const { checkout, owner, digits } = await buyAs('pat');
    await bench.flow.confirm(owner, wrongNumber(digits));
    await bench.flow.confirm(owner, digits);
    const taken = captureOf(await bench.row(checkout));
    const event = newsOf('PAYMENT.CAPTURE.COMPLETED', { captureId: taken });
    await bench.store.inbox.add([event]);
    await bench.flow.refund({
      checkoutId: checkout.id,
      amount: { currency: 'EUR', minorUnits: 500 },
      reason: 'merchant',
    });
    await bench.store.signals.claimDue('one', 1_000, 50);
    const [first] = bench.signalled;
    if (first !== undefined) await bench.store.signals.markDelivered(first, undefined);
    const text = await show(checkout.id);
    const { debugId = '' } = await bench.row(checkout);
    for (const line of [
      / shopper +open$/mu,
      / paypal +paid, number 1 drawn {2}\w{6,}$/mu,
      / shopper +wrong number$/mu,
      / shopper +confirmed/mu,
      / merchant +refund 1 of 5\.00 EUR submitted \(merchant\)/mu,
      new RegExp(` paypal +refund 1 of 5\\.00 EUR completed \\(merchant\\) {2}${debugId}$`, 'mu'),
      new RegExp(
        ` paypal +webhook PAYMENT\\.CAPTURE\\.COMPLETED \\(${event.eventId}, not looked at yet\\)$`,
        'mu',
      ),
      / bot +told: link_ready$/mu,
      / bot +to be told: payment_arrived$/mu,
    ])
      expect(text).to.match(line);
    const times = text.match(/^\d{4}-\d\d-\d\dT\S+/gmu) ?? [];
    expect(times).to.deep.equal(times.toSorted());
  });

  it('says the same as JSON, with every part of the address by its name', async () => {
    const { checkout } = await buyAs('pat');
    const shown = JSON.parse(await show(checkout.id, true));
    expect(shown).to.include({
      id: checkout.id,
      receipt: receiptNumberOf(checkout),
      status: 'paid',
      flag: null,
    });
    expect(shown.items[0]).to.deep.include({
      id: 'teapot',
      quantity: 1,
      unitPrice: { currency: 'EUR', value: '42.00' },
    });
    expect(shown.payer).to.deep.equal({
      name: 'Pat Payer',
      email: 'pat.payer@example.com',
      phone: '4085551234',
      address: {
        recipient: 'Pat Payer',
        line1: '1 Main St',
        city: 'San Jose',
        region: 'CA',
        postalCode: '95131',
        countryCode: 'US',
      },
    });
    expect(shown.timeline[0]).to.include({ who: 'shopper', what: 'open', debugId: null });
  });

  it('says so where nobody has paid, where there is no address, and where the key is gone', async () => {
    expect(await show((await bench.start()).id)).to.match(/^Payer +not known$/mu);
    expect(await show((await buyAs('homeless')).checkout.id)).to.match(/^Ship to +no address$/mu);
    const { checkout } = await buyAs('pat');
    const [payer] = await bench.store.checkouts.findPayers([checkout.id]);
    if (payer === undefined) throw new Error('it is kept');
    await bench.store.checkouts.replacePayer(payer, {
      ...payer,
      sealed: payer.sealed.replace(/^\w+/u, 'gone'),
    });
    expect(await show(checkout.id)).to.match(/^Payer +cannot be read: put the key/mu);
    await bench.store.checkouts.replacePayer(
      { ...payer, sealed: payer.sealed.replace(/^\w+/u, 'gone') },
      { ...payer, sealed: payer.sealed.replace(/\w{4}$/u, 'xxxx') },
    );
    expect(await show(checkout.id)).to.match(/^Payer +cannot be read/mu);
  });

  for (const account of ['endless', 'right_to_left', 'formulas', 'markup'] as const)
    it(`shows a payer like "${sampleAccounts[account].label}" in lines of its own, whole in JSON, harmless in CSV`, async () => {
      const { checkout } = await buyAs(account);
      const { shipping: told } = sampleAccounts[account].account;
      const text = await show(checkout.id);
      expect(text).not.to.match(/(?!\n)\p{Cc}|\p{Bidi_Control}/u);
      expect(text.match(/^Checkout/gmu)).to.have.length(1);
      const json = await show(checkout.id, true);
      expect(json.trimEnd()).not.to.match(/\p{Cc}|\p{Bidi_Control}/u);
      expect(JSON.parse(json).payer.address).to.deep.include({
        recipient: told.full_name,
        line1: told.address_line_1,
      });
      const [heading = '', line = ''] = (await listed(bench.store, { form: 'csv' }, bench.ports.keys)).split(
        '\r\n',
      );
      expect(line).not.to.match(/(?:^|,)"?[\s\p{C}]*[=+\-@＝＋]/u);
      expect(heading.split(',')).to.include.members(['receipt', 'email', 'line1', 'countryCode']);
      const table = await listed(bench.store, {}, bench.ports.keys);
      expect(table.split('\n').every(({ length }) => length < 250)).to.equal(true);
    });

  it('is erased by its receipt number, with what that does not reach, and then names nobody', async () => {
    const { checkout, owner, digits } = await buyAs('pat');
    await bench.flow.confirm(owner, digits);
    const desk = { flow: bench.flow, store: bench.store };
    const { isErased, sentences } = await eraseOrder(desk, receiptNumberOf(checkout));
    expect(isErased).to.equal(true);
    expect(sentences.join(' '))
      .to.match(/backups/u)
      .and.match(/PayPal's own records/u)
      .and.match(/channel's/u);
    const text = await show(checkout.id);
    expect(text)
      .to.match(/^Payer +erased$/mu)
      .and.match(/ merchant +erased$/mu);
    expect(text).not.to.match(/Pat|Maria|Main St|San Jose/u);
    expect(await listed(bench.store, {}, bench.ports.keys))
      .to.include('(erased)')
      .and.not.include('Pat');
    expect((await eraseOrder(desk, checkout.id)).sentences[0]).to.match(/was erased on .* already/u);
    expect(await eraseOrder(desk, 'nobody')).to.deep.include({ isErased: false });
  });

  it('is not erased while PayPal may yet tell who pays, nor changed', async () => {
    const open = await bench.start();
    const { isErased, sentences } = await eraseOrder({ flow: bench.flow, store: bench.store }, open.id);
    expect([isErased, sentences[0]]).to.deep.equal([
      false,
      `${receiptNumberOf(open)} is still under way (open), and PayPal may yet tell who pays. Nothing was erased. Erase it once it is paid, cancelled or expired.`,
    ]);
    expect((await bench.row(open)).shopperName).to.equal('Maria');
  });
});
