import { expect } from 'chai';
import { parseActivity } from '../../src/bot-framework/activity.ts';
import { isMentioned, messageText } from '../../src/bot/message-text.ts';
import { incoming } from '../stage/incoming.ts';

/** As a channel posts it; a group unless `conversation` says otherwise. */
interface Sent {
  readonly text?: string | null;
  readonly entities?: readonly unknown[] | null;
  readonly recipient?: { readonly id: string; readonly name?: string | null };
  readonly conversation?: object;
}

interface Row extends Sent {
  readonly what: string;
  readonly means: string;
  readonly isNamed: boolean;
}

const tag = '<at>Shop</at>';
const shop = { id: '28:bot', name: 'Shop' };
const teams = { type: 'mention', mentioned: shop, text: tag };
const ann = { type: 'mention', mentioned: { id: '29:ann', name: 'Ann' }, text: '<at>Ann</at>' };
const telegram = { type: 'mention', mentioned: { id: 'shopbot', name: 'ShopBot' } };
const info = { type: 'clientInfo', locale: 'en-US', country: 'IE', platform: 'Web' };

function row(
  text: string | null | undefined,
  means: string,
  isNamed: boolean,
  entities: readonly unknown[] | null | undefined,
  more: Sent & { what?: string } = {},
): Row {
  const what = more.what ?? JSON.stringify([text, entities]).slice(0, 140);
  return {
    ...(text === undefined ? {} : { text }),
    means,
    isNamed,
    entities: entities ?? null,
    ...more,
    what,
  };
}

