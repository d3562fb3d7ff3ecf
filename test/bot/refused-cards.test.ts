import { expect } from 'chai';
import { createShopper, payWith } from '../stage/page-visitor.ts';
import { type ChatHarness, type Conversation, openHarness } from '../stage/chat-harness.ts';
import { answerWithoutCards } from '../stage/connector-stub.ts';

describe('a card that the channel refuses for good', () => {
  let shop: ChatHarness;
  beforeEach(async () => {
    shop = await openHarness();
  });
  afterEach(() => shop.close());

  const texts = (chat: Conversation): unknown[] => requestsOf(chat).map(({ body }) => body['text']);
  const requestsOf = ({ who }: Conversation) =>
    shop.connector.requests.filter(({ path }) =>
      path.includes(`/${encodeURIComponent(who.conversationId)}/`),
    );

  for (const channelId of ['msteams', 'facebook', 'directline', 'slack'])
    it(`is said in plain words once, from the catalogue to the receipt: ${channelId}`, async () => {
      shop.connector.answer(answerWithoutCards);
      const chat = shop.join({ channelId });
      expect((await chat.say('catalog')).at(-1)?.words).to.match(
        /Spring Sencha \(spring-sencha\), €14.50.*Fern Vase/su,
      );
      await chat.say('add 2 sencha');
      expect((await chat.say('cart')).at(-1)?.words).to.match(/2 × Spring Sencha: €29.00.*Say "cart"/su);
      await chat.say('checkout');
      const link = await chat.hears(/2 items.*Your checkout link: http/su);
      expect(link.isCard).to.equal(false);
      const page = await payWith(createShopper(), /checkout link: (\S+)/u.exec(link.words)?.[1] ?? '');
      await chat.hears(/payment of €29.00 arrived/);
      await chat.say(/<output[^>]*>(\d+)/u.exec(page.html)?.[1] ?? '');
      await chat.hears(/^Receipt .*Total: €29.00/su);
      const plain = texts(chat).filter((text) => /checkout link: http|^Receipt/.test(String(text)));
      expect(plain).to.have.lengthOf(2);
      expect(shop.logs.filter(({ event }) => event === 'turn_failed')).to.deep.equal([]);
      const refused = shop.logs.find(({ event }) => event === 'card_refused');
      expect(refused?.fields).to.deep.equal({ channelId, status: 400 });
    });

  for (const [status, requests] of [
    [400, 2],
    [403, 2],
    [413, 2],
    [415, 2],
    [422, 2],
    [404, 1],
    [410, 1],
  ] as const)
    it(`is said once more, or not, by its status: ${status}`, async () => {
      const chat = shop.join({ channelId: 'msteams' });
      let isFirst = true;
      shop.connector.answer((response) => {
        if (isFirst) response.statusCode = status;
        isFirst = false;
        response.setHeader('content-type', 'application/json').end('{"id":"sent"}');
      });
      await chat.say('catalog');
      const bodies = requestsOf(chat).filter(({ body }) => JSON.stringify(body).includes('Sencha'));
      expect(bodies).to.have.lengthOf(requests);
    });

  for (const status of [429, 500, 503])
    it(`for now only is sent again as it was, without a plain copy: ${status}`, async () => {
      const chat = shop.join({ channelId: 'msteams' });
      await chat.say('add 2 sencha');
      let isFirst = true;
      shop.connector.answer((response, { body }) => {
        if (isFirst && body['attachments'] !== undefined) {
          isFirst = false;
          response.statusCode = status;
          response.setHeader('retry-after', '0');
        }
        response.setHeader('content-type', 'application/json').end('{"id":"sent"}');
      });
      await chat.say('checkout');
      for (let look = 0; look < 2 && requestsOf(chat).length < 3; look += 1) {
        shop.later(60_000);
        await chat.hears(/Link ready/, 2);
      }
      const links = requestsOf(chat).filter(({ body }) => JSON.stringify(body).includes('/checkout/'));
      expect(links.every(({ body }) => body['attachments'] !== undefined)).to.equal(true);
      expect(links).to.have.lengthOf(2);
    });

  it('is not said before what it holds: its words leave with no card', async () => {
    const chat = shop.join({ channelId: 'msteams' });
    await chat.say('catalog');
    await chat.say('add 2 sencha');
    await chat.say('checkout');
    await chat.hears(/Link ready/);
    expect(requestsOf(chat).filter(({ body }) => 'summary' in body)).to.deep.equal([]);
  });
});
