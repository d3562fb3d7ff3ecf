import { expect } from 'chai';
import type { AskedRefund, Checkout } from '../../src/checkout/checkout.ts';
import type { SignalKind } from '../../src/checkout/signal.ts';
import { paidCheckout, sampleCheckout } from '../store/sample-checkout.ts';
import { later, now, onEdits, plainly, refused, sent, tell } from './telling.ts';

const given = (
  captureId: string,
  minorUnits: number,
  status: AskedRefund['status'] = 'completed',
): AskedRefund => ({
  requestId: `refund-${minorUnits}`,
  reason: 'merchant',
  askedAt: now,
  captureId,
  status,
  amount: { currency: 'EUR', minorUnits },
});
const capture = {
  captureId: 'OWN',
  status: 'COMPLETED',
  amount: { currency: 'EUR', minorUnits: 5950 },
} as const;

describe('the news that a shopper is told', () => {
  const table: [SignalKind, Partial<Checkout>, RegExp, unknown[]?][] = [
    [
      'deadline_near',
      { expiresAt: now + 299_999 },
      /^Your checkout link works for 5 more minutes\. Nothing/u,
    ],
    ['deadline_near', { expiresAt: now + 1 }, /works for one more minute\./u],
    ['deadline_near', { expiresAt: now - 1 }, /works for 0 more minutes\./u],
    ['payer_cancelled', {}, /^You turned back at PayPal, so nothing was charged\./u],
    ['approved_elsewhere', {}, /^The payment was approved in another browser/u],
    ['payment_declined', { status: 'declined' }, /^PayPal declined the payment, and nothing was charged/u],
    [
      'payment_declined',
      { status: 'declined', flag: 'capture_refused' },
      /^PayPal refused the payment for a reason on the shop's side.*Contact: help@shop\.example\.$/u,
    ],
    ['payment_pending', {}, /^PayPal is still checking the payment/u],
    ['approval_arrived', {}, /^PayPal has your approval for €59\.50\. Nothing is charged yet/u],
    ['approval_unreturned', {}, /^PayPal has an approval, but no browser came back with it/u],
    ['approval_lost', {}, /^PayPal needs your approval once more/u],
    ['payment_arrived', {}, /^Your payment of €59\.50 arrived\. One step is left/u],
    ['number_reminder', { status: 'paid' }, /^Your payment waits for its number/u],
    [
      'number_reminder',
      { status: 'approved' },
      /^Your approval waits for its number, and nothing is charged/u,
    ],
    ['cancelled', { status: 'cancelled' }, /^Your checkout is cancelled\. Nothing was charged/u],
    [
      'cancelled',
      { status: 'cancelled', flag: 'number_locked' },
      /^Too many numbers did not fit, so I stopped/u,
    ],
    ['expired', { status: 'expired' }, /^Your checkout link is over/u],
    ['flagged', { status: 'flagged' }, /^Your payment needs a look by a person.*help@shop\.example\.$/u],
    ['flagged', { status: 'flagged', flag: 'late_capture' }, /^A payment landed that I was not waiting for/u],
    ['refunded', { status: 'refunded' }, /^PayPal has given your payment of €59\.50 back to you/u],
    [
      'refunded',
      { status: 'refunded', flag: 'reversed' },
      /^PayPal took this payment back.*help@shop\.example/u,
    ],
    ['dispute_opened', {}, /^PayPal tells us that this payment is disputed/u],
    ['dispute_closed', {}, /^The dispute about this payment is closed/u],
  ];
  for (const [kind, changes, sentence] of table)
    it(`${kind}, ${JSON.stringify(changes)}: ${String(sentence)}`, async () => {
      const { told, calls, said } = await tell(kind, sampleCheckout(now, { ...plainly, ...changes }));
      expect(told).to.deep.equal({ kind: 'told' });
      expect(calls).to.deep.equal(['send chat key-0']);
      expect(said[0]).to.match(sentence);
    });

  for (const [what, refunds, sentence] of [
    ['a part', [given('OWN', 500)], '€5.00 of your payment of €59.50 back to you.'],
    ['two parts', [given('OWN', 500), given('OWN', 250)], '€7.50 of your payment of €59.50 back to you.'],
    ['a part, and more later', [given('OWN', 500), given('OWN', 9, 'pending')], '€5.00 of your payment'],
    ['a part, and another payment', [given('OWN', 500), given('OTHER', 5950)], '€5.00 of your payment'],
    ['another payment', [given('OTHER', 5950)], '€59.50 back to you: a further payment'],
    ['other payments', [given('OTHER', 100), given('THIRD', 1)], '€1.01 back to you: a further payment'],
  ] as const)
    it(`names what was given back: ${what}`, async () => {
      const checkout = paidCheckout(now, { ...plainly, capture, refunds });
      const { said } = await tell('refunded_in_part', checkout);
      expect(said[0]).to.include(`PayPal has given ${sentence}`);
    });

  it('names in a group whom it is for, and nobody where nobody has a name', async () => {
    for (const [shopperName, beginning] of [
      ['Ada', 'Ada: You turned back'],
      [' ', 'For the person who ordered: You turned back'],
    ] as const) {
      const checkout = sampleCheckout(now, { ...plainly, isGroup: true, shopperName });
      expect((await tell('payer_cancelled', checkout)).said[0]).to.include(beginning);
    }
  });

  it('offers as a button what is to be said next', async () => {
    const replies = async (kind: SignalKind): Promise<unknown[]> =>
      (await tell(kind, sampleCheckout(now, onEdits))).replies;
    expect(await replies('approved_elsewhere')).to.deep.equal(['new link']);
    expect(await replies('approval_unreturned')).to.deep.equal(['status']);
    expect(await replies('payer_cancelled')).to.deep.equal([]);
  });

  it('says nothing of a checkout that another one has replaced', async () => {
    const replaced = { status: 'cancelled', replacedBy: 'another' } as const;
    const { told, calls } = await tell('cancelled', sampleCheckout(now, { ...plainly, ...replaced }));
    expect(told).to.deep.equal({ kind: 'told' });
    expect(calls).to.deep.equal([]);
  });

  describe('that a purchase is confirmed', () => {
    const confirmed = paidCheckout(now, { ...plainly, status: 'confirmed' });

    it('comes with its receipt, each under a key of its own', async () => {
      const { told, calls, said } = await tell('confirmed', confirmed);
      expect(told).to.deep.equal({ kind: 'told' });
      expect(calls).to.deep.equal(['send chat key-0', 'send chat key-1']);
      expect(said[0]).to.match(/^Thank you! Your payment of €59\.50 is confirmed/u);
      expect(said[1]).to.match(/^Receipt [A-Z\d]+\n\nPaid on \d/u);
    });

    it('is told again as it is where it could not be said', async () => {
      const { told, calls } = await tell('confirmed', confirmed, { send: [later] });
      expect(told).to.deep.equal(later);
      expect(calls).to.have.length(1);
    });

    it('may have been shown where the receipt alone could not be sent', async () => {
      const { told } = await tell('confirmed', confirmed, { send: [sent, later] });
      expect(told).to.deep.equal({ ...later, isUnclear: true });
    });

    for (const send of [[refused], [sent, refused]])
      it(`is given up where the channel refuses number ${send.length}`, async () => {
        const { told, calls } = await tell('confirmed', confirmed, { send });
        expect(told).to.deep.equal(refused);
        expect(calls).to.have.length(send.length);
      });
  });
});
