import { expect } from 'chai';
import { render, theirs } from '../../src/words/as-text.ts';
import type { Catalog } from '../../src/checkout/catalog.ts';
import { createShopper, payWith } from '../stage/page-visitor.ts';
import { type ChatHarness, type Conversation, openHarness } from '../stage/chat-harness.ts';
import { answerWithoutCards } from '../stage/connector-stub.ts';
import { channelIds, showAll } from '../stage/shown.ts';

/** Each holds the word Zed, which our own sentences never say. */
const hostile = [
  '[Zed: claim your refund](https://evil.example/x)',
  '**Zed**',
  '__Zed__ and *Zed* ~~Zed~~ ~Zed~ _Zed_',
  'Zed <b>bold</b> & co',
  '<https://evil.example|Zed>',
  '<!channel> Zed &lt;b&gt;',
  '`Zed` ``` Zed',
  '![Zed](https://evil.example/x.png)',
  'Odd _Zed',
  '# Zed *',
  '1. Zed (c) -- ...',
  '> Zed',
  '- Zed | Zed',
  'www.evil.com/Zed',
  'https://evil.example/Zed',
  String.raw`Zed \[a\](https://evil.example) \ `.trim(),
  '{{DATE(2017-02-14T06:08:39Z, SHORT)}} Zed {aria-label="x"}',
] as const;

const catalog: Catalog = {
  currency: 'EUR',
  taxIncluded: false,
  shipping: [
    { name: '**Zed** post', price: { currency: 'EUR', minorUnits: 490 } },
    { name: '[Zed](https://evil.example/x) express', price: { currency: 'EUR', minorUnits: 990 } },
  ],
  products: hostile.map((name, index) => ({
    id: `thing-${index}`,
    name,
    description: name,
    price: { currency: 'EUR', minorUnits: 1600 },
  })),
};

