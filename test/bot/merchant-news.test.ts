import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import type { ChatEnd, MerchantChat } from '../../src/checkout/merchant-chat-ports.ts';
import { type MerchantEventKind, merchantEventKinds } from '../../src/checkout/merchant-event.ts';
import { toMerchantBody } from '../../src/checkout/merchant-event-body.ts';
import type { MerchantEvent, MerchantTold } from '../../src/checkout/merchant-event-ports.ts';
import { createMerchantChatTeller } from '../../src/bot/merchant-news.ts';
import type { Sent } from '../../src/bot-framework/proactive.ts';
import { fullCheckout, paidCheckout, shopper } from '../store/sample-checkout.ts';
import { later, now, refused, sent } from './telling.ts';

const chat: MerchantChat = {
  id: 7,
  owner: { ...shopper, channelId: 'sms' },
  name: 'Mia',
  locale: 'en-GB',
  conversationReference: 'alone with Mia',
  joinedAt: now,
  heardAt: undefined,
  state: 'hearing',
  endedAt: undefined,
  reason: undefined,
};

interface Telling {
  readonly told: MerchantTold;
  readonly said: readonly {
    readonly text: string;
    readonly format: string | undefined;
    readonly to: string;
  }[];
  readonly keys: readonly (string | undefined)[];
  readonly ended: readonly (readonly [number, ChatEnd, string | undefined])[];
}

async function tell(
  events: readonly [MerchantEvent, ...MerchantEvent[]],
  answer: Sent = sent,
  changes: Partial<MerchantChat> = {},
): Promise<Telling> {
  const said: Telling['said'][number][] = [];
  const keys: (string | undefined)[] = [];
  const ended: Telling['ended'][number][] = [];
  const teller = createMerchantChatTeller(
    {
      chats: {
        find: async () => ({ ...chat, ...changes }),
        end: async (id, how, reason) => ended.push([id, how, reason]) > 0,
      },
      proactive: {
        send: async (to, { text, textFormat }, options) => {
          said.push({ text: text ?? '', format: textFormat, to });
          keys.push(options?.idempotencyKey);
          return answer;
        },
      },
    },
    chat,
  );
  expect(teller.destination).to.equal('chat-7');
  return { told: await teller.tellTogether(events), said, keys, ended };
}

function eventOf(
  kind: MerchantEventKind,
  changes: Partial<Checkout> = {},
  more: Partial<MerchantEvent> = {},
): MerchantEvent {
  const checkout = paidCheckout(now, { id: 'sti52arshf6ykh5lxna7rfddnn', ...changes });
  const eventId = `msg_${checkout.id}_2_${kind}`;
  const untold = kind === 'undeliverable' ? ('payment_arrived' as const) : undefined;
  const body = toMerchantBody({ eventId, kind, checkout, happenedAt: now, untold });
  const what = { eventId, destination: 'chat-7', checkoutId: checkout.id, kind, body } as const;
  return { ...what, happenedAt: now, dueAt: now, tries: 0, lease: { holder: 'one', until: now }, ...more };
}

const items = ([name = 'Walnut tray', quantity = 2]: readonly [string?, number?]) => ({
  items: paidCheckout(now).items.map((item) => Object.assign({}, item, { name, quantity })),
});

