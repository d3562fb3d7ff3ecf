import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import type { Settings } from '../../src/checkout/ports.ts';
import { type NewsBench, openNewsBench } from '../stage/news-bench.ts';
import { goToPayPal, payFor, type WayBack, wrongNumber } from '../stage/payer.ts';
import {
  atPayPal,
  captureAside,
  captureOf,
  confirmedPurchase,
  disputeAtPayPal,
  refundsAtPayPal,
} from '../stage/paypal-side.ts';
import { ledgerOf } from '../stage/trail.ts';
import { times } from '../store/outcome.ts';

type Id = Pick<Checkout, 'id'>;

interface Way {
  readonly name: string;
  /** The flags with which it is parked, one after the other. */
  readonly flags: readonly string[];
  readonly settings?: Partial<Settings>;
  readonly act: (bench: NewsBench) => Promise<Id>;
}

const dayMs = 86_400_001;

const ways: readonly Way[] = [
  {
    name: 'the order that comes back is of another sum',
    flags: ['amount_mismatch'],
    act: async (bench) => {
      const back = await approved(bench);
      await bench.arrange({ operation: 'get', fault: 'wrong_amount' });
      return bench.flow.returnFromPayPal(back);
    },
  },
  {
    name: 'its money was taken before the payer was back',
    flags: ['late_capture'],
    act: async (bench) => {
      const back = await approved(bench);
      await captureAside(bench, back.orderId);
      return bench.flow.returnFromPayPal(back);
    },
  },
  {
    name: 'the order is to another payee when the capture is due',
    flags: ['payee_mismatch'],
    act: async (bench) => {
      const submitted = await unheard(bench);
      await bench.arrange({ operation: 'get', fault: 'wrong_payee' });
      await bench.flow.resume();
      return submitted;
    },
  },
  {
    name: 'the capture names another payer',
    flags: ['payer_mismatch'],
    act: async (bench) => {
      const back = await approved(bench);
      await bench.arrange({ operation: 'capture', fault: 'wrong_payer' });
      return bench.flow.returnFromPayPal(back);
    },
  },
  {
    name: 'the order of a payment that PayPal checks is gone',
    flags: ['checkout_mismatch'],
    act: async (bench) => {
      await bench.arrange({ operation: 'capture', fault: 'pending' });
      const pending = await bench.flow.returnFromPayPal(await approved(bench));
      bench.clock.now += 31_000;
      await bench.arrange({ operation: 'get', fault: { issue: 'INVALID_RESOURCE_ID' } });
      await bench.flow.resume();
      return pending;
    },
  },
  {
    name: 'its money was given back before it was seen',
    flags: ['checkout_mismatch'],
    act: async (bench) => {
      const submitted = await unheard(bench);
      await bench.arrange(
        { operation: 'capture', fault: 'reset_after' },
        { operation: 'get', fault: 'none' },
      );
      await bench.arrange({ operation: 'get', fault: 'error_503', times: 3 });
      await bench.flow.resume();
      await atPayPal(bench, 'refund', { captureId: (await bench.captures())[0]?.id });
      bench.clock.now += 31_000;
      await bench.flow.resume();
      return submitted;
    },
  },
  {
    name: 'its number never came',
    flags: ['unconfirmed'],
    act: async (bench) => {
      const { checkout } = await payFor(bench);
      bench.clock.now += dayMs;
      await bench.flow.endUnconfirmed();
      return checkout;
    },
  },
  {
    name: 'wrong numbers lock it',
    flags: ['number_locked'],
    act: lock,
  },
  {
    name: 'wrong numbers end it before anything is charged',
    flags: [],
    settings: { capture: 'on_confirmation' },
    act: lock,
  },
  {
    name: 'money lands after the shopper has cancelled',
    flags: ['late_capture'],
    act: async (bench) => {
      const checkout = await bench.start();
      const { orderId } = await goToPayPal(bench, checkout);
      await bench.flow.cancel(checkout.owner);
      await captureAside(bench, orderId);
      await bench.hearCaptured(checkout);
      return checkout;
    },
  },
  {
    name: 'money lands while the payer is at PayPal, and the news comes twice',
    flags: ['late_capture'],
    act: async (bench) => {
      const checkout = await bench.start();
      await captureAside(bench, (await goToPayPal(bench, checkout)).orderId);
      for (const _ of times(2, () => undefined)) await bench.hearCaptured(checkout);
      return checkout;
    },
  },
  {
    name: 'PayPal takes a part of the money back',
    flags: ['reversed'],
    act: async (bench) => {
      const checkout = await confirmedPurchase(bench);
      await atPayPal(bench, 'refund', { captureId: captureOf(checkout), amount: '8.98' });
      await bench.hear('PAYMENT.CAPTURE.REVERSED', { customId: checkout.id });
      return checkout;
    },
  },
  {
    name: 'PayPal takes all of the money back',
    flags: [],
    act: async (bench) => {
      const checkout = await confirmedPurchase(bench);
      await disputeAtPayPal(bench, captureOf(checkout), 'opened');
      await disputeAtPayPal(bench, captureOf(checkout), 'closed_for_buyer');
      await bench.hear('PAYMENT.CAPTURE.REVERSED', { customId: checkout.id });
      return checkout;
    },
  },
  {
    name: 'PayPal refuses to give the money back',
    flags: ['refund_failed'],
    act: async (bench) => refuseRefund(bench, (await payFor(bench)).checkout),
  },
  {
    name: 'PayPal refuses to give a part of the money back',
    flags: [],
    act: async (bench) =>
      refuseRefund(bench, (await payFor(bench)).checkout, { currency: 'EUR', minorUnits: 500 }),
  },
  {
    name: 'PayPal refuses to give back what a deadline had decided',
    flags: ['refund_failed'],
    settings: { unconfirmed: 'refund' },
    act: async (bench) => {
      const { checkout } = await payFor(bench);
      bench.clock.now += dayMs;
      await bench.arrange({ operation: 'refund', fault: { issue: 'REFUND_NOT_ALLOWED' } });
      await bench.flow.endUnconfirmed();
      return checkout;
    },
  },
  {
    name: 'a refund comes to nothing afterwards, by PayPal’s news',
    flags: ['refund_failed'],
    act: async (bench) => {
      const checkout = await failLater(bench);
      const refundId = (await refundsAtPayPal(bench))[0]?.id;
      await bench.hear('PAYMENT.REFUND.FAILED', { customId: checkout.id, refundId });
      return checkout;
    },
  },
  {
    name: 'a refund comes to nothing afterwards, by our own look',
    flags: ['refund_failed'],
    act: async (bench) => {
      const checkout = await failLater(bench);
      bench.clock.now += 31_000;
      await bench.flow.resumeRefunds();
      return checkout;
    },
  },
  {
    name: 'it is parked once more, since the merchant’s refund of it fails',
    flags: ['unconfirmed', 'refund_failed'],
    act: async (bench) => {
      const { checkout } = await payFor(bench);
      bench.clock.now += dayMs;
      await bench.flow.endUnconfirmed();
      return refuseRefund(bench, checkout);
    },
  },
  {
    name: 'PayPal refuses the capture for the shop’s own reason, and the payer may try again',
    flags: [],
    act: async (bench) => {
      const back = await approved(bench);
      await bench.arrange({ operation: 'capture', fault: { issue: 'PERMISSION_DENIED' } });
      return bench.flow.returnFromPayPal(back);
    },
  },
];

