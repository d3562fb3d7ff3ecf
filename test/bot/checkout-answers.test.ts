import { ConversationState, MemoryStorage } from 'botbuilder';
import { type DialogContext, DialogSet, type DialogTurnResult } from 'botbuilder-dialogs';
import { expect } from 'chai';
import { type Checkout, statuses } from '../../src/checkout/checkout.ts';
import { CheckoutError } from '../../src/checkout/errors.ts';
import { CheckoutDialog, type CheckoutDialogOptions } from '../../src/bot/checkout-dialog.ts';
import type { Shop } from '../../src/bot/shop.ts';
import { sampleCheckout } from '../store/sample-checkout.ts';
import { turn } from './turn.ts';

const now = 1_800_000_000_000;
const ended = 'complete';
const waits = 'waiting';

/** Use cases that answer as a test wants; what it does not name must not be asked. */
function shopWith(flow: Partial<Shop['flow']>): Shop {
  const unasked = () => Promise.reject(new Error('was asked'));
  return {
    flow: {
      start: unasked,
      findActive: unasked,
      waitsElsewhere: unasked,
      lastPurchase: unasked,
      history: unasked,
      linkFor: async () => 'https://shop.example/checkout/x',
      confirm: unasked,
      cancel: unasked,
      renewLink: unasked,
      ...flow,
    },
    catalog: {
      currency: 'EUR',
      taxIncluded: false,
      shipping: 'none',
      products: [{ id: 'tea', name: 'Tea', description: '', price: { currency: 'EUR', minorUnits: 100 } }],
    },
    merchantName: 'Shop',
    supportContact: 'help@shop.example',
    unconfirmedHours: 24,
    legalLinks: {},
    pictureOf: () => undefined,
    readNumber: (text) => /^\d{6}$/u.exec(text)?.[0],
    findNumbers: (text) => text.match(/\d{6}/gu) ?? [],
  };
}

async function run(
  flow: Partial<Shop['flow']>,
  fields: Record<string, unknown>,
  act: (dc: DialogContext) => Promise<DialogTurnResult>,
) {
  const context = turn(fields);
  const said: string[] = [];
  const replies: unknown[] = [];
  context.onSendActivities(async (_context, activities) => {
    for (const { text, summary, suggestedActions } of activities) {
      said.push(summary ?? text ?? '');
      replies.push(...(suggestedActions?.actions ?? []).map(({ value }): unknown => value));
    }
    return activities.map(() => ({ id: 'sent' }));
  });
  const dialogs = new DialogSet(new ConversationState(new MemoryStorage()).createProperty('dialogs'));
  dialogs.add(new CheckoutDialog('checkout', shopWith(flow)));
  const { status, result } = await act(await dialogs.createContext(context));
  return { said, replies, status, result };
}

const say = (flow: Partial<Shop['flow']>, text: string, fields: Record<string, unknown> = {}) =>
  run(flow, { ...fields, text }, (dc) => dc.beginDialog('checkout'));
const begin = (
  flow: Partial<Shop['flow']>,
  options: CheckoutDialogOptions,
  fields: Record<string, unknown> = {},
) => run(flow, fields, (dc) => dc.beginDialog('checkout', options));

const active = (changes: Partial<Checkout>): Pick<Shop['flow'], 'findActive'> => ({
  findActive: async () => ({ checkout: sampleCheckout(now, changes), now }),
});
const nothing: Pick<Shop['flow'], 'findActive'> = { findActive: async () => undefined };
const group = { conversation: { id: 'conversation-1', isGroup: true } };

