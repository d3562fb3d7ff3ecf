import { expect } from 'chai';
import type { Checkout, Status } from '../../src/checkout/checkout.ts';
import { statuses } from '../../src/checkout/checkout.ts';
import { receiptNumberOf } from '../../src/checkout/receipt-number.ts';
import { showOrder } from '../../src/desk/one-order.ts';
import { sendParcel } from '../../src/desk/ship.ts';
import { listed } from '../stage/listed.ts';
import { type NewsBench, openNewsBench } from '../stage/news-bench.ts';
import { payFor } from '../stage/payer.ts';
import { atPayPal, captureOf, disputeAtPayPal, told } from '../stage/paypal-side.ts';
import { trackersAtPayPal } from '../stage/trackers.ts';

const price = { currency: 'EUR', minorUnits: 490 };

describe('a parcel as the merchant tells it', () => {
  let bench: NewsBench;
  let sold: Checkout;
  let receipt: string;
  beforeEach(async () => {
    bench = await openNewsBench();
    const paid = await payFor(bench, await bench.start({ shipping: { name: 'Post', price } }));
    await bench.flow.confirm(paid.owner, paid.digits);
    sold = await bench.row(paid.checkout);
    receipt = receiptNumberOf(sold);
  });
  afterEach(() => bench.close());

  const ship = (...[word, carrier, number]: (string | undefined)[]) =>
    sendParcel({ flow: bench.flow, store: bench.store }, word ?? receipt, carrier, number);
  const show = async (json = false): Promise<string> => {
    const shown = await showOrder({ store: bench.store, keys: bench.ports.keys }, sold.id, { json });
    return shown.kind === 'shown' ? shown.text : shown.reason;
  };
  const parcels = async (): Promise<unknown> => (await bench.row(sold)).shipment;

  it('is found by its receipt number, and the answer says who is told what', async () => {
    expect(await ship(receipt.toLowerCase(), 'DHL', '00340434161094')).to.deep.equal({
      kind: 'told',
      sentences: [
        `${receipt} is on its way with DHL, number 00340434161094. The shopper is told in the chat.`,
        "PayPal has the number in its order's tracking.",
      ],
    });
  });

  it('without carrier and number says how to tell them later', async () => {
    const { kind, sentences } = await ship();
    expect([kind, sentences[0]]).to.deep.equal([
      'told',
      `${receipt} is on its way. The shopper is told in the chat.`,
    ]);
    expect(sentences[1]).to.match(/told nothing without a number/u);
    expect((await ship(receipt, 'DHL')).sentences[0]).to.match(/on its way with DHL\./u);
    expect((await ship(receipt, 'DHL', '1')).sentences[0]).to.match(/on its way with DHL, number 1\./u);
  });

  it('said again changes nothing and says so, and so does another one', async () => {
    await ship(receipt, 'DHL', '1');
    const before = await parcels();
    const again = await ship(receipt, 'dhl', '1');
    expect([again.kind, again.sentences[0]]).to.deep.equal([
      'told',
      `It was told already that ${receipt} is on its way with DHL, number 1 on 2027-01-15. Nothing was changed.`,
    ]);
    const other = await ship(receipt, 'UPS', '1');
    expect(other.kind).to.equal('refused');
    expect(other.sentences.join(' ')).to.match(
      /was told another parcel of \w+ with DHL, number 1 on .*Nothing was changed\.$/u,
    );
    expect(await parcels()).to.deep.equal(before);
  });

  const code = (carrier: string) => [carrier, 'x'] as const;
  for (const [carrier, carrierCode] of [
    ['DHL', 'DHL'],
    ['dhl', 'DHL'],
    ['de dhl', 'DE_DHL'],
    ['De-Dhl', 'DE_DHL'],
    ['FedEx', 'FEDEX'],
    ['Deutsche Post', 'OTHER'],
    ['OTHER', 'OTHER'],
    ['Bote  Bernd', 'OTHER'],
    ['Österreichische Post', 'OTHER'],
    ['<b>Bote</b>', 'OTHER'],
    ['=HYPERLINK("http://x","y")', 'OTHER'],
    ['constructor', 'OTHER'],
    ['x'.repeat(64), 'OTHER'],
    ['🚚', 'OTHER'],
  ] as const)
    it(`of the carrier ${carrier.slice(0, 30)} is ${carrierCode} at PayPal`, async () => {
      expect((await ship(receipt, ...code(carrier))).kind).to.equal('told');
      const { shipment } = await bench.row(sold);
      expect(shipment?.tracking).to.include({ carrierCode, status: 'accepted' });
      expect(await trackersAtPayPal(bench)).to.have.length(1);
    });

  for (const [what, carrier, number] of [
    ['an empty carrier', '', undefined],
    ['an empty carrier with a number', '', '1'],
    ['a carrier of spaces', '   ', '1'],
    ['a carrier that nobody sees', '\u200B\u2060', '1'],
    ['a carrier drawn as nothing', '\u3164', '1'],
    ['a carrier of 500 characters', 'x'.repeat(500), '1'],
    ['a carrier of 65 characters', 'x'.repeat(65), '1'],
    ['a carrier that moves the cursor', 'DHL\u001B[2J', '1'],
    ['a carrier of two lines', 'DHL\nPaid in full', '1'],
    ['a carrier that turns the line round', 'DHL\u202E321', '1'],
    ['a carrier with half a character', 'DHL\uD83D', '1'],
    ['an empty number', 'DHL', ''],
    ['a number of spaces', 'DHL', '  '],
    ['a number of 65 characters', 'DHL', '1'.repeat(65)],
    ['a number of 500 characters', 'DHL', '1'.repeat(500)],
    ['a number with a tab', 'DHL', '12\t34'],
    ['a number of two lines', 'DHL', '12\n34'],
    ['a number that turns the line round', 'DHL', '12\u202E34'],
    ['a number with markup', 'DHL', '<b>1</b>'],
    ['a number that is a formula', 'DHL', '=1+1'],
    ['a number that begins with a minus', 'DHL', '-1'],
    ['a number in other digits', 'DHL', '１２３'],
    ['a number with a quote', 'DHL', '1"2'],
  ] as const)
    it(`is misunderstood with ${what}, and nothing is written or told`, async () => {
      const { kind, sentences } = await ship(receipt, carrier, number);
      expect(kind).to.equal('misunderstood');
      expect(sentences.join(' ')).to.match(/Nothing was changed\.$/u);
      expect(await bench.row(sold)).to.deep.equal(sold);
      expect(told(bench)).not.to.include('shipped');
    });

  it('has the number as it stands on the label, without the spaces of it', async () => {
    await ship(receipt, 'DHL', '0034 0434 1610 94');
    expect(await parcels()).to.include({ number: '00340434161094' });
  });

  for (const status of statuses.filter((one) => one !== 'confirmed') satisfies readonly Status[])
    it(`is refused of a purchase that is ${status}, with what to do`, async () => {
      await bench.force(sold, { status });
      const { kind, sentences } = await ship(receipt, 'DHL', '1');
      expect(kind).to.equal('refused');
      expect(sentences.join(' ')).to.match(
        new RegExp(
          `^${receipt} is ${status}, not confirmed: .{10,}[Ss]end it.* Nothing was changed\\.$`,
          'u',
        ),
      );
    });

  it('is refused where the purchase changes again and again, and may be said once more', async () => {
    const { store } = bench.ports;
    const busy = bench.flowWith({
      store: {
        ...store,
        write: async (change) => {
          if (change.who === 'merchant') await bench.force(sold, {});
          return store.write(change);
        },
      },
    });
    const { kind, sentences } = await sendParcel({ flow: busy, store: bench.store }, receipt, 'DHL', '1');
    expect([kind, sentences]).to.deep.equal([
      'refused',
      [`${receipt} is changing just now. Nothing of this was written; run it once more.`],
    ]);
    expect(await parcels()).to.equal(undefined);
    expect(told(bench)).not.to.include('shipped');
  });

  it('is refused of one that nobody knows, or that was bought without shipping', async () => {
    expect((await ship('nobody', 'DHL', '1')).sentences.join()).to.equal(
      'There is no checkout nobody. Nothing was changed.',
    );
    await bench.force(sold, { shipping: undefined });
    expect((await ship(receipt)).sentences.join()).to.match(/without shipping.*Nothing was changed\.$/u);
  });

  it('is told although PayPal refuses its number, and the answer and `order` have its issue and debug id', async () => {
    await atPayPal(bench, 'refund', { captureId: captureOf(sold), amount: '1.00' });
    const { kind, sentences } = await ship(receipt, 'DHL', '1');
    const debugId = await bench.lastDebugId('track');
    const said = `PayPal refused the number for its order: CAPTURE_STATUS_NOT_VALID (debug id ${debugId}). The shopper is told all the same.`;
    expect([kind, sentences[1]]).to.deep.equal(['told', said]);
    expect(await show()).to.include(
      `Tracking   PayPal refused it: CAPTURE_STATUS_NOT_VALID (debug id ${debugId})`,
    );
    expect((await ship(receipt, 'DHL', '1')).sentences[1]).to.equal(said);
  });

  it('is tried again where PayPal does not answer, and is overdue after two minutes', async () => {
    await bench.arrange({ operation: 'track', fault: 'error_503', times: 99 });
    const { kind, sentences } = await ship(receipt, 'DHL', '1');
    expect([kind, sentences[1]]).to.deep.equal([
      'told',
      'PayPal has not answered about the number. Nothing is lost: it is stored, and the running shop will try again.',
    ]);
    expect(await show()).to.match(/^Tracking +PayPal's answer is not there yet$/mu);
    expect(await listed(bench.store, {})).not.to.include('overdue');
    bench.clock.now += 121_000;
    expect(await listed(bench.store, {})).to.include("overdue: a parcel's number at PayPal");
  });

  it('is told of a disputed purchase, with what it does not do', async () => {
    const disputeId = await disputeAtPayPal(bench, captureOf(sold), 'opened');
    await bench.hear('CUSTOMER.DISPUTE.CREATED', { disputeId, customId: sold.id });
    expect((await ship(receipt, 'DHL', '1')).sentences.at(-1)).to.match(/disputed.*at PayPal/u);
  });

  it('stands in `order`, its JSON and its timeline', async () => {
    expect(await show()).to.match(/^Shipped +no$/mu);
    expect(JSON.parse(await show(true))).to.deep.include({ country: null, shipment: null });
    await ship(receipt, 'Bote Bernd', 'B-1');
    const text = await show();
    expect(text).to.match(/^Shipped +2027-01-15: Bote Bernd, B-1$/mu);
    expect(text).to.match(/^Tracking +at PayPal as OTHER$/mu);
    expect(text).to.match(/ merchant +shipped, tracking submitted/u);
    expect(text).to.match(
      new RegExp(` paypal +tracking accepted {2}${await bench.lastDebugId('track')}`, 'u'),
    );
    expect(text).to.match(/ bot +to be told: shipped$/mu);
    expect(JSON.parse(await show(true)).shipment).to.deep.equal({
      shipped: new Date(bench.clock.now).toISOString(),
      carrier: 'Bote Bernd',
      number: 'B-1',
      tracking: {
        status: 'accepted',
        carrierCode: 'OTHER',
        issue: null,
        debugId: await bench.lastDebugId('track'),
      },
    });
  });
});

describe("the parcels in the merchant's list", () => {
  let bench: NewsBench;
  beforeEach(async () => {
    bench = await openNewsBench();
  });
  afterEach(() => bench.close());

  const confirmed = async (shipping?: { name: string; price: typeof price; country?: string }) => {
    bench.clock.now += 1_000;
    await atPayPal(bench, 'account', {
      account: { given_name: 'M', email_address: 'm@example.com', shipping: germany },
    });
    const paid = await payFor(bench, await bench.start({ shipping }));
    await bench.flow.confirm(paid.owner, paid.digits);
    return receiptNumberOf(paid.checkout);
  };
  const germany = { address_line_1: 'A 1', admin_area_2: 'Köln', postal_code: '50667', country_code: 'DE' };

  it('have their country, and whether they are on their way: nothing where nothing is sent', async () => {
    await confirmed();
    await confirmed({ name: 'Post', price });
    const shipped = await confirmed({ name: 'Parcel', price, country: 'DE' });
    const desk = { flow: bench.flow, store: bench.store };
    await sendParcel(desk, shipped, '=cmd|x', '1');
    bench.clock.now += 1_000;
    await bench.start({ shipping: { name: 'Parcel', price, country: 'AT' } });
    const table = (await listed(bench.store, {}, bench.ports.keys)).trimEnd().split('\n');
    const at = table[0]?.indexOf('COUNTRY') ?? 0;
    expect(table.map((line) => line.slice(at, at + 19).trimEnd())).to.deep.equal([
      'COUNTRY  SHIPPED',
      'AT',
      'DE       2027-01-15',
      '         no',
      '',
    ]);
    const rows = (await listed(bench.store, { form: 'json' }, bench.ports.keys)).trimEnd().split('\n');
    expect(
      rows
        .map((row) => JSON.parse(row))
        .map(({ country, shipping, shipment }) => [country, shipping, shipment?.carrier]),
    ).to.deep.equal([
      ['AT', 'Parcel', undefined],
      ['DE', 'Parcel', '=cmd|x'],
      [null, 'Post', undefined],
      [null, null, undefined],
    ]);
    const csv = (await listed(bench.store, { form: 'csv' }, bench.ports.keys)).split('\r\n');
    const [heading = '', , line = ''] = csv;
    const from = heading.split(',').indexOf('country');
    expect(heading.split(',').slice(from, from + 4)).to.deep.equal([
      'country',
      'shipped',
      'carrier',
      'number',
    ]);
    expect(line).to.include(`,Parcel,DE,2027-01-15,'=cmd|x,1,`);
  });
});
