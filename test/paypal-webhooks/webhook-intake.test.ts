import { expect } from 'chai';
import type { WebhookEvent, Webhooks } from '../../src/checkout/refund-ports.ts';
import { openExecutor } from '../../src/paypal/payments.ts';
import { createWebhooks } from '../../src/paypal-webhooks/webhook-calls.ts';
import { readConfig } from '../../src/settings/config.ts';
import { createWebhookIntake, type WebhookIntake } from '../../src/paypal-webhooks/webhook-intake.ts';
import { openShopEar, type ShopEar } from '../simulator/shop-ear.ts';
import { createShopper, payWith } from '../stage/page-visitor.ts';
import { openShop, type Shop } from '../stage/site-harness.ts';

type Heard = ShopEar['heard'][number];

describe('webhooks from PayPal', () => {
  let shop: Shop;
  /** Where the simulator's deliveries come in, so that a test can bend them before the shop gets them. */
  let ear: ShopEar;
  let webhooks: Webhooks;
  let intake: WebhookIntake;
  let webhookId: string;
  const logs: string[] = [];

  before(async () => {
    ear = await openShopEar();
    shop = await openShop({ receiveWebhook: (delivery) => intake.receive(delivery) });
    webhooks = createWebhooks(
      openExecutor({
        environment: 'simulator',
        apiUrl: shop.simulatorUrl,
        webUrl: shop.simulatorUrl,
        clientId: 'webhooks',
        clientSecret: 'secret',
        log: () => undefined,
      }),
    );
    const types = ['PAYMENT.CAPTURE.COMPLETED', 'PAYMENT.AUTHORIZATION.CREATED'];
    ({ webhookId } = await webhooks.registerWebhook(ear.url, types));
    intake = openIntake({ PAYPAL_WEBHOOK_ID: webhookId });
  });
  after(async () => {
    await shop.close();
    await ear.close();
  });

  const openIntake = (settings: Record<string, string>) => {
    const { site, payPal } = readConfig({ PAYPAL_API_URL: shop.simulatorUrl, ...settings });
    return createWebhookIntake({
      publicUrl: site.publicUrl,
      payPal,
      webhooks,
      inbox: shop.store.inbox,
      log: (event) => logs.push(event),
    });
  };
  const sendEvent = (eventType = 'PAYMENT.CAPTURE.COMPLETED'): Promise<Heard> =>
    heardOf(() => webhooks.simulateEvent({ webhookId, eventType }));
  const buy = (): Promise<Heard> =>
    heardOf(async () => payWith(createShopper(), await shop.linkOf(await shop.start())));
  const heardOf = async (act: () => Promise<unknown>): Promise<Heard> => {
    const before = ear.heard.length;
    await act();
    await ear.types(before + 1);
    const heard = ear.heard.at(-1);
    if (heard === undefined) throw new Error('nothing was delivered');
    return heard;
  };
  const deliver = async (
    { raw, headers }: Pick<Heard, 'raw' | 'headers'>,
    bent: Record<string, string | undefined> = {},
  ): Promise<number> => {
    const own = Object.entries({ ...headers, ...bent }).flatMap(([name, value]) =>
      /^(paypal-|content-type)/.test(name) && typeof value === 'string' ? [[name, value] as const] : [],
    );
    const answer = await fetch(`${shop.origin}/webhooks/paypal`, {
      method: 'POST',
      headers: Object.fromEntries(own),
      body: new Uint8Array(raw),
    });
    expect(await answer.text()).to.equal('');
    return answer.status;
  };
  /** What is kept and was not taken out yet. */
  const takeStored = async (): Promise<readonly WebhookEvent[]> => {
    const events = await shop.store.inbox.claimDue('test', 1_000, 100);
    for (const { eventId } of events) await shop.store.inbox.markDone(eventId, 'done');
    return events;
  };
  const idsStored = async () => (await takeStored()).map(({ eventId }) => eventId);

  it('are kept, once, before they are acknowledged', async () => {
    const heard = await sendEvent();
    expect(await deliver(heard)).to.equal(200);
    expect(await Promise.all([deliver(heard), deliver(heard)])).to.deep.equal([200, 200]);
    const stored = await takeStored();
    expect(stored.map(({ eventId, type }) => [eventId, type])).to.deep.equal([
      [heard.event.id, 'PAYMENT.CAPTURE.COMPLETED'],
    ]);
    expect(await deliver(heard)).to.equal(200);
    expect(await takeStored()).to.deep.equal([]);
  });

  it('that come again under a known id with other fields are an alarm, and change nothing that is kept', async () => {
    const heard = await sendEvent();
    const { id: eventId } = heard.event;
    const other = { eventId, type: 'PAYMENT.CAPTURE.DENIED', sellerTransactionIds: [] };
    await shop.store.inbox.add([other]);
    logs.length = 0;
    expect(await deliver(heard)).to.equal(200);
    expect(logs).to.include('event_altered');
    expect(await takeStored()).to.deep.equal([other]);
    logs.length = 0;
    const fresh = await sendEvent();
    expect(await Promise.all([deliver(fresh), deliver(fresh)])).to.deep.equal([200, 200]);
    expect(logs).not.to.include('event_altered');
    await takeStored();
  });

  it('of a kind that we do not use are kept and acknowledged, so that PayPal sends them no more', async () => {
    const heard = await sendEvent('PAYMENT.AUTHORIZATION.CREATED');
    expect(await deliver(heard)).to.equal(200);
    expect(await idsStored()).to.deep.equal([heard.event.id]);
  });

  it('that were bent are refused, and nothing is kept', async () => {
    const heard = await sendEvent();
    const other = await sendEvent();
    const text = heard.raw.toString();
    const bodies = [
      text.replace('"USD"', '"EUR"').replace('COMPLETED', 'DENIED'),
      ` ${text}`,
      JSON.stringify(JSON.parse(text), undefined, 1),
      text.slice(0, -1),
      '',
      '{}',
      other.raw.toString(),
    ];
    for (const body of bodies)
      expect(await deliver({ ...heard, raw: Buffer.from(body) }), body.slice(0, 60)).to.equal(400);
    const signature = String(heard.headers['paypal-transmission-sig']);
    const headers = [
      { 'paypal-transmission-id': String(other.headers['paypal-transmission-id']) },
      { 'paypal-transmission-time': '2020-01-01T00:00:00Z' },
      { 'paypal-transmission-sig': String(other.headers['paypal-transmission-sig']) },
      { 'paypal-transmission-sig': `${signature.slice(0, -8)}AAAAAAA=` },
      { 'paypal-auth-algo': 'none' },
      { 'paypal-cert-url': 'https://evil.example/v1/notifications/certs/CERT-1' },
      { 'paypal-cert-url': `${shop.origin}/v1/notifications/certs/CERT-1` },
      ...['id', 'time', 'sig'].map((name) => ({ [`paypal-transmission-${name}`]: undefined })),
      { 'paypal-cert-url': undefined },
      { 'paypal-auth-algo': undefined },
    ];
    for (const bent of headers) expect(await deliver(heard, bent), JSON.stringify(bent)).to.equal(400);
    expect(await takeStored()).to.deep.equal([]);
    expect(await deliver(heard)).to.equal(200);
    expect(await idsStored()).to.deep.equal([heard.event.id]);
  });

  it('for another shop’s webhook are refused', async () => {
    const heard = await sendEvent();
    const usual = intake;
    intake = openIntake({ PAYPAL_WEBHOOK_ID: 'SOMEBODYELSES' });
    expect(await deliver(heard)).to.equal(400);
    intake = openIntake({ PAYPAL_WEBHOOK_ID: `OLDONE,${webhookId}` });
    expect(await deliver(heard)).to.equal(200);
    intake = usual;
    await takeStored();
  });

  it('that are too large are refused unread', async () => {
    const heard = await sendEvent();
    expect(await deliver({ ...heard, raw: Buffer.alloc(256 * 1024 + 1, ' ') })).to.equal(413);
    expect(await takeStored()).to.deep.equal([]);
  });

  it('are asked to come again while no webhook id is set, or the signature cannot be checked yet', async () => {
    const heard = await sendEvent();
    const usual = intake;
    intake = openIntake({});
    expect(await deliver(heard)).to.equal(503);
    await shop.arrange([{ operation: 'certificate', fault: 'error_503', times: 9 }]);
    intake = openIntake({ PAYPAL_WEBHOOK_ID: webhookId });
    expect(await deliver(heard)).to.equal(503);
    expect(await takeStored()).to.deep.equal([]);
    intake = usual;
  });

  it('are not read from other methods', async () => {
    const answer = await fetch(`${shop.origin}/webhooks/paypal`);
    expect(answer.status).to.equal(405);
  });

  it('that never arrived are found in PayPal’s own list, and each counts once', async () => {
    const [arrived, missed] = [await buy(), await buy()];
    expect(await deliver(arrived)).to.equal(200);
    expect(await intake.lookBack()).to.equal(1);
    expect(await idsStored()).to.deep.equal([arrived.event.id, missed.event.id]);
    expect(await intake.lookBack()).to.equal(0);
    expect(await deliver(missed)).to.equal(200);
    expect(await takeStored()).to.deep.equal([]);
    expect(await openIntake({}).lookBack()).to.equal(0);
    expect(logs).to.include('events_missed');
  });
});