describe('the checkout dialog, as it begins,', () => {
  const cart = [{ productId: 'tea', quantity: 2 }];

  it('asks for a checkout of all that was wanted, and says nothing itself', async () => {
    const asked: unknown[] = [];
    const flow: Partial<Shop['flow']> = {
      start: async (request) => {
        asked.push(request);
        return sampleCheckout(now);
      },
    };
    const shipping = { id: 'post', name: 'Post', price: { currency: 'EUR', minorUnits: 5 } };
    const outcome = await begin(flow, { cart, shipping, replaces: 'one' }, { locale: 'de-DE', ...group });
    expect(outcome).to.deep.include({ said: [], status: waits });
    expect(asked[0]).to.deep.include({
      owner: { channelId: 'directline', conversationId: 'conversation-1', shopperId: 'shopper-1' },
      isGroup: true,
      shopperName: 'Ann',
      locale: 'de-DE',
      activityId: 'activity-1',
      shipping,
      replaces: 'one',
    });
    expect(asked[0]).to.have.nested.property('cart[0].product.id', 'tea');
    await begin(flow, { cart }, { id: null, from: { id: 'shopper-1' } });
    expect(asked[1]).to.include({ activityId: '', shopperName: '', isGroup: false });
  });

  it('asks for none where something is no longer sold, and says so', async () => {
    const wanted = [...cart, { productId: 'gone', quantity: 1 }];
    const { said, status } = await begin({}, { cart: wanted });
    expect(said).to.have.length(1);
    expect(said[0]).to.match(/^There is something in your cart that I cannot sell like that/u);
    expect(status).to.equal(ended);
  });

  it('goes on with what is under way, and ends with the reason of any other refusal', async () => {
    const refusing = (code: 'checkout_open' | 'rate_limited') => ({
      start: () => Promise.reject(new CheckoutError(code)),
    });
    const open = await begin({ ...refusing('checkout_open'), ...active({}) }, { cart });
    expect(open.said[0]).to.match(/^You have a checkout under way/u);
    expect(open.status).to.equal(waits);
    const often = await begin(refusing('rate_limited'), { cart });
    expect(often.said[0]).to.match(/^That was a lot of checkouts/u);
    expect(often.status).to.equal(ended);
  });

  it('hides no fault', async () => {
    const start = () => Promise.reject(new Error('ours'));
    expect(await begin({ start }, { cart }).catch(String)).to.match(/Error: ours$/u);
  });
});

describe('the checkout dialog, told a number,', () => {
  const confirming = (outcome: Awaited<ReturnType<Shop['flow']['confirm']>>) => ({
    confirm: async () => outcome,
  });

  it('ends with what was confirmed, and leaves the words to the news of it', async () => {
    const checkout = sampleCheckout(now, { status: 'confirmed' });
    const outcome = await say(confirming({ kind: 'confirmed', checkout }), '482913');
    expect(outcome).to.deep.include({ said: [], status: ended, result: { confirmed: checkout } });
  });

  it('says that it fits and the payment is on its way', async () => {
    const { said, status } = await say(confirming({ kind: 'accepted' }), '482913');
    expect(said[0]).to.match(/^Thank you, the number is right/u);
    expect(status).to.equal(waits);
  });

  it('says that it does not fit, and nothing where the purchase is locked by it', async () => {
    const wrong = await say(confirming({ kind: 'wrong', locked: false }), '482913');
    expect(wrong.said[0]).to.match(/^That number does not fit/u);
    expect(wrong.status).to.equal(waits);
    const locked = await say(confirming({ kind: 'wrong', locked: true }), '482913');
    expect(locked).to.deep.include({ said: [], status: ended });
  });

  for (const [what, flow, fields, sentence] of [
    [
      'where nothing waits',
      { ...nothing, waitsElsewhere: async () => false },
      {},
      /^That number does not fit/u,
    ],
    [
      'where the link is still to be paid',
      { ...active({}), waitsElsewhere: async () => false },
      {},
      /^That number does not fit/u,
    ],
    [
      'where one waits in another chat',
      { ...nothing, waitsElsewhere: async () => true },
      {},
      /^That number does not belong here/u,
    ],
    ['in a group, which hears of no other chat', nothing, group, /^That number does not fit/u],
    ['where PayPal is still working', active({ status: 'capture_pending' }), {}, /^PayPal is still working/u],
  ] as const)
    it(`says what is true ${what}`, async () => {
      const { said, status } = await say(
        { ...confirming({ kind: 'nothing_waits' }), ...flow },
        '482913',
        fields,
      );
      expect(said).to.have.length(1);
      expect(said[0]).to.match(sentence);
      expect(status).to.equal(waits);
    });

  for (const [what, flow, fields, replies] of [
    ['offers the digits of a sentence', active({ status: 'paid' }), {}, ['482913', '123456']],
    ['offers them for an approval too', active({ status: 'approved' }), {}, ['482913', '123456']],
    ['offers nothing where nothing waits for one', active({ status: 'claimed' }), {}, []],
    ['offers nothing where nothing is under way', nothing, {}, []],
    ['offers nothing before a group', active({ status: 'paid' }), group, []],
  ] as const)
    it(`${what}, and compares nothing`, async () => {
      const outcome = await say(flow, 'is it 482913 or 123456?', fields);
      expect(outcome.replies).to.deep.equal(replies);
      expect(outcome.status).to.equal(waits);
    });
});

