import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import {
  atPayPal,
  captureAside,
  captureOf,
  disputeAtPayPal,
  newsOf,
  refundsAtPayPal,
} from '../stage/paypal-side.ts';
import { createPayments } from '../../src/paypal/payments.ts';
import { createShopper, goToPayPal, type Page, payWith, type Shopper } from '../stage/page-visitor.ts';
import { type ChatHarness, type Conversation, openHarness } from '../stage/chat-harness.ts';

describe('money back in the chat', () => {
  let shop: ChatHarness;
  let payer: Shopper;
  beforeEach(() => {
    payer = createShopper();
  });
  afterEach(() => shop.close());

  const linkFor = async (chat: Conversation): Promise<string> => {
    await chat.say('add 2 sencha');
    await chat.say('checkout');
    const card = await chat.hears(/Link ready/u);
    return card.buttons.find(({ type }) => type === 'openUrl')?.value ?? '';
  };
  const newest = async (): Promise<Checkout> => {
    const [checkout] = await shop.store.checkouts.list(1);
    if (checkout === undefined) throw new Error('no checkout');
    return checkout;
  };
  const hear = async (type: string, about: Parameters<typeof newsOf>[1]): Promise<void> => {
    await shop.store.inbox.add([newsOf(type, about)]);
  };
  const numberOn = ({ html }: Page): string => /id="magic-number"[^>]*>(\d+)</u.exec(html)?.[1] ?? '';
  const otherThan = (digits: string): string => String((Number(digits) + 1) % 1_000_000).padStart(6, '0');

  describe('after the payment', () => {
    let chat: Conversation;
    let checkout: Checkout;
    let page: Page;
    beforeEach(async () => {
      shop = await openHarness();
      chat = shop.join();
      page = await payWith(payer, await linkFor(chat));
      await chat.hears(/arrived/u);
      checkout = await newest();
    });

    const refundAtPayPal = async (amount?: string): Promise<void> => {
      await atPayPal(shop, 'refund', { captureId: captureOf(checkout), amount });
      const refundId = (await refundsAtPayPal(shop)).at(-1)?.id;
      await hear('PAYMENT.CAPTURE.REFUNDED', { customId: checkout.id, refundId });
    };

    it('tells a part, the sum of the parts, and the whole; the card and the page live along', async () => {
      await refundAtPayPal('9.00');
      await chat.hears(/given €9.00 of your payment of €29.00 back/u);
      await chat.say(numberOn(page));
      await chat.hears(/is confirmed/u);
      await refundAtPayPal('5.00');
      await chat.hears(/given €14.00 of your payment of €29.00 back/u);
      await refundAtPayPal();
      await chat.hears(/given your payment of €29.00 back to you/u);
      expect((await chat.hears(/^2 items, €29.00 .*Refunded/u)).updates).to.be.a('string');
      const after = await payer.follow(await payer.get(`${shop.origin}/checkouts/${checkout.id}`));
      expect(after.html).to.include('Your payment went back to you');
      const tellings = chat.heard().filter(({ words }) => /given €9.00/u.test(words));
      expect(tellings).to.have.length(1);
    });

    it('tells a dispute, and that it is over', async () => {
      const captureId = captureOf(checkout);
      const disputeId = await disputeAtPayPal(shop, captureId, 'opened');
      const about = { disputeId, sellerTransactionIds: [captureId] };
      await hear('CUSTOMER.DISPUTE.CREATED', about);
      await chat.hears(/this payment is disputed/u);
      await disputeAtPayPal(shop, captureId, 'closed_for_seller');
      await hear('CUSTOMER.DISPUTE.RESOLVED', about);
      await chat.hears(/dispute about this payment is closed/u);
    });

    it('tells that PayPal took the payment back, and whom to ask', async () => {
      for (const as of ['opened', 'closed_for_buyer'] as const)
        await disputeAtPayPal(shop, captureOf(checkout), as);
      await hear('PAYMENT.CAPTURE.REVERSED', { customId: checkout.id, captureId: captureOf(checkout) });
      await chat.hears(/PayPal took this payment back.*Contact: /u);
      const after = await payer.follow(await payer.get(`${shop.origin}/checkouts/${checkout.id}`));
      expect(after.html).to.include('PayPal took this payment back');
    });

    it('says nothing of a refund that is pending, and tells it once it is through', async () => {
      const { captureId = '' } = checkout.capture ?? {};
      const faults = [{ operation: 'refund', fault: 'pending' }];
      await arrange(shop, faults);
      await paymentsOf(shop).refundCapture({ captureId, requestId: 'elsewhere' });
      const [refund] = await refundsAtPayPal(shop);
      await hear('PAYMENT.REFUND.PENDING', { customId: checkout.id, refundId: refund?.id });
      while ((await newest()).refunds.length === 0) await sleep(50);
      await atPayPal(shop, 'settle', { refundId: refund?.id, as: 'COMPLETED' });
      await hear('PAYMENT.CAPTURE.REFUNDED', { customId: checkout.id, refundId: refund?.id });
      await chat.hears(/given your payment of €29.00 back to you/u);
      expect(chat.heard().some(({ words }) => /of your payment/u.test(words))).to.equal(false);
    });
  });

  it('tells of money that landed after a cancel, and that it is back', async () => {
    shop = await openHarness();
    const chat = shop.join();
    const approval = await goToPayPal(payer, await linkFor(chat));
    await payer.press(approval, 'Approve payment');
    await chat.say('cancel');
    await chat.hears(/checkout is cancelled/u);
    const checkout = await newest();
    const payments = paymentsOf(shop);
    await captureAside({ ports: { payments } }, checkout.orders[0]?.orderId ?? '');
    await hear('PAYMENT.CAPTURE.COMPLETED', { customId: checkout.id });
    await chat.hears(/given your payment of €29.00 back to you/u);
    expect((await newest()).flag).to.equal('late_capture');
  });

  describe('with capture on confirmation', () => {
    let chat: Conversation;
    let page: Page;
    beforeEach(async () => {
      shop = await openHarness({ settings: { CAPTURE: 'on_confirmation' } });
      chat = shop.join();
      page = await payWith(payer, await linkFor(chat));
      await chat.hears(/has your approval for €29.00. Nothing is charged yet/u);
    });

    it('takes the number, then the money, and tells both', async () => {
      expect((await chat.say('status'))[0]?.words).to.match(/nothing is charged yet/u);
      expect(page.html).to.include('not charged yet').and.not.include('Paid');
      const [accepted] = await chat.say(numberOn(page));
      expect(accepted?.words).to.match(/number is right. PayPal is taking the payment now/u);
      await chat.hears(/payment of €29.00 is confirmed/u);
      await chat.hears(/^Receipt/u);
      const said = chat.heard().map(({ words }) => words);
      const at = (pattern: RegExp) => said.findIndex((words) => pattern.test(words));
      expect(at(/number is right/u)).to.be.lessThan(at(/is confirmed/u));
    });

    it('says nothing of a payment in its reminder, nor in the answer to a wrong number', async () => {
      const [wrong] = await chat.say(otherThan(numberOn(page)));
      expect(wrong?.words)
        .to.match(/does not fit/u)
        .and.not.match(/paid/iu);
      shop.later(121_000);
      const reminder = await chat.hears(/waits for its number/u);
      expect(reminder.words)
        .to.match(/nothing is charged yet/u)
        .and.not.match(/paid/iu);
    });

    it('locks after ten wrong numbers, and says that nothing was charged', async () => {
      for (let attempt = 0; attempt < 5; attempt += 1) await chat.say(otherThan(numberOn(page)));
      const renewed = await payer.follow(await payer.press(await payer.get(page.url), 'Show a new number'));
      for (let attempt = 0; attempt < 5; attempt += 1) await chat.say(otherThan(numberOn(renewed)));
      await chat.hears(/Too many numbers did not fit.*Nothing was charged/u);
      await chat.say('status');
      await chat.hears(/no checkout under way/u);
      const after = await payer.follow(await payer.get(`${shop.origin}/checkouts/${(await newest()).id}`));
      expect(after.kind).to.equal('expired');
    });

    it('tells that the approval is lost, and that nothing was charged', async () => {
      const { id, orders } = await newest();
      await atPayPal(shop, 'reverse-approval', { orderId: orders[0]?.orderId });
      await hear('CHECKOUT.PAYMENT-APPROVAL.REVERSED', { customId: id });
      await chat.hears(/needs your approval once more, and nothing was charged/u);
    });
  });
});

async function arrange({ simulatorUrl }: ChatHarness, faults: readonly object[]): Promise<void> {
  const answer = await fetch(`${simulatorUrl}/_simulator/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults }),
  });
  expect(answer.status).to.equal(200);
}

function paymentsOf({ simulatorUrl }: ChatHarness) {
  return createPayments({
    environment: 'simulator',
    apiUrl: simulatorUrl,
    webUrl: simulatorUrl,
    clientId: 'aside',
    clientSecret: 'secret',
    log: () => undefined,
  });
}
