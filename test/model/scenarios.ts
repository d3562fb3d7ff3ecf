import type { Checkout, Status } from '../../src/checkout/checkout.ts';
import type { ShippingChoice } from '../../src/checkout/shipping.ts';
import type { Settings } from '../../src/checkout/ports.ts';
import type { Plan } from './held-at-paypal.ts';
import type { Address } from './paypal-model.ts';
import { shippedScenarios } from './shipped-scenarios.ts';
import { trickScenarios } from './trick-scenarios.ts';
import type { People } from './people.ts';
import { type MakeAct, nextActivity, pasteMany, turnBack } from './shopper.ts';

/** One way through a purchase, the same each time. */
export interface Scenario {
  readonly name: string;
  readonly settings?: Partial<Settings>;
  readonly plans?: readonly Plan[];
  /** How it is sent, and the addresses that its approvals come with. */
  readonly shipping?: ShippingChoice;
  readonly addresses?: readonly Address[];
  /** How it begins, where that is not the usual. */
  readonly begin?: MakeAct;
  /** What happens instead of the usual; 'stop' ends the acts. The row is the newest checkout. */
  readonly turn?: (row: Checkout, count: number, people: People) => MakeAct | 'stop' | undefined;
  /** Somebody with the same ids buys on another channel meanwhile. */
  readonly withOthers?: boolean;
  /** How the checkouts end, the first one first, wherever a process dies on the way. */
  readonly ends: readonly Status[];
}

const cancelInChat: MakeAct = (_stage, people) => (flow) => flow.cancel(people.owner);

const renew: MakeAct = (stage, people) => (flow) =>
  flow.renewLink(people.owner, { activityId: nextActivity(stage, people), conversationReference: '{}' });

const captureAside: MakeAct =
  ({ payPal }) =>
  async () => {
    const [order] = payPal.orders;
    if (order !== undefined && order.captures.length === 0) payPal.captureAtPayPal(order);
  };

const giveBack: MakeAct = (_stage, _people, row) => async (flow) =>
  row === undefined ? undefined : flow.refund({ checkoutId: row.id, reason: 'merchant' });

/** The one that is opened first ends in the same act: a crash may come between PayPal's news of both. */
const loseDispute: MakeAct = ({ payPal }) => {
  const [capture] = payPal.orders.flatMap(({ captures }) => captures);
  if (capture === undefined || capture.isReversed) return undefined;
  return async () => {
    payPal.openDispute(capture);
    for (const dispute of capture.disputes) payPal.closeDispute(capture, dispute, 'buyer');
  };
};

const bend: MakeAct = ({ payPal }) => {
  const order = payPal.orders.find(({ isBent }) => !isBent);
  if (order === undefined) return undefined;
  return async () =>
    void Object.assign(order, { isBent: true, total: { ...order.total, minorUnits: 999_999 } });
};

const revokeChat: MakeAct = ({ twin, store }) => {
  const chat = twin.knownChats.find(({ state }) => state === 'hearing');
  return chat === undefined ? undefined : () => store.merchantChats.end(chat.id, 'revoked');
};

/** PayPal's address was passed on: who approves it comes back with a browser that has claimed nothing. */
const approveElsewhere: MakeAct = ({ payPal }, { browsers }, row) => {
  const order = payPal.orders.find(({ request }) => request.checkoutId === row?.id);
  const stranger = browsers.at(-1);
  if (order === undefined || stranger === undefined) return undefined;
  const { checkoutId, returnUrl } = order.request;
  return async (flow) => {
    if (order.status === 'CREATED') payPal.approve(order, 'PAYER1', 'complete');
    const nonce = returnUrl.split('/').at(-1) ?? '';
    const { orderId, payerId = '' } = order;
    await flow.returnFromPayPal({ checkoutId, payerSession: stranger.session, nonce, orderId, payerId });
  };
};

export const scenarios: readonly Scenario[] = [
  { name: 'paid and confirmed', ends: ['confirmed'] },
  {
    name: 'sold after the merchant has taken a chat out',
    turn: ({ status }) => (status === 'paid' ? revokeChat : undefined),
    ends: ['confirmed'],
  },
  {
    name: 'the number first, then the capture',
    settings: { capture: 'on_confirmation' },
    ends: ['confirmed'],
  },
  { name: 'declined, then paid with another card', plans: ['decline'], ends: ['confirmed'] },
  {
    name: 'declined after the number, then paid',
    settings: { capture: 'on_confirmation' },
    plans: ['decline'],
    ends: ['confirmed'],
  },
  { name: 'refused for good, then paid on another order', plans: ['refuse'], ends: ['confirmed'] },
  {
    name: 'held back by PayPal and paid later',
    plans: ['pending'],
    turn: ({ status }) => (status === 'capture_pending' ? 'stop' : undefined),
    ends: ['refunded'],
  },
  {
    name: 'turned back at PayPal, then paid',
    turn: ({ status, orders }) =>
      status === 'awaiting_approval' && orders.length === 1 ? turnBack : undefined,
    ends: ['confirmed'],
  },
  ...(['on_return', 'on_confirmation'] as const).map((capture): Scenario => ({
    name: `approved in another browser, then paid on another order (${capture})`,
    settings: { capture },
    turn: ({ status, orders }) =>
      status === 'awaiting_approval' && orders.length === 1 ? approveElsewhere : undefined,
    ends: ['confirmed'],
  })),
  {
    name: 'approved in another browser, and left there',
    turn: ({ status, orders }) => {
      if (status === 'awaiting_approval') return approveElsewhere;
      return status === 'claimed' && orders.length > 0 ? 'stop' : undefined;
    },
    ends: ['expired'],
  },
  {
    name: 'cancelled in the chat, and captured at PayPal all the same',
    turn: ({ status }) => {
      if (status === 'cancelled') return captureAside;
      if (status === 'flagged' || status === 'refunded' || status === 'refunding') return 'stop';
      return status === 'awaiting_approval' ? cancelInChat : undefined;
    },
    ends: ['refunded'],
  },
  {
    name: 'a new link, then paid',
    turn: ({ status }, count) => (status === 'awaiting_approval' && count === 1 ? renew : undefined),
    ends: ['cancelled', 'confirmed'],
  },
  {
    name: 'never approved',
    turn: ({ status }) => (status === 'awaiting_approval' ? 'stop' : undefined),
    ends: ['expired'],
  },
  {
    name: 'paid and never confirmed, refunded after a day',
    turn: ({ status }) => (status === 'paid' ? 'stop' : undefined),
    ends: ['refunded'],
  },
  {
    name: 'paid and never confirmed, kept for the merchant',
    settings: { unconfirmed: 'keep' },
    turn: ({ status }) => (status === 'paid' ? 'stop' : undefined),
    ends: ['flagged'],
  },
  {
    name: 'locked by wrong numbers',
    turn: ({ status }) => {
      if (status === 'paid') return pasteMany;
      return status === 'flagged' ? 'stop' : undefined;
    },
    ends: ['refunded'],
  },
  {
    name: 'confirmed, and refunded by the merchant',
    turn: ({ status }) => (status === 'confirmed' ? giveBack : undefined),
    ends: ['refunded'],
  },
  {
    name: 'confirmed, disputed, and lost to the buyer',
    turn: ({ status }) => (status === 'confirmed' ? loseDispute : undefined),
    ends: ['refunded'],
  },
  {
    name: 'approved with another amount',
    turn: ({ status }) => (status === 'awaiting_approval' ? bend : undefined),
    ends: ['flagged'],
  },
  ...shippedScenarios,
  ...trickScenarios,
];