describe('the checkout dialog, asked to cancel,', () => {
  const cancelling = (checkout: Checkout | undefined) => say({ cancel: async () => checkout }, 'cancel');

  it('ends where nothing is left to cancel, and says so where there was nothing', async () => {
    const none = await cancelling(undefined);
    expect(none.said[0]).to.match(/^There is no open checkout to cancel/u);
    expect(none.status).to.equal(ended);
    expect(await cancelling(sampleCheckout(now, { status: 'cancelled' }))).to.deep.include({
      said: [],
      status: ended,
    });
  });

  it('says what stands in the way, and waits on', async () => {
    for (const [status, sentence] of [
      ['paid', /^It is already paid/u],
      ['capture_submitted', /^Your payment is being settled/u],
    ] as const) {
      const outcome = await cancelling(sampleCheckout(now, { status }));
      expect(outcome.said[0]).to.match(sentence);
      expect(outcome.status).to.equal(waits);
    }
  });
});

describe('the checkout dialog, asked for a new link,', () => {
  it('names the message that asked, and leaves the words to the link', async () => {
    const asked: unknown[] = [];
    const renewLink: Shop['flow']['renewLink'] = async (_owner, { activityId }) =>
      void asked.push(activityId);
    expect(await say({ renewLink }, 'new link')).to.deep.include({ said: [], status: waits });
    await say({ renewLink }, 'new link', { id: null });
    expect(asked).to.deep.equal(['activity-1', '']);
  });

  for (const [what, flow, sentence] of [
    ['once it is paid', active({ status: 'paid' }), /^It is already paid, so you need no new link/u],
    ['while it is charged', active({ status: 'capture_submitted' }), /so there is no new link/u],
    ['where it has just changed', active({ status: 'claimed' }), /^Your checkout has just changed/u],
    ['where it is gone', nothing, /^Your checkout has just changed/u],
  ] as const)
    it(`says why there is none ${what}`, async () => {
      const renewLink = () => Promise.reject(new CheckoutError('status_conflict'));
      const { said, status } = await say({ renewLink, ...flow }, 'new link');
      expect(said[0]).to.match(sentence);
      expect(status).to.equal(waits);
    });

  it('hides no fault', async () => {
    const renewLink = () => Promise.reject(new Error('ours'));
    expect(await say({ renewLink, ...nothing }, 'new link').catch(String)).to.match(/Error: ours$/u);
  });
});

describe('the checkout dialog, asked how it stands,', () => {
  it('ends where nothing is under way', async () => {
    expect(await say(nothing, 'status')).to.deep.include({ said: [], status: ended });
  });

  for (const status of statuses)
    it(`says it, with the link as long as it can be paid: ${status}`, async () => {
      const { said, status: end } = await say(active({ status }), 'status');
      const isOpen = ['open', 'claimed', 'order_submitted', 'awaiting_approval', 'approved', 'declined'];
      expect(said.length > 1).to.equal(isOpen.includes(status));
      if (said.length > 1) expect(said[1]).to.include('https://shop.example/checkout/x');
      expect(end).to.equal(waits);
    });

  for (const [channelId, isGroup, messages] of [
    ['msteams', true, 1],
    ['msteams', false, 2],
    ['webchat', true, 2],
  ] as const)
    it(`shows ${channelId}${isGroup ? ', before a group,' : ''} ${messages === 1 ? 'no link that went to its owner alone' : 'the link'}`, async () => {
      const { said } = await say(active({ isGroup }), 'checkout', { channelId });
      expect(said).to.have.length(messages);
    });
});
