import { active, type Checkout } from '../../src/checkout/checkout.ts';
import { liveOrder } from '../../src/checkout/order.ts';
import type { Owner } from '../../src/round-trip/owner.ts';
import type { CheckoutFlow } from '../../src/purchase/flow.ts';
import type { StartRequest } from '../../src/purchase/start.ts';
import { judgeAnswer } from './message-rules.ts';
import type { ModelOrder, Plan } from './held-at-paypal.ts';
import { type Address, atHome } from './paypal-model.ts';
import { type Browser, holdsClaim, isApproved, type People, rowsOf } from './people.ts';
import type { Stage } from './process.ts';

/** What somebody does next: with a program, or at PayPal alone. */
export type Act = (flow: CheckoutFlow) => Promise<unknown>;

/** Usually what a shopper would do now, sometimes anything at all. */
export function nextAct(stage: Stage, people: People): Act | undefined {
  const { choices } = stage;
  const row = rowsOf(stage, people).findLast(({ status }) => active.includes(status));
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
  (stage, people) => async (flow) => judgeAnswer(stage, people.owner, await flow.cancel(people.owner)),
  (stage, people) => async (flow) => {
    const activityId = nextActivity(stage, people);
    const answer = await flow.renewLink(people.owner, { activityId, conversationReference: '{}' });
    judgeAnswer(stage, people.owner, answer);
  },
];

/** The same activity sometimes comes twice. */
export function nextActivity({ choices }: Stage, people: People): string {
  if (!choices.percent(20)) people.activities += 1;
  return `activity-${people.activities}`;
}

export function startNew(stage: Stage, people: People): Act {
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
          price: { currency: people.currency, minorUnits: 1 + choices.below(9_999) },
          taxRate: '0.19',
        },
        quantity: 1 + choices.below(3),
      },
    ],
    catalog: { currency: people.currency, taxIncluded: false },
    shipping: people.shipping ?? choices.of(waysOf(people)).shipping,
  };
  return async (flow) => judgeAnswer(stage, people.owner, await flow.start(request));
}

/** Nothing is sent, at one price, or at that of a country. */
function waysOf({ currency }: People): readonly Pick<StartRequest, 'shipping'>[] {
  const price = { currency, minorUnits: 490 };
  const post = { shipping: { name: 'Post', price } };
  return [{}, post, post, { shipping: { name: 'Parcel', price, ...atHome } }];
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
    if (order === undefined) return stage.judge.breach('M12', `sends to ${approveUrl}`);
    stage.judge.hold(holdsClaim(stage, row.id, browser), 'B2', `browser ${browser.session} never claimed`);
    browser.visited.add(order);
  };
}

const addresses: readonly Address[] = [atHome, atHome, atHome, { country: 'AT' }, { country: undefined }];

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
      people.addresses === undefined ? choices.of(addresses) : people.addresses.shift(),
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

export async function takeWayBack(
  stage: Stage,
  flow: CheckoutFlow,
  browser: Browser,
  order: ModelOrder,
  orderId: string,
  payerId: string,
): Promise<void> {
  const { checkoutId, returnUrl } = order.request;
  const isOwn = holdsClaim(stage, checkoutId, browser);
  const isProof = isOwn && orderId === order.orderId && payerId === order.payerId;
  if (isProof) stage.witness.proofs.add(orderId);
  const nonce = returnUrl.split('/').at(-1) ?? '';
  const way = { checkoutId, payerSession: browser.session, nonce, orderId, payerId };
  judgeAnswer(stage, undefined, await flow.returnFromPayPal(way));
}

export function turnBack(stage: Stage, people: People, row: Checkout | undefined): Act | undefined {
  const browser = browserOf(stage, people);
  const order = [...browser.visited].findLast(
    ({ request }) => row === undefined || request.checkoutId === row.id,
  );
  if (order === undefined) return undefined;
  const { checkoutId, cancelUrl } = order.request;
  const nonce = cancelUrl.split('/').at(-1) ?? '';
  const way = { checkoutId, payerSession: browser.session, nonce, orderId: order.orderId };
  return async (flow) => judgeAnswer(stage, undefined, await flow.cancelAtPayPal(way));
}

export function look(
  stage: Stage,
  people: People,
  row: Checkout | undefined,
  browser = browserOf(stage, people),
): Act | undefined {
  if (row === undefined) return undefined;
  return async (flow) => {
    const { digits } = await flow.showNumber({ checkoutId: row.id, payerSession: browser.session });
    if (digits === undefined) return;
    const isProven = stage.payPal.orders.some(
      ({ orderId, request }) => request.checkoutId === row.id && stage.witness.proofs.has(orderId),
    );
    const isOwn = holdsClaim(stage, row.id, browser);
    stage.judge.hold(isProven && isOwn, 'B2', `the number is shown to browser ${browser.session}`);
    people.seen.push(digits);
  };
}

function paste(stage: Stage, people: People): Act | undefined {
  const { choices } = stage;
  const digits = choices.percent(85) ? people.seen.at(-1) : (people.seen[0] ?? '000000');
  if (digits === undefined) return undefined;
  return pasteAs(stage, choices.percent(90) ? people.owner : people.member, digits);
}

export function pasteAs(stage: Stage, owner: Owner, digits: string): Act {
  return async (flow) => {
    stage.witness.pastes.push({ owner, digits, at: stage.clock.now });
    const answer = await flow.confirm(owner, digits);
    if (answer.kind === 'confirmed') judgeAnswer(stage, owner, answer.checkout);
  };
}

export function pasteMany(stage: Stage, people: People): Act {
  const guesses = Array.from({ length: 3 + stage.choices.below(4) }, () =>
    String(stage.choices.below(1_000_000)).padStart(6, '0'),
  );
  return (flow) => Promise.all(guesses.map((digits) => pasteAs(stage, people.owner, digits)(flow)));
}
