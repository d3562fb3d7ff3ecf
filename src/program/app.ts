import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { createAdapter } from '../bot-framework/adapter.ts';
import { createBot } from '../shop/bot.ts';
import { maskCardNumbers } from '../bot/card-number.ts';
import { createMerchantChat } from '../bot/merchant-chat.ts';
import { createMerchantChatTeller } from '../bot/merchant-news.ts';
import { createMessenger } from '../bot/messenger.ts';
import { wordings } from '../bot/wordings.ts';
import { createProactive } from '../bot-framework/proactive.ts';
import { createReceiver, type Receiver } from '../bot-framework/receiver.ts';
import type { Shop } from '../bot/shop.ts';
import { createBotStorage } from '../bot-framework/storage.ts';
import { createLocalChannel, type LocalChannel } from '../local-channel/channel.ts';
import type { Transcript } from '../local-channel/transcript.ts';
import type { Catalog } from '../checkout/catalog.ts';
import type { Logo } from '../checkout/face.ts';
import type { MerchantChatTeller, MerchantTeller } from '../checkout/merchant-event-ports.ts';
import type { Messenger } from '../checkout/messenger-port.ts';
import type { CheckoutFlow } from '../purchase/flow.ts';
import { createMagicNumbers } from '../round-trip/magic-number.ts';
import { createMerchantCodes } from '../round-trip/merchant-code.ts';
import { createFlow } from './create-flow.ts';
import { createKeyWatch, type KeyWatch } from './key-watch.ts';
import { createNudges } from './nudges.ts';
import { siteOptions } from './site-options.ts';
import { createMerchantWebhook } from '../merchant-webhook/merchant-webhook.ts';
import { isFromBeyond, refuseFromBeyond } from './loopback.ts';
import type { OpenParts } from './open-parts.ts';
import type { Config } from '../settings/config.ts';
import { logoPath } from '../web/assets.ts';
import { toFaceStyle } from '../web/face-style.ts';
import { createSite } from '../web/site.ts';
import { createWebhookIntake } from '../paypal-webhooks/webhook-intake.ts';
import { createWorker, type Worker } from '../worker/worker.ts';

/** The outside parts, already open, and what is sold. */
export interface AppParts extends Omit<OpenParts, 'dataFolder' | 'close'> {
  readonly config: Pick<
    Config,
    'site' | 'merchant' | 'merchantWebhook' | 'face' | 'legal' | 'checkout' | 'payPal' | 'bot'
  >;
  readonly catalog: Catalog;
  /** Address of a product's picture to its file. */
  readonly pictures: ReadonlyMap<string, string>;
  readonly logo: Logo | undefined;
  /** Present without a bot registration: then the local channel serves this machine. */
  readonly transcript: Transcript | undefined;
}

export interface App {
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Whether `upgrade` is for this request: the stream of the local channel alone. */
  mayUpgrade(request: IncomingMessage): boolean;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly worker: Worker;
  readonly keyWatch: KeyWatch;
  /** Finishes turns and signals under way; the listener is closed by its owner. */
  close(): Promise<void>;
}

/** Introduces the rooms to each other. Each of them knows only `checkout`. */
export function createApp(parts: AppParts): App {
  const { config, store, payments, holder, log } = parts;
  const { environment, apiUrl, webhookIds, startsSimulator } = config.payPal;
  const nudges = createNudges();
  const flow = createFlow(parts, nudges);
  const webhooks = createWebhookIntake({
    publicUrl: config.site.publicUrl,
    payPal: { environment, apiUrl, webhookIds, startsSimulator },
    webhooks: parts.webhooks,
    inbox: store.inbox,
    log,
  });
  const { receiver, messenger, checkChannel, listMerchantChats } = createConversation(parts, flow);
  const { keys } = parts;
  const countKeyUses = () => store.countKeyUses(keys('payer-seal')[0].id);
  const keyWatch = createKeyWatch({ keys, countKeyUses, log });
  const worker = createWorker({
    flow,
    store: store.checkouts,
    signals: store.signals,
    messenger,
    merchantEvents: store.merchantEvents,
    merchantTellers: merchantTellers(config),
    listMerchantChats,
    holder,
    inbox: store.inbox,
    lookBack: () => webhooks.lookBack(),
    pruneLimits: () => store.pruneLimits(),
    lookAtKeys: () => keyWatch.look(),
    log,
  });
  nudges.handTo(worker);
  const channel =
    parts.transcript === undefined ? undefined : localChannel(parts, parts.transcript, receiver);
  const site = createSite(
    siteOptions(parts, flow, {
      receiveActivity: (request) => receiver.receive(request),
      receiveWebhook: (delivery) => webhooks.receive(delivery),
      ready: async () => ({
        store: await store.check(),
        paypal: await payments.check(),
        channel: await checkChannel(),
      }),
    }),
  );
  return { ...toApp(config, site, channel, receiver, worker), keyWatch };
}

