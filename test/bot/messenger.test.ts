import { expect } from 'chai';
import { createAdapter } from '../../src/bot-framework/adapter.ts';
import { createMessenger } from '../../src/bot/messenger.ts';
import { createProactive } from '../../src/bot-framework/proactive.ts';
import { sampleCheckout } from '../store/sample-checkout.ts';
import { createShopper, payWith } from '../stage/page-visitor.ts';
import { type ChatHarness, openHarness } from '../stage/chat-harness.ts';
import { startConnectorStub } from '../stage/connector-stub.ts';

describe('a link in a group of Teams', () => {
  let shop: ChatHarness;
  beforeEach(async () => {
    shop = await openHarness();
  });
  afterEach(() => shop.close());

  it('goes to its owner alone; the group hears that it was sent, and then the news', async () => {
    const group = shop.join({ channelId: 'msteams', isGroup: true, name: 'Ann' });
    shop.connector.answer((response, { path }) => {
      const id = path.endsWith('/v3/conversations') ? 'personal-with-ann' : `sent-${Math.random()}`;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ id }));
    });
    const personal = shop.join({ ...group.who, conversationId: 'personal-with-ann', isGroup: false });
    await group.say('add 2 sencha');
    await group.say('checkout');
    const card = await personal.hears(/Link ready/);
    expect(card.words)
      .to.match(/for Ann only/)
      .and.match(/Paste the number in the chat where you ordered/);
    await group.hears(/Ann, I sent you the checkout link in a private chat/);
    await group.say('status');
    expect(JSON.stringify(group.heard())).not.to.include('/checkout/');

    const link = card.buttons.find(({ type }) => type === 'openUrl')?.value ?? '';
    await payWith(createShopper(), link);
    await group.hears(/Ann: Your payment of €29.00 arrived/);
    expect((await personal.hears(/Paid, waiting for your number/)).updates).to.be.a('string');
  });

  it('names its owner in the group where no personal conversation can be opened', async () => {
    const group = shop.join({ channelId: 'msteams', isGroup: true, name: 'Ann' });
    shop.connector.answer((response, { path }) => {
      if (path.endsWith('/v3/conversations')) response.statusCode = 403;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ id: 'sent' }));
    });
    await group.say('add 2 sencha');
    await group.say('checkout');
    expect((await group.hears(/Link ready/)).words).to.match(/for Ann only/);
  });

  it('is tried again, not shown to the group, when the channel does not answer', async () => {
    const group = shop.join({ channelId: 'msteams', isGroup: true, name: 'Ann' });
    let refusals = 1;
    shop.connector.answer((response, { path }) => {
      const isOpening = path.endsWith('/v3/conversations');
      if (isOpening && refusals > 0) {
        refusals -= 1;
        response.statusCode = 503;
      }
      const id = isOpening ? 'later-with-ann' : 'sent';
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ id }));
    });
    const personal = shop.join({ ...group.who, conversationId: 'later-with-ann', isGroup: false });
    await group.say('add 2 sencha');
    await group.say('checkout');
    await personal.hears(/Link ready/);
    expect(JSON.stringify(group.heard())).not.to.include('/checkout/');
  });
});

describe('the news that another browser brought the approval back', () => {
  it('says that nothing was charged, and offers a new link as a button', async () => {
    const stub = await startConnectorStub();
    try {
      const { messenger, checkout, now } = messengerTo(stub);
      const claimed = { ...checkout, status: 'claimed' } as const;
      await messenger.tell({ kind: 'approved_elsewhere', checkout: claimed, now, key: 'signal-1' });
      const [sent] = stub.requests;
      expect(sent?.body)
        .to.have.property('text')
        .that.matches(/another browser.*nothing was charged.*"new link"/u);
      expect(JSON.stringify(sent?.body)).to.include('"value":"new link"');
    } finally {
      await stub.close();
    }
  });
});

function messengerTo({ host, serviceUrl }: { readonly host: string; readonly serviceUrl: string }) {
  const log = (): void => undefined;
  const serviceHosts = [host];
  const adapter = createAdapter({ settings: {}, serviceHosts, log });
  const linkFor = () => Promise.resolve('https://shop.example/checkout/x');
  const shop = {
    supportContact: 'help@shop.example',
    unconfirmedHours: 24,
    legalLinks: {},
    flow: { linkFor },
  };
  const messenger = createMessenger(shop, createProactive({ adapter, appId: '', serviceHosts, log }));
  const now = 1_800_000_000_000;
  const owner = { channelId: 'directline', conversationId: 'with-ada', shopperId: 'ada' };
  const conversationReference = JSON.stringify({
    channelId: owner.channelId,
    serviceUrl,
    conversation: { id: owner.conversationId },
    bot: { id: 'shop' },
    user: { id: owner.shopperId },
  });
  return { messenger, now, checkout: sampleCheckout(now, { owner, conversationReference }) };
}

describe('news beside a card', () => {
  for (const [what, isKeyThere, requests] of [
    ['that can be drawn is told, and the card is brought up to date', true, ['POST', 'PUT']],
    ['that cannot be drawn is not told, so that the next try tells it once', false, []],
  ] as const)
    it(what, async () => {
      const stub = await startConnectorStub();
      try {
        const log = (): void => undefined;
        const serviceHosts = [stub.host];
        const adapter = createAdapter({ settings: {}, serviceHosts, log });
        const linkFor = () =>
          isKeyThere
            ? Promise.resolve('https://shop.example/checkout/x')
            : Promise.reject(new Error('no key'));
        const shop = {
          supportContact: 'help@shop.example',
          unconfirmedHours: 24,
          legalLinks: {},
          flow: { linkFor },
        };
        const messenger = createMessenger(shop, createProactive({ adapter, appId: '', serviceHosts, log }));
        const now = 1_800_000_000_000;
        const owner = { channelId: 'msteams', conversationId: 'with-ada', shopperId: 'ada' };
        const conversationReference = JSON.stringify({
          channelId: owner.channelId,
          serviceUrl: stub.serviceUrl,
          conversation: { id: owner.conversationId },
          bot: { id: 'shop' },
          user: { id: owner.shopperId },
        });
        const checkout = sampleCheckout(now, { owner, conversationReference, cardActivityId: 'card' });
        const telling = messenger.tell({ kind: 'deadline_near', checkout, now, key: 'signal-1' });
        expect(await telling.then(({ kind }) => kind, String)).to.equal(
          isKeyThere ? 'told' : 'Error: no key',
        );
        expect(stub.requests.map(({ method }) => method)).to.deep.equal(requests);
      } finally {
        await stub.close();
      }
    });
});
