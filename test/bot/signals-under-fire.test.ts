import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { listed } from '../stage/listed.ts';
import { createShopper, payWith, type Page, type Shopper } from '../stage/page-visitor.ts';
import { type ChatHarness, type Conversation, openHarness } from '../stage/chat-harness.ts';

type Strike = (response: ServerResponse) => void;

const withStatus =
  (status: number, headers: Record<string, string> = {}): Strike =>
  (response) =>
    response.writeHead(status, headers).end('{}');
const reset: Strike = (response) => response.socket?.resetAndDestroy();
const hang: Strike = () => undefined;

describe('news to a channel that fails', () => {
  let shop: ChatHarness;
  let chat: Conversation;
  let payer: Shopper;
  let link: string;
  beforeEach(async () => {
    shop = await openHarness();
    chat = shop.join();
    payer = createShopper();
    await chat.say('add 2 sencha');
    await chat.say('checkout');
    const card = await chat.hears(/Link ready/u);
    link = card.buttons.find(({ type }) => type === 'openUrl')?.value ?? '';
  });
  afterEach(() => shop.close());

  /** The news of the payment meets these strikes in their order, and then a channel that works. */
  const payUnder = async (...strikes: Strike[]): Promise<Page> => {
    shop.connector.answer((response, { method, body }) => {
      const isNews = method === 'POST' && /arrived/u.test(JSON.stringify(body));
      const strike = isNews ? strikes.shift() : undefined;
      if (strike === undefined)
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ id: 'sent' }));
      else strike(response);
    });
    return payWith(payer, link);
  };
  const copies = () => chat.heard().filter(({ words }) => /payment of €29.00 arrived/u.test(words)).length;
  const logged = (event: string) =>
    shop.logs.filter((line) => line.event === event && line.fields['kind'] === 'payment_arrived');
  const until = async (isTrue: () => boolean): Promise<void> => {
    while (!isTrue()) await sleep(20);
  };
  const checkout = async (): Promise<Checkout> => {
    const [newest] = await shop.store.checkouts.list(1);
    if (newest === undefined) throw new Error('no checkout');
    return newest;
  };
  const numberOn = ({ html }: Page): string => /id="magic-number"[^>]*>(\d+)</u.exec(html)?.[1] ?? '';

  const busy: [string, Strike[], number][] = [
    ['429 with Retry-After', [withStatus(429, { 'retry-after': '1' })], 1_000],
    ['500, 502 and 503', [withStatus(500), withStatus(502), withStatus(503)], 0],
    ['412, as Teams says that it is busy', [withStatus(412)], 0],
  ];
  for (const [what, strikes, waitMs] of busy)
    it(`is shown late, and only once, after ${what}`, async () => {
      const count = strikes.length;
      await payUnder(...strikes);
      await until(() => {
        shop.later(1_000);
        return logged('signal_delivered').length === 1;
      });
      expect(copies()).to.equal(count + 1);
      const delays = logged('signal_postponed').map(({ fields }) => Number(fields['delayMs']));
      expect(delays).to.have.length(count);
      expect(Math.min(...delays)).to.be.at.least(waitMs);
    });

  const lost: [string, Strike][] = [
    ['a connection that breaks', reset],
    ['a channel that hangs', hang],
  ];
  for (const [what, strike] of lost) {
    it(`is repeated once after ${what}`, async () => {
      await payUnder(strike);
      await until(() => logged('signal_delivered').length === 1);
      shop.later(300_000);
      await chat.hears(/waits for its number/u);
      expect(copies()).to.equal(2);
    });

    it(`is not repeated for ever by ${what}: one extra copy, then the merchant and the page know`, async () => {
      const page = await payUnder(strike, strike, strike, strike);
      await until(() => logged('signal_undeliverable').length === 1);
      shop.later(60_000);
      await sleep(1_500);
      expect(copies()).to.equal(2);
      await expectKnown(page);
    });
  }

  const final: [string, Strike][] = [
    ['blocked for good (403)', withStatus(403)],
    ['gone (404)', withStatus(404)],
    ['moved elsewhere (307)', withStatus(307, { location: 'https://elsewhere.example/' })],
  ];
  for (const [what, strike] of final)
    it(`to a conversation that is ${what} is not repeated: the merchant and the page know`, async () => {
      const page = await payUnder(strike);
      await until(() => logged('signal_undeliverable').length === 1);
      shop.later(60_000);
      await sleep(1_500);
      expect(copies()).to.equal(1);
      await expectKnown(page);
    });

  /** The page says what the chat could not, the merchant sees it, and the purchase is none the worse. */
  async function expectKnown(page: Page): Promise<void> {
    const { id, status } = await checkout();
    expect(status).to.equal('paid');
    expect(page.html).to.include('Paid €29.00');
    const again = await payer.follow(await payer.get(`${shop.origin}/checkouts/${id}`));
    expect(numberOn(again)).to.equal(numberOn(page));
    const orders = await listed(shop.store);
    expect(orders).to.match(/paid .*the shopper could not be told: payment_arrived \(/u);
    await chat.say(numberOn(page));
    await chat.hears(/is confirmed/u);
    expect((await checkout()).status).to.equal('confirmed');
    const done = await payer.follow(await payer.get(`${shop.origin}/checkouts/${id}`));
    expect(done.html).to.include('All done. Thank you!');
  }

  it('holds up nobody who talks in that conversation while the channel hangs', async () => {
    const unanswered: ServerResponse[] = [];
    await payUnder((response) => void unanswered.push(response));
    await until(() => unanswered.length === 1);
    await chat.say('status');
    await chat.hears(/Please paste the number from the web page/u);
    expect([...logged('signal_delivered'), ...logged('signal_postponed')]).to.deep.equal([]);
    for (const response of unanswered)
      response.setHeader('content-type', 'application/json').end('{"id":"1"}');
    await until(() => logged('signal_delivered').length === 1);
    expect(copies()).to.equal(1);
  });

  it('comes too late to be true, and is not shown', async () => {
    const page = await payUnder(withStatus(503));
    await until(() => logged('signal_postponed').length === 1);
    await chat.say(numberOn(page));
    await chat.hears(/is confirmed/u);
    shop.later(60_000);
    await sleep(1_500);
    expect(copies()).to.equal(1);
  });

  it('of two parts is not shown again and again because the second part fails', async () => {
    const page = await payUnder();
    await chat.hears(/arrived/u);
    shop.connector.answer((response, { method, body }) => {
      const isReceipt = method === 'POST' && /card\.receipt/u.test(JSON.stringify(body));
      response.writeHead(isReceipt ? 503 : 200, { 'content-type': 'application/json' }).end('{"id":"sent"}');
    });
    await chat.say(numberOn(page));
    const isGivenUp = () =>
      shop.logs.some(
        ({ event, fields }) => event === 'signal_undeliverable' && fields['kind'] === 'confirmed',
      );
    await until(() => (shop.later(1_000), isGivenUp()));
    expect(chat.heard().filter(({ words }) => /€29.00 is confirmed/u.test(words))).to.have.length(2);
  });
});