describe('the warning in the log that a purchase is flagged', () => {
  let bench: NewsBench;
  afterEach(() => bench.close());

  for (const { name, flags, settings, act } of ways)
    it(`${['never comes', 'comes once'][flags.length] ?? 'comes each time'} where ${name}`, async () => {
      bench = await openNewsBench(settings);
      const { id } = await act(bench);
      const lines = bench.logged('checkout_flagged').map(({ checkoutId, flag }) => ({ checkoutId, flag }));
      expect(lines).to.deep.equal(flags.map((flag) => ({ checkoutId: id, flag })));
      const parked = (await ledgerOf(bench, { id })).filter((line) => /^\w+: flagged/u.test(line));
      expect(parked).to.have.length(flags.length);
    });
});

async function approved(bench: NewsBench): Promise<WayBack> {
  return goToPayPal(bench, await bench.start());
}

/** The payer is back, PayPal could not be asked, and whoever goes on may do so now. */
async function unheard(bench: NewsBench): Promise<Checkout> {
  const back = await approved(bench);
  await bench.arrange({ operation: 'get', fault: 'error_503', times: 3 });
  const submitted = await bench.flow.returnFromPayPal(back);
  bench.clock.now += 31_000;
  return submitted;
}

async function lock(bench: NewsBench): Promise<Id> {
  const { checkout, owner, back } = await payFor(bench);
  for (const number of [1, 2]) {
    if (number === 2) await bench.flow.drawNewNumber(back);
    const { digits } = await bench.flow.showNumber(back);
    for (const _ of times(5, () => undefined)) await bench.flow.confirm(owner, wrongNumber(digits ?? ''));
  }
  return checkout;
}

async function refuseRefund(bench: NewsBench, { id }: Id, amount?: Checkout['total']): Promise<Id> {
  await bench.arrange({ operation: 'refund', fault: { issue: 'REFUND_NOT_ALLOWED' } });
  return bench.flow.refund({ checkoutId: id, amount, reason: 'merchant' });
}

/** A refund that PayPal had accepted, and that has failed there since. */
async function failLater(bench: NewsBench): Promise<Id> {
  const checkout = await confirmedPurchase(bench);
  await bench.arrange({ operation: 'refund', fault: 'pending' });
  await bench.flow.refund({ checkoutId: checkout.id, reason: 'merchant' });
  await atPayPal(bench, 'settle', { refundId: (await refundsAtPayPal(bench))[0]?.id, as: 'DECLINED' });
  return checkout;
}