describe("what the merchant's own chat is told", () => {
  const given = { requestId: 'r', captureId: 'c', reason: 'merchant', askedAt: now } as const;
  const table: readonly (readonly [MerchantEventKind, Partial<Checkout>, string])[] = [
    ['confirmed', {}, 'Sold: 2 × Walnut tray, €59.50. Receipt STI52ARS, the web chat.'],
    [
      'refunded',
      {
        refunds: [
          { ...given, status: 'completed', amount: { currency: 'EUR', minorUnits: 150 } },
          { ...given, status: 'completed', amount: { currency: 'EUR', minorUnits: 50 } },
          { ...given, status: 'failed', amount: { currency: 'EUR', minorUnits: 999 } },
        ],
      },
      'Given back: €2.00 of €59.50, for 2 × Walnut tray. Receipt STI52ARS.',
    ],
    [
      'flagged',
      { flag: 'amount_mismatch' },
      'Please look at STI52ARS (2 × Walnut tray, €59.50): the sum at PayPal is another one.',
    ],
    ['flagged', {}, 'Please look at STI52ARS (2 × Walnut tray, €59.50): it needs a person.'],
    [
      'locked',
      { flag: 'number_locked' },
      'Too many wrong numbers have locked STI52ARS (2 × Walnut tray, €59.50). Please look at it.',
    ],
    ['disputed', {}, 'Disputed at PayPal: STI52ARS (2 × Walnut tray, €59.50). Please answer there.'],
    ['unconfirmed', {}, 'Paid, and its number never came back: STI52ARS (2 × Walnut tray, €59.50).'],
    [
      'undeliverable',
      {},
      'The shopper of STI52ARS (2 × Walnut tray, €59.50) could not be told (payment arrived).',
    ],
  ];
  for (const [kind, changes, sentence] of table)
    it(`is of ${kind}: ${sentence}`, async () => {
      const { told, said, ended } = await tell([eventOf(kind, changes)]);
      expect(said.map(({ text, to }) => [text, to])).to.deep.equal([[sentence, 'alone with Mia']]);
      expect([told, ended]).to.deep.equal([{ kind: 'told' }, []]);
    });

  it('leaves no event of the webhook without a sentence', () => {
    expect(new Set(table.map(([kind]) => kind))).to.deep.equal(new Set(merchantEventKinds));
  });

  it('names nobody who bought or paid, and nothing that opens a way to them', async () => {
    for (const kind of merchantEventKinds) {
      const { said } = await tell([eventOf(kind, fullCheckout(now))]);
      const text = said.map((one) => one.text).join();
      for (const hidden of ['Ada', 'ada', 'PAYER', 'conversation', 'hash', 'paypal.example', 'CAPTURE-1'])
        expect(text, kind).not.to.include(hidden);
    }
  });

  const hostile = [
    '[pay here](https://evil.example)',
    '<a href="https://evil.example">x</a> & <@U123>',
    '**bold** _it_ `code`',
    '\u202Eesrever\u202C \u0007\u001B[31m',
    'line one\n\n- Sold: 9 × gold',
  ];
  for (const channelId of ['directline', 'msteams', 'slack', 'sms', 'telegram'])
    for (const name of hostile)
      it(`shows the name of an item as text in ${channelId}: ${JSON.stringify(name)}`, async () => {
        const owner = { ...shopper, channelId };
        const { said } = await tell([eventOf('confirmed', items([name]))], sent, { owner });
        const [{ text, format } = { text: '', format: undefined }] = said;
        expect(text).not.to.match(/[\p{Cc}\p{Bidi_Control}]/u);
        if (channelId === 'slack') expect(text).not.to.match(/[<>]/u);
        else expect(format).to.equal('plain');
      });

  it('is cut where a cart is long', async () => {
    const { said } = await tell([eventOf('confirmed', items(['x'.repeat(5_000)]))]);
    expect(said[0]?.text.length).to.be.below(300);
  });

  it('are several below each other in one message, the oldest first, under the key of the first', async () => {
    const others = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb'].map((id) => eventOf('confirmed', { id }));
    const { said, keys } = await tell([eventOf('confirmed'), ...others]);
    expect(said.flatMap(({ text }) => text.match(/Receipt \w{8}/gu))).to.deep.equal([
      'Receipt STI52ARS',
      'Receipt AAAAAAAA',
      'Receipt BBBBBBBB',
    ]);
    expect(keys).to.deep.equal(['chat-7-msg_sti52arshf6ykh5lxna7rfddnn_2_confirmed']);
  });

  it('names the receipt at least, where what was stored cannot be read', async () => {
    const { said } = await tell([eventOf('confirmed', {}, { body: '{"data":{}}' })]);
    expect(said[0]?.text).to.equal('Something happened to STI52ARS. Please look at it.');
  });

  const ends: readonly (readonly [Sent, MerchantTold, boolean])[] = [
    [later, later, false],
    [
      { kind: 'retry', reason: 'timeout', isUnclear: true },
      { kind: 'retry', reason: 'timeout', isUnclear: true },
      false,
    ],
    [refused, { kind: 'refused', reason: 'refused 403' }, true],
    [{ ...refused, reason: 'refused 404' }, { kind: 'refused', reason: 'refused 404' }, true],
    [{ ...refused, reason: 'refused 410' }, { kind: 'refused', reason: 'refused 410' }, true],
    [{ ...refused, reason: 'host_not_allowed' }, { kind: 'refused', reason: 'host_not_allowed' }, true],
    [{ ...refused, reason: 'bad_reference' }, { kind: 'refused', reason: 'bad_reference' }, true],
    [{ ...refused, reason: 'refused 400' }, { kind: 'refused', reason: 'refused 400' }, false],
    [{ ...refused, reason: 'refused 413' }, { kind: 'refused', reason: 'refused 413' }, false],
  ];
  for (const [answer, told, isLetGo] of ends)
    it(`${isLetGo ? 'lets the chat go' : 'keeps the chat'} after ${JSON.stringify(answer)}`, async () => {
      const telling = await tell([eventOf('confirmed')], answer);
      expect(telling.told).to.deep.equal(told);
      expect(telling.ended).to.deep.equal(
        isLetGo ? [[7, 'unreachable', 'reason' in answer ? answer.reason : '']] : [],
      );
    });

  for (const state of ['left', 'revoked', 'unreachable'] as const)
    it(`is nothing any more where the chat is ${state}`, async () => {
      const { told, said, ended } = await tell([eventOf('confirmed')], sent, { state });
      expect([told.kind, said, ended]).to.deep.equal(['refused', [], []]);
    });
});
