import { active, type Checkout, liveOrder } from '../../src/checkout/checkout.ts';
import type { Owner } from '../../src/round-trip/owner.ts';
import type { CheckoutFlow } from '../../src/purchase/flow.ts';
import type { StartRequest } from '../../src/purchase/start.ts';
import { judgeAnswer } from './message-rules.ts';
import type { ModelOrder, Plan } from './held-at-paypal.ts';
import type { Stage } from './process.ts';

/** A tab that may have claimed a checkout. */
export interface Browser {
  readonly session: string;
  /** Orders that it was sent to. */
  readonly visited: Set<ModelOrder>;
}

export interface People {
  readonly owner: Owner;
  /** Another member of the same conversation. */
  readonly member: Owner;
  readonly browsers: readonly Browser[];
  /** Numbers that somebody has seen, newest last. */
  readonly seen: string[];
  activities: number;
  /** What the next captures come to, where that is not left to chance. */
  plans: Plan[] | undefined;
}

/** What somebody does next: with a program, or at PayPal alone. */
export type Act = (flow: CheckoutFlow) => Promise<unknown>;

export function createPeople(): People {
  const conversation = { channelId: 'msteams', conversationId: 'group' };
  return {
    owner: { ...conversation, shopperId: 'owner' },
    member: { ...conversation, shopperId: 'member' },
    browsers: ['one', 'two'].map((session) => ({ session, visited: new Set() })),
    seen: [],
    activities: 0,
    plans: undefined,
  };
}

/** Usually what a shopper would do now, sometimes anything at all. */
export function nextAct(stage: Stage, people: People): Act | undefined {
  const { choices } = stage;
  const row = [...stage.twin.rows.values()].findLast(({ status }) => active.includes(status));
  if (choices.percent(82)) {
    const act = usual(stage, people, row);
    if (act !== undefined) return act;
  }
  return choices.of(unusual)(stage, people, row);
}

/** What a shopper does who only wants to buy. */
export function usual(stage: Stage, people: People, row: Checkout | undefined): Act | undefined {
  const { choices } = stage;
  switch (row?.status) {
    case undefined:
      return startNew(stage, people);
    case 'open':
    case 'claimed':
    case 'order_submitted':
      return pay(stage, people, row);
    case 'awaiting_approval':
    case 'declined': {
      const orderId = liveOrder(row)?.orderId;
      if (orderId === undefined) return pay(stage, people, row);
      if (isApproved(people, orderId)) return comeBack(stage, people, row);
      return approve(stage, people, row) ?? pay(stage, people, row);
    }
    case 'capture_submitted':
      return comeBack(stage, people, row);
    case 'paid':
    case 'approved':
      return choices.percent(people.seen.length > 0 ? 25 : 90)
        ? look(stage, people, row)
        : paste(stage, people);
    default:
      return undefined;
  }
}

/** What was approved on an order that is over counts no more. */
function isApproved({ browsers }: People, orderId: string): boolean {
  const visited = browsers.flatMap((browser) => [...browser.visited]);
  return visited.find((order) => order.orderId === orderId)?.status === 'APPROVED';
}

export type MakeAct = (stage: Stage, people: People, row: Checkout | undefined) => Act | undefined;

const unusual: readonly MakeAct[] = [
  (stage, people) => startNew(stage, people),
  (stage, people, row) => (row === undefined ? undefined : pay(stage, people, row)),
  (stage, people, row) => (row === undefined ? undefined : approve(stage, people, row)),
  (stage, people, row) => comeBack(stage, people, row),
  (stage, people, row) => comeBackWrongly(stage, people, row),
  (stage, people, row) => comeBackWrongly(stage, people, row),
  (stage, people, row) => turnBack(stage, people, row),
  (stage, people, row) => turnBack(stage, people, row),
  (stage, people, row) => look(stage, people, row),
  (_stage, people, row) => {
    const [browser] = people.browsers;
    if (row === undefined || browser === undefined) return undefined;
    return (flow) => flow.drawNewNumber({ checkoutId: row.id, payerSession: browser.session });
  },
  (stage, people) => paste(stage, people),
  (stage, people) => pasteMany(stage, people),
  (stage, people) => async (flow) => judgeAnswer(stage, await flow.cancel(people.owner)),
  (stage, people) => async (flow) => {
    const activityId = nextActivity(stage, people);
    judgeAnswer(stage, await flow.renewLink(people.owner, { activityId, conversationReference: '{}' }));
  },
];

/** The same activity sometimes comes twice. */
export function nextActivity({ choices }: Stage, people: People): string {
  if (!choices.percent(20)) people.activities += 1;
  return `activity-${people.activities}`;
}

function startNew(stage: Stage, people: People): Act {
  const { choices } = stage;
  const request: StartRequest = {
    owner: people.owner,
    isGroup: true,
    shopperName: 'Maria',
    locale: 'en',
    conversationReference: '{}',
    activityId: nextActivity(stage, people),
    cart: [
      {
        product: {
          id: 'tea',
          name: 'Tea',
          description: '',
          price: { currency: 'EUR', minorUnits: 1 + choices.below(9_999) },
          taxRate: '0.19',
        },
        quantity: 1 + choices.below(3),
      },
    ],
    catalog: { currency: 'EUR' },
  };
  return async (flow) => judgeAnswer(stage, await flow.start(request));
}

/** Mostly the first browser: two of them race now and then. */
function browserOf({ choices }: Stage, { browsers }: People): Browser {
  const [first] = browsers;
  return first !== undefined && choices.percent(85) ? first : choices.of(browsers);
}