function merchantTellers({ merchantWebhook }: Pick<Config, 'merchantWebhook'>): readonly MerchantTeller[] {
  return merchantWebhook === undefined ? [] : [createMerchantWebhook(merchantWebhook)];
}

function toApp(
  { bot, site: siteSettings }: Pick<Config, 'bot' | 'site'>,
  site: ReturnType<typeof createSite>,
  channel: LocalChannel | undefined,
  receiver: Receiver,
  worker: Worker,
): Omit<App, 'keyWatch'> {
  return {
    handle: (request, response) => {
      if (isFromBeyond(request, bot, siteSettings)) refuseFromBeyond(response);
      else if (channel?.handle(request, response) !== true) site(request, response);
    },
    mayUpgrade: (request) => channel?.mayUpgrade(request) === true,
    upgrade: (request, socket, head) => {
      if (channel?.upgrade(request, socket, head) !== true) socket.destroy();
    },
    worker,
    close: async () => {
      await channel?.close();
      await receiver.settled();
      await worker.stop();
    },
  };
}

/** The bot with its two ways: in through the receiver, out through the messenger and the tellers of the merchant's chats. */
interface Conversation {
  readonly receiver: Receiver;
  readonly messenger: Messenger;
  readonly checkChannel: () => Promise<string>;
  readonly listMerchantChats: () => Promise<readonly MerchantChatTeller[]>;
}

function createConversation(
  { config: { site, merchant, legal, checkout, bot }, keys, catalog, store, log }: AppParts,
  flow: CheckoutFlow,
): Conversation {
  const { serviceHosts, appId } = bot;
  const numbers = createMagicNumbers(keys, checkout.magicNumberDigits);
  const adapter = createAdapter({ settings: bot.registration, serviceHosts, wordings, log });
  const shop: Shop = {
    flow,
    catalog,
    merchantName: merchant.merchantName,
    supportContact: merchant.supportContact,
    unconfirmedHours: checkout.policies.unconfirmedHours,
    legalLinks: legal,
    pictureOf: ({ image }) => toPictureUrl(site.publicUrl, image),
    readNumber: (text) => numbers.read(text),
    findNumbers: (text) => numbers.findIn(text),
  };
  const chats = store.merchantChats;
  const codes = createMerchantCodes(keys);
  const answerMerchant = createMerchantChat({ chats, codes, orders: store, log });
  const onTurn = createBot(shop, createBotStorage(store.botState), answerMerchant);
  const receiver = createReceiver({ adapter, isAuthenticated: appId !== '', serviceHosts, onTurn, log });
  const proactive = createProactive({ adapter, appId, serviceHosts, log });
  return {
    receiver,
    checkChannel: adapter.check,
    messenger: createMessenger(shop, proactive),
    listMerchantChats: async () =>
      (await chats.listHearing()).map((chat) => createMerchantChatTeller({ chats, proactive }, chat)),
  };
}

/** Below it the bot speaks to the local channel. */
export const connectorPath = '/channel-connector/';

function localChannel(
  { config: { site, merchant, face }, logo, keys, log }: Pick<AppParts, 'config' | 'logo' | 'keys' | 'log'>,
  transcript: Transcript,
  receiver: Receiver,
): LocalChannel {
  // Only this process knows the address below which the bot speaks, so no page of another origin can forge its words.
  const secret = Buffer.from(keys('channel-connector')[0].bytes).toString('base64url');
  return createLocalChannel({
    transcript,
    serviceUrl: `${site.publicUrl}${connectorPath}${secret}/`,
    deliver: (activity) => receiver.receive({ authorization: '', body: activity }),
    tokenKey: keys('channel-token')[0].bytes,
    publicUrl: site.publicUrl,
    merchantName: merchant.merchantName,
    face: { style: toFaceStyle(face.brand), logoHref: toLogoHref(logo) },
    botId: 'shop',
    mask: maskCardNumbers,
    log,
  });
}

function toLogoHref(logo: Logo | undefined): string | undefined {
  return logo === undefined || 'address' in logo ? logo?.address : logoPath;
}

function toPictureUrl(publicUrl: string, image: string | undefined): string | undefined {
  return image === undefined || image.startsWith('https://') ? image : `${publicUrl}/${image}`;
}
