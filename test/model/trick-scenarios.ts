import type { Checkout } from '../../src/checkout/checkout.ts';
import { liveOrder } from '../../src/checkout/order.ts';
import type { ModelOrder } from './held-at-paypal.ts';
import type { Stage } from './process.ts';
import type { Scenario } from './scenarios.ts';
import { isApproved, type People } from './people.ts';
import { look, type MakeAct, pasteAs, startNew, takeWayBack } from './shopper.ts';

const startTwice: MakeAct = (stage, people) => {
  const acts = [startNew(stage, people), startNew(stage, people)];
  return (flow) => Promise.all(acts.map((act) => act(flow)));
};

/** Another browser with everything that is in the address. */
const comeBackElsewhere: MakeAct = (stage, people, row) => {
  const [order, browser] = [liveAtPayPal(stage, row), people.browsers[1]];
  if (order === undefined || browser === undefined) return undefined;
  return trick(people, (flow) =>
    takeWayBack(stage, flow, browser, order, order.orderId, order.payerId ?? ''),
  );
};

/** The right browser, order and payer, with the nonce of an order that is over. */
const comeBackByDeadOrder: MakeAct = (stage, people, row) => {
  const [order, browser] = [liveAtPayPal(stage, row), people.browsers[0]];
  const over = stage.payPal.orders.find(({ request }) => request.checkoutId === row?.id);
  if (order === undefined || over === undefined || browser === undefined) return undefined;
  return trick(people, (flow) => takeWayBack(stage, flow, browser, over, order.orderId, order.payerId ?? ''));
};

const lookElsewhere: MakeAct = (stage, people, row) => {
  const act = look(stage, people, row, people.browsers[1]);
  return act === undefined ? undefined : trick(people, act);
};

/** Whoever has the same ids on another channel, and a member of the same conversation. */
const pasteElsewhere: MakeAct = (stage, people) => {
  const digits = people.seen.at(-1);
  if (digits === undefined) return undefined;
  const strangers = [{ ...people.owner, channelId: 'slack' }, people.member];
  return trick(people, (flow) => Promise.all(strangers.map((owner) => pasteAs(stage, owner, digits)(flow))));
};

const guess: MakeAct = (stage, people) => (flow) =>
  Promise.all(Array.from({ length: 4 }, () => pasteAs(stage, people.owner, '000000')(flow)));

const drawNumber: MakeAct = (_stage, people, row) => {
  const [browser] = people.browsers;
  if (browser === undefined || row === undefined) return undefined;
  return (flow) => flow.drawNewNumber({ checkoutId: row.id, payerSession: browser.session });
};

const bendCurrency: MakeAct = ({ payPal }) => {
  const order = payPal.orders.find(({ isBent }) => !isBent);
  if (order === undefined) return undefined;
  return async () => void Object.assign(order, { isBent: true, total: { ...order.total, currency: 'JPY' } });
};

/** What must lead to nothing, and the purchase goes on as if it had not been. */
export const trickScenarios: readonly Scenario[] = [
  { name: 'begun by two messages at once', begin: startTwice, ends: ['confirmed'] },
  {
    name: 'on two channels with the same ids, in two currencies, and the number is pasted on the wrong one',
    withOthers: true,
    turn: ({ status }, _count, people) =>
      status === 'paid' && people.tricks === 0 && people.seen.length > 0 ? pasteElsewhere : undefined,
    ends: ['confirmed', 'confirmed'],
  },
  {
    name: 'on two channels, the number first',
    settings: { capture: 'on_confirmation' },
    withOthers: true,
    ends: ['confirmed', 'confirmed'],
  },
  {
    name: 'brought back by another browser first',
    turn: (row, _count, people) => (isFirst(row, people) ? comeBackElsewhere : undefined),
    ends: ['confirmed'],
  },
  {
    name: 'looked at by another browser, the number first',
    settings: { capture: 'on_confirmation' },
    turn: ({ status }, _count, people) =>
      status === 'approved' && people.tricks === 0 ? lookElsewhere : undefined,
    ends: ['confirmed'],
  },
  {
    name: 'refused for good, and brought back by the address of the dead order',
    plans: ['refuse'],
    turn: (row, _count, people) =>
      row.orders.length === 2 && isFirst(row, people) ? comeBackByDeadOrder : undefined,
    ends: ['confirmed'],
  },
  {
    name: 'guessed over two numbers until it locks',
    turn: ({ status, number }) => {
      if (status === 'paid') return (number?.attempts ?? 0) >= 5 ? drawNumber : guess;
      return status === 'flagged' ? 'stop' : undefined;
    },
    ends: ['refunded'],
  },
  {
    name: 'approved in another currency',
    turn: ({ status }) => (status === 'awaiting_approval' ? bendCurrency : undefined),
    ends: ['flagged'],
  },
];

/** The payer has approved, and nothing was tried yet. */
function isFirst(row: Checkout, people: People): boolean {
  const orderId = liveOrder(row)?.orderId;
  const isBack = row.status === 'awaiting_approval' && orderId !== undefined && isApproved(people, orderId);
  return isBack && people.tricks === 0;
}

function liveAtPayPal({ payPal }: Stage, row: Checkout | undefined): ModelOrder | undefined {
  const orderId = row === undefined ? undefined : liveOrder(row)?.orderId;
  return payPal.orders.find((order) => order.orderId === orderId);
}

function trick(people: People, act: NonNullable<ReturnType<MakeAct>>): ReturnType<MakeAct> {
  return (flow) => {
    people.tricks += 1;
    return act(flow);
  };
}