function pay(stage: Stage, people: People, row: Checkout): Act {
  const browser = browserOf(stage, people);
  return async (flow) => {
    const { approveUrl } = await flow.beginPayment({
      checkoutId: row.id,
      payerSession: browser.session,
      clientAddress: '192.0.2.1',
    });
    const order = stage.payPal.orders.find(({ orderId }) => approveUrl.endsWith(`=${orderId}`));
    if (order === undefined) stage.judge.breach('M12', `sends to ${approveUrl}`);
    else browser.visited.add(order);
  };
}

const plans: readonly Plan[] = [
  'complete',
  'complete',
  'complete',
  'complete',
  'complete',
  'pending',
  'decline',
  'refuse',
  'decline_capture',
];

function approve(stage: Stage, people: People, row: Checkout): Act | undefined {
  const { choices, payPal } = stage;
  const visited = people.browsers.flatMap((browser) => [...browser.visited]);
  const open = visited.filter(({ status, isGone, request }) => {
    return !isGone && status !== 'COMPLETED' && status !== 'APPROVED' && request.checkoutId === row.id;
  });
  const order = choices.percent(80)
    ? open.at(-1)
    : visited.find(({ status, isGone }) => !isGone && status === 'CREATED');
  if (order === undefined) return undefined;
  return async () =>
    payPal.approve(
      order,
      'PAYER1',
      people.plans === undefined ? choices.of(plans) : (people.plans.shift() ?? 'complete'),
    );
}

function comeBack(stage: Stage, people: People, row: Checkout | undefined): Act | undefined {
  const browser = browserOf(stage, people);
  const order = [...browser.visited].findLast(
    ({ status, request }) => status !== 'CREATED' && (row === undefined || request.checkoutId === row.id),
  );
  if (order === undefined) return undefined;
  return (flow) => takeWayBack(stage, flow, browser, order, order.orderId, order.payerId ?? '');
}

/** Another browser with the same address, another payer, or another order's id. */
function comeBackWrongly(stage: Stage, people: People, row: Checkout | undefined): Act | undefined {
  const { choices, payPal } = stage;
  const orders = payPal.orders.filter(({ request }) => row === undefined || request.checkoutId === row.id);
  const order = choices.percent(70) ? orders.at(-1) : orders[0];
  if (order === undefined) return undefined;
  const others = payPal.orders.filter((one) => one !== order && one.status === 'APPROVED');
  const named = others.length > 0 && choices.percent(70) ? choices.of(others) : order;
  const payerId = choices.percent(30) ? 'PAYER2' : (named.payerId ?? '');
  return (flow) => takeWayBack(stage, flow, choices.of(people.browsers), order, named.orderId, payerId);
}

async function takeWayBack(
  stage: Stage,
  flow: CheckoutFlow,
  { session, visited }: Browser,
  order: ModelOrder,
  orderId: string,
  payerId: string,
): Promise<void> {
  const isProof = visited.has(order) && orderId === order.orderId && payerId === order.payerId;
  if (isProof) stage.witness.proofs.add(orderId);
  const { checkoutId, returnUrl } = order.request;
  const nonce = returnUrl.split('/').at(-1) ?? '';
  judgeAnswer(
    stage,
    await flow.returnFromPayPal({ checkoutId, payerSession: session, nonce, orderId, payerId }),
  );
}

export function turnBack(stage: Stage, people: People, row: Checkout | undefined): Act | undefined {
  const browser = browserOf(stage, people);
  const order = [...browser.visited].findLast(
    ({ request }) => row === undefined || request.checkoutId === row.id,
  );
  if (order === undefined) return undefined;
  const { checkoutId, cancelUrl } = order.request;
  const nonce = cancelUrl.split('/').at(-1) ?? '';
  return async (flow) =>
    judgeAnswer(
      stage,
      await flow.cancelAtPayPal({ checkoutId, payerSession: browser.session, nonce, orderId: order.orderId }),
    );
}

function look(stage: Stage, people: People, row: Checkout | undefined): Act | undefined {
  if (row === undefined) return undefined;
  const browser = browserOf(stage, people);
  return async (flow) => {
    const { digits } = await flow.showNumber({ checkoutId: row.id, payerSession: browser.session });
    if (digits === undefined) return;
    const isProven = [...browser.visited].some(
      ({ orderId, request }) => request.checkoutId === row.id && stage.witness.proofs.has(orderId),
    );
    stage.judge.hold(isProven, 'B2', `the number is shown to browser ${browser.session}`);
    people.seen.push(digits);
  };
}

function paste(stage: Stage, people: People): Act | undefined {
  const { choices } = stage;
  const digits = choices.percent(85) ? people.seen.at(-1) : (people.seen[0] ?? '000000');
  if (digits === undefined) return undefined;
  return pasteAs(stage, choices.percent(90) ? people.owner : people.member, digits);
}

function pasteAs({ witness, clock }: Stage, owner: Owner, digits: string): Act {
  return async (flow) => {
    witness.pastes.push({ owner, digits, at: clock.now });
    await flow.confirm(owner, digits);
  };
}

export function pasteMany(stage: Stage, people: People): Act {
  const guesses = Array.from({ length: 3 + stage.choices.below(4) }, () =>
    String(stage.choices.below(1_000_000)).padStart(6, '0'),
  );
  return (flow) => Promise.all(guesses.map((digits) => pasteAs(stage, people.owner, digits)(flow)));
}
