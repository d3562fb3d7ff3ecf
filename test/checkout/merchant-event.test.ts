import { expect } from 'chai';
import type { AskedRefund, Checkout } from '../../src/checkout/checkout.ts';
import { toMerchantBody } from '../../src/checkout/merchant-event-body.ts';
import { merchantEventsOf } from '../../src/checkout/merchant-event.ts';
import { fullCheckout, paidCheckout, sampleCheckout } from '../store/sample-checkout.ts';

const now = 1_800_000_000_000;
const paid = paidCheckout(now);
const eur = (minorUnits: number) => ({ currency: 'EUR', minorUnits });
const refund = (number: number, changes: Partial<AskedRefund> = {}): AskedRefund => ({
  requestId: `${paid.id}-refund-${number}`,
  captureId: 'CAPTURE',
  amount: eur(100),
  reason: 'merchant',
  status: 'submitted',
  askedAt: now,
  ...changes,
});
const confirmed: Checkout = { ...paid, status: 'confirmed' };
const flagged: Checkout = { ...paid, status: 'flagged', flag: 'late_capture' };

describe('a change of a checkout is to the merchant', () => {
  const table: readonly (readonly [string, Partial<Checkout>, Checkout, string])[] = [
    ['nothing while it is paid for', { status: 'approved' }, paid, ''],
    ['nothing when only a lease is taken', { lease: { holder: 'one', until: 1 } }, confirmed, ''],
    ['nothing when it ends unpaid', { status: 'expired' }, sampleCheckout(now), ''],
    ['its confirmation', { status: 'confirmed' }, paid, 'confirmed'],
    [
      'its confirmation that came with the capture',
      { status: 'confirmed' },
      { ...paid, status: 'capture_submitted' },
      'confirmed',
    ],
    ['nothing when money is only asked to go back', { refunds: [refund(1)] }, confirmed, ''],
    [
      'nothing while PayPal works on a refund',
      { refunds: [refund(1, { status: 'pending' })] },
      { ...confirmed, refunds: [refund(1)] },
      '',
    ],
    [
      'a part given back',
      { refunds: [refund(1, { status: 'completed' })] },
      { ...confirmed, refunds: [refund(1)] },
      'refunded',
    ],
    [
      'a part given back at PayPal',
      { refunds: [refund(1, { status: 'completed', reason: 'at_paypal' })] },
      confirmed,
      'refunded',
    ],
    [
      'the second part, once',
      { refunds: [refund(1, { status: 'completed' }), refund(2, { status: 'completed' })] },
      { ...confirmed, refunds: [refund(1, { status: 'completed' })] },
      'refunded',
    ],
    [
      'all given back, once',
      { status: 'refunded', refunds: [refund(1, { status: 'completed' })] },
      { ...confirmed, status: 'refunding', refunds: [refund(1)] },
      'refunded',
    ],
    [
      'nothing when a refund has failed and nothing is flagged',
      { refunds: [refund(1, { status: 'failed' })] },
      { ...confirmed, refunds: [refund(1)] },
      '',
    ],
    [
      'a flag',
      { status: 'flagged', flag: 'amount_mismatch' },
      { ...paid, status: 'capture_submitted' },
      'flagged',
    ],
    [
      'a refusal for the shop’s own reason',
      { status: 'declined', flag: 'capture_refused' },
      { ...paid, status: 'capture_submitted' },
      'flagged',
    ],
    [
      'a refund that PayPal would not make, whatever the status',
      { flag: 'refund_failed' },
      confirmed,
      'flagged',
    ],
    [
      'a refund that PayPal would not make, of what was flagged for another reason',
      { status: 'flagged' },
      { ...flagged, status: 'refunding' },
      'flagged',
    ],
    [
      'money taken back by PayPal',
      {
        status: 'refunded',
        flag: 'reversed',
        refunds: [refund(1, { status: 'completed', reason: 'at_paypal' })],
      },
      confirmed,
      'refunded,flagged',
    ],
    ['nothing when a flag is taken away', { flag: undefined, status: 'refunding' }, flagged, ''],
    ['wrong numbers that lock it', { status: 'flagged', flag: 'number_locked' }, paid, 'locked'],
    [
      'wrong numbers that lock what was not charged',
      { status: 'cancelled', flag: 'number_locked' },
      { ...paid, status: 'approved' },
      'locked',
    ],
    [
      'late money of what was locked',
      { status: 'flagged' },
      { ...paid, status: 'cancelled', flag: 'number_locked' },
      'flagged',
    ],
    ['a number that never came, kept', { status: 'flagged', flag: 'unconfirmed' }, paid, 'unconfirmed'],
    [
      'a number that never came, on its way back',
      { status: 'refunding', refunds: [refund(1, { reason: 'unconfirmed' })] },
      paid,
      'unconfirmed',
    ],
    [
      'that it has gone back, afterwards',
      { status: 'refunded', refunds: [refund(1, { reason: 'unconfirmed', status: 'completed' })] },
      { ...paid, status: 'refunding', refunds: [refund(1, { reason: 'unconfirmed' })] },
      'refunded',
    ],
    ['a dispute', { dispute: 'open', openDisputes: ['D1'] }, confirmed, 'disputed'],
    [
      'a second dispute',
      { openDisputes: ['D1', 'D2'] },
      { ...confirmed, dispute: 'open', openDisputes: ['D1'] },
      'disputed',
    ],
    [
      'nothing when one of two disputes ends',
      { openDisputes: ['D2'], closedDisputes: ['D1'] },
      { ...confirmed, dispute: 'open', openDisputes: ['D1', 'D2'] },
      '',
    ],
    [
      'nothing when the last dispute ends',
      { dispute: 'closed', openDisputes: [], closedDisputes: ['D1'] },
      { ...confirmed, dispute: 'open', openDisputes: ['D1'] },
      '',
    ],
    [
      'a dispute that is open once more',
      { dispute: 'open', openDisputes: ['D1'], closedDisputes: [] },
      { ...confirmed, dispute: 'closed', openDisputes: [], closedDisputes: ['D1'] },
      'disputed',
    ],
  ];
  for (const [what, changes, before, kinds] of table)
    it(what, () => {
      expect(merchantEventsOf(before, { ...before, ...changes }).join()).to.equal(kinds);
    });

  it('nothing when it begins', () => {
    expect(merchantEventsOf(undefined, sampleCheckout(now))).to.deep.equal([]);
  });
});