describe('what a person typed or is called, and what the catalogue says', () => {
  let shop: ChatHarness;
  before(async () => {
    shop = await openHarness({
      catalog,
      settings: { MERCHANT_NAME: '[Zed](https://evil.example/x) & *Co*' },
    });
  });
  // So many payments from one address in an hour are refused.
  beforeEach(() => shop.later(3_600_000));
  after(() => shop.close());

  /** Everything that was sent into a conversation, as the channel's client shows it. */
  const shownIn = ({ who }: Conversation): string => {
    const here = `/${encodeURIComponent(who.conversationId)}/`;
    const shown = shop.connector.requests
      .filter(({ path }) => path.includes(here))
      .flatMap(({ body }) => showAll(who.channelId, body));
    for (const { text, formatted } of shown)
      for (const part of formatted) expect(part, `formatted in: ${text}`).not.to.match(/Zed|evil/u);
    return shown.map(({ text }) => text).join('\n');
  };
  const whole = (text: string): string => text.replaceAll(/\s+/gu, ' ');
  const asName = (name: string): string => (name.length > 40 ? `${name.slice(0, 39).trimEnd()}…` : name);

  for (const channelId of channelIds) {
    it(`is shown as text in the cart, the questions, the receipt and the orders: ${channelId}`, async () => {
      const chat = shop.join({ channelId });
      await chat.post({ type: 'conversationUpdate', membersAdded: [{ id: chat.who.shopperId }] });
      await chat.say('catalog');
      for (const [index] of hostile.entries()) await chat.say(`add 2 thing-${index}`);
      await chat.say('remove 1 thing-0');
      await chat.say('change thing-1');
      await chat.say('3');
      await chat.say('add Zed bold');
      await chat.say('add zedd');
      await chat.say('cart');
      await chat.say('checkout');
      await chat.say('1');
      const card = await chat.hears(/Link ready/);
      const link = card.buttons.find(({ type }) => type === 'openUrl')?.value;
      const address = link ?? /Your checkout link: (\S+)/u.exec(card.words)?.[1] ?? '';
      const { html } = await payWith(createShopper(), address);
      await chat.hears(/payment of .* arrived/u);
      await chat.say(/<output[^>]*>(\d+)/u.exec(html)?.[1] ?? '');
      await chat.hears(/Receipt/u);
      await chat.say('orders');
      await chat.say('hello');
      const shown = shownIn(chat);
      const lines = whole(shown);
      for (const name of hostile) {
        expect(lines).to.include(`Added 2 × ${name}.`);
        expect(lines).to.match(new RegExp(`\\d × ${escapeRegExp(name)}: €`, 'u'));
      }
      expect(lines).to.include('How many **Zed** would you like?');
      expect(lines).to.include('1. **Zed** post (€4.90), 2. [Zed](https://evil.example/x) express (€9.90)');
      expect(lines).to.include(`Welcome to [Zed](https://evil.example/x) & *Co*!`);
      expect(lines).to.match(/thank you for your last order \([^\n]*3 × \*\*Zed\*\*/u);
      expect(lines).to.match(/Your orders, newest first.*3 × \*\*Zed\*\*/su);
    });

    it(`is shown as text also where the channel refuses cards: ${channelId}`, async () => {
      shop.connector.answer(answerWithoutCards);
      const chat = shop.join({ channelId });
      for (const text of ['catalog', 'more', 'add thing-0', 'add thing-9', 'cart', 'checkout', '1'])
        await chat.say(text);
      await chat.hears(/Your checkout link/u);
      const lines = whole(shownIn(chat));
      for (const [index, name] of hostile.entries())
        expect(lines).to.include(`${name} (thing-${index}), €16.00: ${name}`);
      expect(lines).to.include(`1 × ${hostile[9]}: €16.00`);
    });

    it(`is shown as text where it is not found: ${channelId}`, async () => {
      const chat = shop.join({ channelId });
      const typed = ['[free gift](https://evil.example/Zed)', ...hostile].map((text) => `xx ${text}`);
      for (const text of typed) await chat.say(`add ${asSent(channelId, text)}`);
      const lines = whole(shownIn(chat));
      for (const text of typed.filter((one) => !one.endsWith('...')))
        expect(lines.replaceAll(/[“”]/gu, '"')).to.include(`I could not find "${text}"`);
    });

    it(`is shown as text in a group, where news and cards name a person: ${channelId}`, async () => {
      shop.connector.answer((response, { path }) => {
        // Where no personal conversation can be opened the group sees the card.
        if (path.endsWith('/v3/conversations')) response.statusCode = 403;
        response.setHeader('content-type', 'application/json').end('{"id":"sent"}');
      });
      for (const name of hostile) {
        const chat = shop.join({ channelId, isGroup: true, name });
        await chat.say('add 1 thing-8');
        await chat.say('checkout');
        await chat.say('1');
        await chat.hears(/Link ready/);
        await chat.say('cancel');
        await chat.hears(/checkout is cancelled/u);
        const lines = whole(shownIn(chat));
        expect(lines).to.include(`${asName(name)}: Your checkout is cancelled`);
        expect(lines).to.include(`This checkout is for ${asName(name)} only.`);
      }
    });
  }

  it('is told to a group in Teams as text when the link went to its owner alone', async () => {
    for (const name of hostile) {
      const group = shop.join({ channelId: 'msteams', isGroup: true, name });
      shop.connector.answer((response, { path }) => {
        const id = path.endsWith('/v3/conversations') ? 'personal' : 'sent';
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ id }));
      });
      await group.say('add 1 thing-8');
      await group.say('checkout');
      await group.say('1');
      await group.hears(/in a private chat/u);
      expect(whole(shownIn(group))).to.include(`${asName(name)}, I sent you the checkout link`);
    }
  });

  for (const [what, name, shown] of [
    ['newlines and tabs', ' Zed\n\n# Zed\tZed\r\n', 'for Zed # Zed Zed only'],
    ['letters that turn the line round', '\u202Eknil\u202C Zed\u2066\u200F', 'for knil Zed only'],
    ['controls and halves of letters', 'Z\u0000e\u001Bd\uD800', 'for Z e d only'],
    ['the marks that we set ourselves', '\uFDD1**Zed**\uFDD0', 'for **Zed** only'],
    ['300 letters', 'Z'.repeat(300), `for ${'Z'.repeat(39)}… only`],
    ['a family of emoji as one letter each', '👩‍👩‍👧'.repeat(25), `for ${'👩‍👩‍👧'.repeat(25)} only`],
    ['nothing', '', 'only for the person who ordered.'],
    ['no name at all', undefined, 'only for the person who ordered.'],
    ['spaces alone', ' \u00A0\u3000 ', 'only for the person who ordered.'],
    ['letters that nobody sees', '\u200B\u3164\u2800\u202E\uFEFF', 'only for the person who ordered.'],
  ] as const)
    it(`is one line that can be seen, whatever a name is made of: ${what}`, async () => {
      const chat = shop.join({ isGroup: true });
      const from = { id: chat.who.shopperId, ...(name === undefined ? {} : { name }) };
      for (const text of ['add 1 thing-8', 'checkout', '1']) await chat.say(text, { from });
      await chat.hears(/Link ready/u);
      await chat.say('cancel', { from });
      const news = await chat.hears(/checkout is cancelled/u);
      const lines = shownIn(chat);
      expect(lines).to.include(shown);
      const who = shown.startsWith('only') ? 'For the person who ordered' : shown.slice(4, -5);
      expect(news.words.startsWith(`${who}: Your checkout`), news.words).to.equal(true);
    });

  it('leaves our own formats alone beside it', () => {
    const text = `**Paid** & ${theirs('**Zed**')}\n\n**Total**`;
    expect(render(text, 'plain')).to.equal('Paid & **Zed**\n\nTotal');
    expect(render(text, 'markdown')).to.equal(String.raw`**Paid** & \*\*Zed\*\*` + '\n\n**Total**');
    expect(render(text, 'xml')).to.equal(
      '<strong>Paid</strong> &amp; &#42;&#42;Zed&#42;&#42;<br><strong>Total</strong>',
    );
  });
});

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
}

/** Teams and Slack send what a person typed with these three escaped. */
function asSent(channelId: string, typed: string): string {
  if (channelId !== 'msteams' && channelId !== 'slack') return typed;
  return typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