const tables: Readonly<Record<string, readonly Row[]>> = {
  msteams: [
    row('cart', 'cart', false, [info]),
    row(`\r\n${tag} catalog\r\n`, 'catalog', true, [teams]),
    row(`${tag}&nbsp;cart`, 'cart', true, [teams]),
    row(`${tag}\u00A0482913`, '482913', true, [teams]),
    row(`${tag}, cart`, 'cart', true, [teams]),
    row(`${tag}: help`, 'help', true, [teams]),
    row(`${tag}: 482913`, '482913', true, [teams]),
    row(`${tag} - help`, 'help', true, [teams]),
    row(`${tag} ?`, '?', true, [teams]),
    row(`${tag} -1`, '-1', true, [teams]),
    row(`cart ${tag}`, 'cart', true, [teams]),
    row(`cart, ${tag}!`, 'cart', true, [teams]),
    row(`Hey ${tag}, add tea`, 'Hey add tea', true, [teams]),
    row(`${tag} ${tag} cart`, 'cart', true, [teams, teams]),
    row(`${tag}&nbsp;${tag}, cart`, 'cart', true, [teams]),
    row(`${tag} cart`, 'cart', true, [{ ...teams, text: null }]),
    row(`${tag} 482913`, '482913', true, [{ ...teams, text: null }]),
    row(`${tag} cart`, 'cart', true, [{ ...teams, text: '' }]),
    row(`${tag} cart`, 'cart', true, [{ type: 'mention', mentioned: shop }]),
    row(`${tag} cart`, 'cart', true, [{ type: 'mention', text: tag }]),
    row(`${tag} cart`, 'cart', true, [{ type: 'mention', text: tag, mentioned: null }]),
    row(`${tag} cart`, 'cart', true, [{ type: 'mention', text: tag, mentioned: {} }]),
    row(`${tag} cart`, 'cart', true, [{ type: 'mention', text: tag, mentioned: { id: null } }]),
    row(`${tag} cart`, 'cart', true, [{ type: 'mention', text: tag, mentioned: { name: 'Shop' } }]),
    row(`${tag} cart`, 'cart', true, [{ type: 'mention', text: tag }], { recipient: { id: '28:bot' } }),
    row(`${tag} cart`, 'cart', true, [{ ...teams, type: 'Mention' }]),
    row(`${tag} cart`, 'cart', true, [info, teams]),
    row(`${tag} cart`, 'cart', true, []),
    row(`${tag} cart`, 'cart', true, null),
    row('<at id="0">Shop</at> cart', 'cart', true, [teams]),
    row('<AT>shop</AT> cart', 'cart', true, [teams]),
    row('<at>Fernhill Shop</at> cart', 'cart', true, [teams]),
    row('<at></at> cart', 'cart', true, [teams]),
    row('<at>Salt &amp; Tea</at> cart', 'cart', true, [
      { type: 'mention', text: '<at>Salt &amp; Tea</at>', mentioned: { id: '28:bot', name: 'Salt & Tea' } },
    ]),
    row('add salt &amp; pepper', 'add salt & pepper', false, []),
    row('add &amp;lt;', 'add &lt;', false, []),
    row(tag, '', true, [teams]),
    row(`${tag}&nbsp;`, '', true, [teams]),
    row(`${tag}!`, '', true, [teams]),
    row(null, '', true, [teams]),
    row(undefined, '', false, []),
    row('shop', 'shop', false, []),
    row(`${tag} shop`, 'shop', true, [teams]),
    row('<at>Ann</at> cart', '<at>Ann</at> cart', false, [ann]),
    row(`<at>Ann</at> ${tag} cart`, '<at>Ann</at> cart', true, [ann, teams]),
    row('<at>Ann</at> cart', '<at>Ann</at> cart', false, [{ type: 'mention', text: '<at>Ann</at>' }]),
    row('see you at eight', 'see you at eight', false, [{ type: 'mention' }]),
    row('<at>Fernhill Shop</at> cart', 'cart', true, [
      { type: 'mention', mentioned: { id: '28:bot' }, text: '<at>Fernhill Shop</at>' },
    ]),
    row('<at>Fernhill Shop</at> cart', 'cart', true, [{ type: 'mention', mentioned: shop }]),
    row('cart', 'cart', true, [{ type: 'mention', mentioned: { id: '28:bot' } }]),
    row('<at>Ann</at> cart', '<at>Ann</at> cart', false, [{ type: 'mention', mentioned: { id: '29:ann' } }]),
    row('<at>Ann</at> cart', '<at>Ann</at> cart', true, [ann, { ...teams, text: null }]),
    row('<at>Ann</at> cart', '<at>Ann</at> cart', false, []),
    row('cart <at> </at>', 'cart', true, [teams]),
    row('cart <at> shop </at>', 'cart', true, [teams]),
  ],
  directline: [
    row('cart', 'cart', false, [{ type: 'mention' }]),
    row('cart', 'cart', false, [{ type: 'mention', mentioned: null, text: null }]),
    row('@Shop cart', 'cart', true, []),
    row('write to me@shop.example', 'write to me@shop.example', false, []),
    row('write to me@shop', 'write to me@shop', false, []),
    row('@shopping cart', '@shopping cart', false, []),
    row('@Shop Tea cart', 'cart', true, [{ type: 'mention', mentioned: { ...shop, name: 'Shop Tea' } }]),
    row('cart,', 'cart,', false, []),
    row('add tea, please, @Shop', 'add tea, please', true, []),
    row('@Shop add tea, mug', 'add tea, mug', true, []),
    row('@Shop... cart', 'cart', true, []),
    row('@Shop -- cart', 'cart', true, []),
    row('@shop.example', '@shop.example', false, []),
    row('a & b &amp; c', 'a & b &amp; c', false, []),
    row('/help', 'help', false, []),
    row('/new_link', 'new link', false, []),
    row('/482913', '482913', false, []),
    row('/', '/', false, []),
    row('/etc/passwd', '/etc/passwd', false, []),
    row('and/or', 'and/or', false, []),
  ],
  email: [
    row(undefined, '', false, []),
    row('cart', 'cart', false, []),
    row('482913\r\n\r\n-- \r\nKim Smith', '482913', false, []),
    row('482913\r\n-- \r\nKim Smith', '482913', false, []),
    row('482913\n\nSent from my iPhone', '482913', false, []),
    row('cart\n\nSent from my iPhone', 'cart', false, []),
    row('cart\nSent from my iPhone', 'cart', false, []),
    row('cart\r\rGet Outlook for Android', 'cart', false, []),
    row('\r\n\r\n  cart  \r\n\r\nKim', 'cart', false, []),
    row('add 2\nsencha\n\nKim', 'add 2\nsencha', false, []),
    row('482913\n\nOn Tue, 24 Nov 2026 at 10:00, Shop wrote:\n> Your payment arrived', '482913', false, []),
    row('482913\nOn Tue, 24 Nov 2026 at 10:00, Shop wrote:\n> Your payment', '482913', false, []),
    row('On Tue, 24 Nov 2026, Shop wrote:\n> Your payment\n> arrived\n\n482913\n\nKim', '482913', false, []),
    row('> Your payment arrived\n482913\n> Paste it', '482913', false, []),
    row('482913\n________________________________\nFrom: Shop\nSent: Tuesday', '482913', false, []),
    row('482913\n-----Original Message-----\nFrom: Shop', '482913', false, []),
    row(`cart\n\n${'> all that was said before\n'.repeat(1_500)}`, 'cart', false, [], {
      what: 'a long thread',
    }),
    row(`cart\n\n${'> before\n'.repeat(25_000)}`, 'cart', false, [], { what: 'a thread of 225,000 letters' }),
    row('-- \nKim', '', false, []),
    row('—2 sencha', '—2 sencha', false, []),
    row('not sent from my phone', 'not sent from my phone', false, []),
    row('as On Tue I wrote:', 'as On Tue I wrote:', false, []),
    row('On Tuesday: two teas', 'On Tuesday: two teas', false, []),
    row('hello\n\n482913', 'hello', false, []),
  ],
  sms: [row('482913\n\nKim', '482913\n\nKim', false, [])],
  slack: [
    row('@shop: cart', 'cart', true, [{ ...teams, text: '@shop' }]),
    row('@shop, 482913', '482913', true, [{ ...teams, text: '@shop' }]),
    row('cart @shop', 'cart', true, [{ ...teams, text: '@shop' }]),
    row('<@B1:T1> cart', 'cart', true, [{ ...teams, text: '<@B1:T1>' }]),
    row('@shop', '', true, [{ ...teams, text: '@shop' }]),
    row('<@B1:T1> cart', 'cart', true, [{ ...teams, text: ' <@B1:T1> ' }]),
    row('add < 2', 'add < 2', true, [{ ...teams, text: '<' }]),
    row('add salt &amp; pepper', 'add salt & pepper', false, []),
  ],
  skype: [
    row('Shop cart', 'cart', true, [{ ...teams, text: 'Shop' }]),
    row('Shop shop', 'shop', true, [{ ...teams, text: 'Shop' }]),
    row('Shopping', 'Shopping', true, [{ ...teams, text: 'Shop' }]),
    row('  Shop cart', 'cart', true, [{ ...teams, text: ' Shop ' }]),
    row('cart Shop', 'cart Shop', true, [{ ...teams, text: 'Shop' }]),
  ],
  telegram: [
    row('see you at eight', 'see you at eight', false, [telegram]),
    row('see you @ eight', 'see you @ eight', false, [telegram]),
    row('@ShopBot cart', 'cart', true, [telegram]),
    row('@ShopBot cart', 'cart', true, []),
    row('@shopbot, cart', 'cart', true, [telegram]),
    row('@ShopBot 482913', '482913', true, [telegram]),
    row('482913@ShopBot', '482913', true, [telegram]),
    row('482913 @ShopBot', '482913', true, [telegram]),
    row('/cart@ShopBot', 'cart', true, [telegram]),
    row('/add@ShopBot 2 sencha', 'add 2 sencha', true, [telegram]),
    row('/new_link@ShopBot', 'new link', true, []),
    row('/cart', 'cart', false, [telegram]),
    row('/add 2 sencha', 'add 2 sencha', false, []),
    row('/cart@OtherBot', '/cart@OtherBot', false, [telegram]),
    row('@ShopBotanic cart', '@ShopBotanic cart', false, [telegram]),
    row('me@shopbot.example', 'me@shopbot.example', false, [telegram]),
    row('@ShopBot', '', true, [telegram]),
    row('@ShopBot cart', 'cart', true, [telegram], { recipient: { id: 'shopbot', name: 'Fernhill Tea' } }),
  ],
};

