import { expect } from 'chai';
import { type NewsBench, openNewsBench } from '../stage/news-bench.ts';
import { payFor } from '../stage/payer.ts';
import { atPayPal, captureOf, disputeAtPayPal, told } from '../stage/paypal-side.ts';
import { trackersAtPayPal } from '../stage/trackers.ts';
import type { Checkout, Status } from '../../src/checkout/checkout.ts';

const post = { name: 'Post', price: { currency: 'EUR', minorUnits: 490 } };
const parcel = { carrier: 'DHL', number: '00340434161094' };

describe('telling that a purchase is on its way', () => {
  let bench: NewsBench;
  let sold: Checkout;
  beforeEach(async () => {
    bench = await openNewsBench();
    const paid = await payFor(bench, await bench.start({ shipping: post }));
    await bench.flow.confirm(paid.owner, paid.digits);
    sold = await bench.row(paid.checkout);
  });
  afterEach(() => bench.close());

  const row = () => bench.row(sold);
  const ship = (said: object = {}, flow = bench.flow) => flow.ship({ checkoutId: sold.id, ...said });
  const timesTold = () => told(bench).filter((kind) => kind === 'shipped').length;
  const ledger = async () => (await bench.store.ledger(sold.id)).map(({ who, what }) => `${who}: ${what}`);

  it('tells the shopper and PayPal, and writes both down', async () => {
    const { kind, checkout } = await ship(parcel);
    expect(kind).to.equal('told');
    expect((await row()).version).to.equal(checkout.version);
    expect(checkout).to.deep.include({ status: 'confirmed', lease: undefined });
    const debugId = await bench.lastDebugId('track');
    expect((await row()).shipment).to.deep.equal({
      ...parcel,
      shippedAt: bench.clock.now,
      toldAt: bench.clock.now,
      tracking: {
        requestId: `${sold.id}-tracking-1`,
        orderId: sold.orders[0]?.orderId,
        captureId: captureOf(sold),
        carrierCode: 'DHL',
        status: 'accepted',
        debugId,
        askedAt: bench.clock.now,
      },
    });
    expect(timesTold()).to.equal(1);
    expect(await trackersAtPayPal(bench)).to.deep.equal([`${captureOf(sold)}-${parcel.number}`]);
    expect((await ledger()).slice(-2)).to.deep.equal([
      'merchant: shipped, tracking submitted',
      'paypal: tracking accepted',
    ]);
    expect((await bench.store.ledger(sold.id)).at(-1)?.debugId).to.equal(debugId);
  });

  for (const [what, said] of [
    ['without a word of the carrier', {}],
    ['with a carrier alone', { carrier: 'DHL' }],
  ] as const)
    it(`tells the shopper ${what}, and PayPal nothing`, async () => {
      expect((await ship(said)).kind).to.equal('told');
      const { now } = bench.clock;
      expect((await row()).shipment).to.deep.equal({ ...said, shippedAt: now, toldAt: now });
      expect(timesTold()).to.equal(1);
      expect(await bench.asked('track')).to.deep.equal([]);
      expect((await ledger()).at(-1)).to.equal('merchant: shipped');
    });

  it('changes nothing when it is said once more, in the same words or in fewer', async () => {
    await ship(parcel);
    const before = await row();
    for (const said of [parcel, {}, { carrier: 'DHL' }, { carrier: 'dhl' }, { number: parcel.number }])
      expect((await ship(said)).kind, JSON.stringify(said)).to.equal('unchanged');
    expect(await row()).to.deep.equal(before);
    expect(timesTold()).to.equal(1);
    expect(await bench.asked('track')).to.have.length(1);
  });

  it('takes carrier and number later, each once, and tells of each', async () => {
    await ship();
    await ship({ carrier: 'Bote Bernd' });
    expect(await bench.asked('track')).to.deep.equal([]);
    bench.clock.now += 60_000;
    const { checkout } = await ship({ carrier: 'bote bernd', number: 'B-1' });
    expect(checkout.shipment).to.deep.include({
      carrier: 'Bote Bernd',
      number: 'B-1',
      shippedAt: bench.clock.now - 60_000,
    });
    expect(checkout.shipment?.tracking).to.include({ carrierCode: 'OTHER', status: 'accepted' });
    expect(timesTold()).to.equal(3);
    expect((await ledger()).slice(-4)).to.deep.equal([
      'merchant: shipped',
      'merchant: parcel named',
      'merchant: parcel named, tracking submitted',
      'paypal: tracking accepted',
    ]);
  });

  for (const said of [
    { carrier: 'UPS', number: parcel.number },
    { carrier: 'DHL', number: '2' },
    { carrier: 'UPS' },
    { number: '2' },
  ])
    it(`refuses ${JSON.stringify(said)} where another parcel was told`, async () => {
      await ship(parcel);
      const before = await row();
      const answer = await ship(said);
      expect([answer.kind, 'why' in answer && answer.why]).to.deep.equal(['refused', 'told_otherwise']);
      expect(await row()).to.deep.equal(before);
      expect(timesTold()).to.equal(1);
    });

  for (const status of ['paid', 'flagged', 'refunding', 'refunded', 'cancelled', 'open'] satisfies Status[])
    it(`refuses a purchase that is ${status}, and writes nothing`, async () => {
      await bench.force(sold, { status });
      const before = await row();
      const answer = await ship(parcel);
      expect([answer.kind, 'why' in answer && answer.why]).to.deep.equal(['refused', 'not_confirmed']);
      expect(await row()).to.deep.equal(before);
      expect(timesTold()).to.equal(0);
      expect(await bench.asked('track')).to.deep.equal([]);
    });

  it('refuses a purchase without shipping', async () => {
    await bench.force(sold, { shipping: undefined });
    const answer = await ship(parcel);
    expect([answer.kind, 'why' in answer && answer.why]).to.deep.equal(['refused', 'nothing_to_send']);
    expect(timesTold()).to.equal(0);
  });

  it('is said of a disputed purchase too, and of one whose names are erased', async () => {
    const disputeId = await disputeAtPayPal(bench, captureOf(sold), 'opened');
    await bench.hear('CUSTOMER.DISPUTE.CREATED', { disputeId, customId: sold.id });
    await bench.flow.erase(sold.id);
    expect((await row()).dispute).to.equal('open');
    expect((await ship(parcel)).checkout.shipment?.tracking?.status).to.equal('accepted');
    expect(timesTold()).to.equal(1);
  });

  it('of ten at once tells once and opens one tracker', async () => {
    const flows = Array.from({ length: 10 }, (_, index) => bench.flowWith({ holder: `process-${index}` }));
    const kinds = await Promise.all(flows.map(async (flow) => (await ship(parcel, flow)).kind));
    expect(kinds.toSorted()).to.deep.equal(['told', ...Array.from({ length: 9 }, () => 'unchanged')]);
    expect(timesTold()).to.equal(1);
    expect(await bench.asked('track')).to.deep.equal([`${sold.id}-tracking-1`]);
    expect((await row()).shipment?.tracking?.status).to.equal('accepted');
  });

  it('of two at once with different numbers tells one, and refuses the other', async () => {
    const two = bench.flowWith({ holder: 'two' });
    const kinds = await Promise.all([ship(parcel), ship({ ...parcel, number: '2' }, two)]);
    expect(kinds.map(({ kind }) => kind).toSorted()).to.deep.equal(['refused', 'told']);
    expect(timesTold()).to.equal(1);
    expect(await trackersAtPayPal(bench)).to.have.length(1);
  });

  it('is written before PayPal is asked: a process that dies in between leaves it to the next', async () => {
    const dead = bench.withPayments({ trackOrder: () => Promise.reject(new TypeError('killed')) });
    expect(await ship(parcel, dead).catch((error: unknown) => error)).to.be.instanceOf(TypeError);
    expect((await row()).shipment?.tracking?.status).to.equal('submitted');
    expect(timesTold()).to.equal(1);
    expect(await bench.flow.resumeTrackings()).to.equal(0);
    bench.clock.now += 30_000;
    const workers = [bench.flow, bench.flowWith({ holder: 'two' })];
    await Promise.all(workers.map((flow) => flow.resumeTrackings()));
    expect((await row()).shipment?.tracking?.status).to.equal('accepted');
    expect(timesTold()).to.equal(1);
    expect(await trackersAtPayPal(bench)).to.have.length(1);
    expect(await bench.flow.resumeTrackings()).to.equal(0);
  });

  for (const fault of [
    'reset_after',
    'error_500_after',
    'malformed',
    'reset_before',
    'error_503',
    'conflict',
  ])
    it(`is unclear on ${fault}, told to the shopper all the same, and settled with the same request id`, async () => {
      await bench.arrange({ operation: 'track', fault, times: 9 });
      const { checkout } = await ship(parcel);
      expect(checkout.shipment?.tracking?.status).to.equal('submitted');
      expect(bench.logged('tracking_unclear')).to.have.length(1);
      expect(timesTold()).to.equal(1);
      await bench.arrange();
      bench.clock.now += 10_000;
      await bench.flow.resumeTrackings();
      expect((await row()).shipment?.tracking?.status).to.equal('accepted');
      expect(timesTold()).to.equal(1);
      expect(new Set(await bench.asked('track'))).to.deep.equal(new Set([`${sold.id}-tracking-1`]));
      expect(await trackersAtPayPal(bench)).to.have.length(1);
    });

  it('is told to the shopper where PayPal refuses it, and the refusal is kept with its log number', async () => {
    await atPayPal(bench, 'refund', { captureId: captureOf(sold), amount: '1.00' });
    const { kind, checkout } = await ship(parcel);
    expect(kind).to.equal('told');
    const debugId = await bench.lastDebugId('track');
    expect(checkout.shipment?.tracking).to.include({
      status: 'refused',
      issue: 'CAPTURE_STATUS_NOT_VALID',
      debugId,
    });
    expect(timesTold()).to.equal(1);
    expect((await ledger()).at(-1)).to.equal('paypal: tracking refused (CAPTURE_STATUS_NOT_VALID)');
    expect((await ship(parcel)).kind).to.equal('unchanged');
    bench.clock.now += 60_000;
    expect(await bench.flow.resumeTrackings()).to.equal(0);
    expect(await bench.asked('track')).to.have.length(1);
  });

  it('waits its turn where PayPal is just being asked about a refund, and goes on then', async () => {
    await bench.force(sold, { lease: { holder: 'other', until: bench.clock.now + 30_000 } });
    const { checkout } = await ship(parcel);
    expect(checkout.lease?.holder).to.equal('other');
    expect(await bench.asked('track')).to.deep.equal([]);
    bench.clock.now += 31_000;
    expect(await bench.flow.resumeTrackings()).to.equal(1);
    expect((await row()).shipment?.tracking?.status).to.equal('accepted');
  });

  it('keeps what PayPal answers where somebody changes the purchase meanwhile', async () => {
    const flow = bench.meddledWith(sold, 2);
    expect((await ship(parcel, flow)).checkout.shipment?.tracking?.status).to.equal('accepted');
    expect(await bench.asked('track')).to.have.length(1);
  });

  it('says no number in the log', async () => {
    await bench.arrange({ operation: 'track', fault: 'error_503' });
    await ship({ carrier: 'Bote Bernd', number: 'SECRETPARCEL' });
    expect(JSON.stringify(bench.logs)).not.to.match(/SECRETPARCEL|Bote Bernd/u);
  });
});