describe('what the merchant is sent', () => {
  const full = fullCheckout(now);
  const parse = (text: string): Record<string, unknown> => JSON.parse(text);
  const news = { eventId: 'msg_1', kind: 'flagged', checkout: full, happenedAt: now } as const;

  it('is ids, items and sums', () => {
    expect(parse(toMerchantBody(news))).to.deep.equal({
      type: 'checkout.flagged',
      timestamp: '2027-01-15T08:00:00.000Z',
      data: {
        eventId: 'msg_1',
        checkoutId: full.id,
        receipt: full.id.slice(0, 8).toUpperCase(),
        version: 1,
        status: 'paid',
        flag: 'unconfirmed',
        dispute: 'open',
        untold: null,
        channel: 'webchat',
        items: [{ id: 'tray', name: 'Walnut tray', quantity: 2 }],
        currency: 'EUR',
        sums: { items: '50.00', tax: '9.50', taxContained: '9.50', shipping: '0.00', total: '59.50' },
        refunds: [{ amount: '59.50', currency: 'EUR', status: 'pending', reason: 'late_capture' }],
      },
    });
  });

  it('names neither shopper nor payer, nor where they talk, nor any secret', () => {
    const marked: Checkout = {
      ...full,
      owner: { channelId: 'webchat', conversationId: 'MARK-conversation', shopperId: 'MARK-shopper' },
      shopperName: 'MARK-name',
      locale: 'MARK-locale',
      conversationReference: 'MARK-reference',
      startedBy: 'MARK-activity',
      payerSessionHash: 'MARK-session',
      payerId: 'MARK-payer',
      number: { hash: 'MARK-hash', sealed: 'MARK-sealed', expiresAt: now, attempts: 0 },
      cardActivityId: 'MARK-card',
      orders: full.orders.map((order) => Object.assign({}, order, { nonceHash: 'MARK-nonce' })),
    };
    expect(toMerchantBody({ ...news, checkout: marked })).not.to.include('MARK');
  });

  it('has the same fields for a checkout with less', () => {
    const fields = (checkout: Checkout): unknown => {
      const { data } = parse(toMerchantBody({ ...news, checkout }));
      return typeof data === 'object' && data !== null ? Object.keys(data) : undefined;
    };
    expect(fields(sampleCheckout(now))).to.deep.equal(fields(full));
  });

  it('has tax on top of prices or inside of them, and never both', () => {
    const sumsOf = (checkout: Checkout): unknown => {
      const said: { data: { sums: unknown } } = JSON.parse(toMerchantBody({ ...news, checkout }));
      return said.data.sums;
    };
    const inside = { taxTotal: eur(0), taxIncluded: true, taxContained: eur(950) } as const;
    expect(sumsOf(paid)).to.include({ tax: '9.50', taxContained: '0.00' });
    expect(sumsOf({ ...paid, ...inside })).to.include({ tax: '0.00', taxContained: '9.50' });
  });

  it('holds sums of a currency without decimals as PayPal writes them', () => {
    const yen = (minorUnits: number) => ({ currency: 'JPY', minorUnits });
    const sums = { itemTotal: yen(5000), taxTotal: yen(0), shippingTotal: yen(0), total: yen(5000) };
    const { data } = parse(toMerchantBody({ ...news, checkout: { ...paid, ...sums } }));
    expect(data).to.deep.include({ currency: 'JPY' });
    expect(JSON.stringify(data)).to.include('"total":"5000"');
  });
});
