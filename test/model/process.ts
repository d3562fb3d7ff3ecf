import { createCheckoutFlow, type CheckoutFlow } from '../../src/purchase/flow.ts';
import type { Messenger, Told } from '../../src/checkout/messenger-port.ts';
import { CheckoutError } from '../../src/checkout/errors.ts';
import { createKeyRing } from '../../src/round-trip/keys.ts';
import type { LinkSeal } from '../../src/round-trip/link.ts';
import { createMagicNumbers } from '../../src/round-trip/magic-number.ts';
import type { MerchantChatStore } from '../../src/checkout/merchant-chat-ports.ts';
import { toChatDestination } from '../../src/checkout/merchant-destination.ts';
import type {
  MerchantChatTeller,
  MerchantEventStore,
  MerchantTeller,
  MerchantTold,
} from '../../src/checkout/merchant-event-ports.ts';
import type { CheckoutStore, Inbox, Ports, SignalStore } from '../../src/checkout/ports.ts';
import { createWorker } from '../../src/worker/worker.ts';
import type { Choices } from './choices.ts';
import { judgePosts } from './call-rules.ts';
import { judgeTold } from './merchant-rules.ts';
import { judgeMessage } from './message-rules.ts';
import type { PlantedBug } from './planted-bug.ts';
import type { Scene } from './scene.ts';
import type { Life, Scheduler } from './scheduler.ts';
import { watchNumbers } from './witness.ts';

/** One running program: the real use cases and the real worker, every call to the outside a step. */
export interface Program {
  readonly life: Life;
  readonly flow: CheckoutFlow;
  readonly inbox: Inbox;
  readonly chats: MerchantChatStore;
}

export interface Stage extends Scene {
  readonly choices: Choices;
  readonly scheduler: Scheduler;
  readonly store: {
    readonly checkouts: CheckoutStore;
    readonly signals: SignalStore;
    readonly inbox: Inbox;
    readonly merchantEvents: MerchantEventStore;
    readonly merchantChats: MerchantChatStore;
  };
  /** In percent of the calls; nothing goes wrong once it is 0. */
  readonly faults: { share: number };
  /** Calls that PayPal gets when nobody waits for them any more. */
  readonly late: (() => Promise<void>)[];
  readonly bug: PlantedBug | undefined;
}

/** The same two keys, the one or the other in front: what one process has sealed the other seals anew. */
const [one, two] = [new Uint8Array(32).fill(7), new Uint8Array(32).fill(8)];
const rings = [createKeyRing([one, two]), createKeyRing([two, one])] as const;

export function startProgram(stage: Stage, holder: string): Program {
  const life: Life = { holder, isAlive: true };
  const { scheduler, store, payPal } = stage;
  const keys = stage.choices.of(rings);
  const checkouts = scheduler.wrap(life, 'store', store.checkouts, ['now']);
  const inbox = scheduler.wrap(life, 'inbox', store.inbox);
  const chats = scheduler.wrap(life, 'merchantChats', store.merchantChats);
  const log: Ports['log'] = (event, fields) => {
    const reason = String(fields['reason']);
    const isFault =
      event === 'worker_fault' || event === 'checkout_left_for_later' || event === 'event_postponed';
    if (isFault && life.isAlive && !reason.startsWith('CheckoutError'))
      stage.judge.breach('fault', `${event} ${reason}`);
  };
  const ports: Ports = {
    store: checkouts,
    payments: judgePosts(stage, scheduler.wrap(life, 'payments', withFaults(stage, payPal.payments))),
    links: plainLinks,
    numbers: watchNumbers(createMagicNumbers(keys, 6), stage.witness),
    keys,
    settings: stage.settings,
    holder,
    signalled: (signals) => worker.signalled(signals),
    settleSoon: (checkoutId) => worker.settleSoon(checkoutId),
    log,
  };
  const bent = stage.bug?.ports?.(ports) ?? ports;
  const flow = stage.bug?.flow?.(createCheckoutFlow(bent), bent) ?? createCheckoutFlow(bent);
  const worker = createWorker({
    flow,
    store: checkouts,
    signals: scheduler.wrap(life, 'signals', store.signals),
    messenger: scheduler.wrap(life, 'messenger', createMessenger(stage, life)),
    merchantEvents: scheduler.wrap(life, 'merchantEvents', store.merchantEvents),
    merchantTellers: [scheduler.wrap(life, 'merchantTeller', createTeller(stage, life))],
    listMerchantChats: async () =>
      (await chats.listHearing()).map(({ id }) =>
        scheduler.wrap(life, 'merchantChatTeller', createChatTeller(stage, life, id)),
      ),
    holder,
    inbox,
    lookBack: async () => 0,
    pruneLimits: async () => 0,
    lookAtKeys: async () => undefined,
    log,
  });
  if (holder !== 'preview') worker.start();
  return { life, flow, inbox, chats };
}