describe('what a message says without its mentions of the bot', () => {
  for (const [channelId, rows] of Object.entries(tables))
    for (const { what, means, isNamed, ...sent } of rows)
      it(`${channelId}: ${what} is ${JSON.stringify(means)}, ${isNamed ? 'said to the bot' : 'to nobody'}`, () => {
        const recipient = channelId === 'telegram' ? { id: 'shopbot', name: 'ShopBot' } : shop;
        const body = { recipient, conversation: { id: 'c', isGroup: true }, channelId, ...sent };
        const { text: _hello, ...activity } = incoming('http://localhost/');
        const parsed = parseActivity({ ...activity, ...body });
        if (parsed.kind !== 'activity') throw new Error(parsed.fields);
        const before = JSON.stringify(parsed.activity);
        expect(messageText(parsed)).to.equal(means);
        expect(isMentioned(parsed)).to.equal(isNamed);
        expect(JSON.stringify(parsed.activity)).to.equal(before);
      });

  it('reads the longest message with the most mentions that pass, one of each form', () => {
    const entities = Array.from({ length: 250 }, (_, n) => ({
      ...teams,
      text: `<at>${'Shop'.repeat(99)}${n}</at>`,
    }));
    const text = '<at @Shop'.repeat(3_100);
    const parsed = parseActivity({ ...incoming('http://localhost/'), text, entities, recipient: shop });
    if (parsed.kind !== 'activity') throw new Error(parsed.fields);
    expect(messageText(parsed)).to.match(/^<at <at/);
  });
});