/** Sealing is proved elsewhere; here a link is only as long as its content. */
const plainLinks: LinkSeal = {
  seal: async ({ checkoutId, owner, expiresAt }) =>
    [checkoutId, owner.channelId, owner.conversationId, owner.shopperId, expiresAt].join('~'),
  open: async (linkToken) => {
    const [checkoutId, channelId, conversationId, shopperId, expiresAt] = linkToken.split('~');
    if (checkoutId === undefined || channelId === undefined || conversationId === undefined) return undefined;
    if (shopperId === undefined) return undefined;
    return { checkoutId, owner: { channelId, conversationId, shopperId }, expiresAt: Number(expiresAt) };
  },
};

/** Calls get lost before or after PayPal has acted, or arrive when nobody waits for them any more. */
function withFaults(stage: Stage, payments: Ports['payments']): Ports['payments'] {
  const { choices, clock, faults } = stage;
  async function call<T>(ask: () => Promise<T>, mayRefuse: boolean): Promise<T> {
    if (!choices.percent(faults.share)) return ask();
    const kind = choices.below(mayRefuse ? 4 : 3);
    if (kind === 3) throw new CheckoutError('payments_refused', 'no');
    if (kind === 1) await ask();
    if (kind === 2) stage.late.push(async () => void (await ask()));
    clock.now += choices.below(10_000);
    throw new CheckoutError('payments_unclear', 'lost');
  }
  return {
    createOrder: (request) => call(() => payments.createOrder(request), true),
    findOrder: (orderId) => call(() => payments.findOrder(orderId), false),
    captureOrder: (request) => call(() => payments.captureOrder(request), false),
    trackOrder: (request) => call(() => payments.trackOrder(request), false),
    refundCapture: (request) => call(() => payments.refundCapture(request), false),
    findCapture: (captureId) => call(() => payments.findCapture(captureId), false),
    findRefund: (refundId) => call(() => payments.findRefund(refundId), false),
    findDispute: (disputeId) => call(() => payments.findDispute(disputeId), false),
  };
}

function createMessenger(stage: Stage, life: Life): Messenger {
  const { choices, faults, witness } = stage;
  return {
    tell: async (message): Promise<Told> => {
      const fault = choices.percent(faults.share) ? choices.below(4) : 0;
      if (fault === 1) return { kind: 'retry', reason: '429', afterMs: 1_000 + choices.below(5_000) };
      if (fault === 2 && choices.percent(30)) return { kind: 'impossible', reason: '403' };
      const shown = { ...message, life, isLost: fault === 3 };
      witness.shown.push(shown);
      judgeMessage(stage, shown);
      if (shown.isLost) return { kind: 'retry', reason: 'the answer is lost', isUnclear: true };
      return { kind: 'told', cardActivityId: message.kind === 'link_ready' ? message.key : undefined };
    },
  };
}

/** The merchant's own program, which may be away, or whose answer may be lost. */
function createTeller(stage: Stage, life: Life): MerchantTeller {
  const { choices, faults, witness } = stage;
  return {
    destination: 'webhook',
    tell: async (event): Promise<MerchantTold> => {
      const fault = choices.percent(faults.share) ? choices.below(3) : 0;
      if (fault === 1) return { kind: 'retry', status: 503, reason: '503', afterMs: choices.below(60_000) };
      const told = { event, at: 'webhook' as const, life, isLost: fault === 2 };
      witness.toldMerchant.push(told);
      judgeTold(stage, told);
      return told.isLost ? { kind: 'retry', reason: 'the answer is lost' } : { kind: 'told', status: 204 };
    },
  };
}

/** A chat of the merchant, which may be slow, gone for good, or whose answer may be lost. */
function createChatTeller(stage: Stage, life: Life, id: number): MerchantChatTeller {
  const { choices, faults, witness, store } = stage;
  const destination = toChatDestination(id);
  return {
    destination,
    tellTogether: async (events): Promise<MerchantTold> => {
      const chat = await store.merchantChats.find(id);
      if (chat?.state !== 'hearing') return { kind: 'refused', reason: 'the chat hears no more' };
      const fault = choices.percent(faults.share) ? choices.below(4) : 0;
      if (fault === 1) return { kind: 'retry', reason: '429', afterMs: choices.below(60_000) };
      if (fault === 2 && choices.percent(30)) {
        await store.merchantChats.end(id, 'unreachable', '403');
        return { kind: 'refused', reason: '403' };
      }
      for (const event of events) {
        const told = { event, at: destination, life, isLost: fault === 3 };
        witness.toldMerchant.push(told);
        judgeTold(stage, told);
      }
      return fault === 3
        ? { kind: 'retry', reason: 'the answer is lost', isUnclear: true }
        : { kind: 'told' };
    },
  };
}
