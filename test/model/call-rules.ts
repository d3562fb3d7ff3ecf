import type { Checkout } from '../../src/checkout/checkout.ts';
import type { OrderRequest, Ports } from '../../src/checkout/ports.ts';
import type { RefundRequest } from '../../src/checkout/refund-ports.ts';
import { judgeTracking, judgeTrackers } from './shipment-rules.ts';
import type { Scene } from './scene.ts';
import type { Step } from './scheduler.ts';

/** What must hold at the moment at which a process asks PayPal. */
export function judgeCall(scene: Scene, { label, args, life }: Step): void {
  if (life.holder === 'preview' && label !== 'store.find')
    scene.judge.breach('B4', `opening a link does ${label}`);
  const [content] = args;
  if (label === 'payments.findOrder' || label === 'payments.findCapture') lookUp(scene, content);
}

/** What must hold before each POST. */
export function judgePosts(scene: Scene, payments: Ports['payments']): Ports['payments'] {
  return {
    ...payments,
    findOrder: async (orderId) => {
      const found = await payments.findOrder(orderId);
      const named = scene.witness.countries.get(orderId) ?? new Set();
      scene.witness.countries.set(orderId, named.add(found?.shippingCountry));
      return found;
    },
    trackOrder: (request) => {
      judgeTracking(scene, request);
      return payments.trackOrder(request);
    },
    createOrder: (request) => {
      judgeCreate(scene, request);
      return payments.createOrder(request);
    },
    captureOrder: (request) => {
      judgeCapture(scene, request);
      return payments.captureOrder(request);
    },
    refundCapture: (request) => {
      judgeRefund(scene, request);
      return payments.refundCapture(request);
    },
  };
}

function lookUp({ witness }: Scene, id: unknown): void {
  for (const post of witness.posts.values()) if (post.lookedUpBy === id) post.isLookedUp = true;
}

function judgeCreate({ judge, twin }: Scene, request: OrderRequest): void {
  const row = twin.rows.get(request.checkoutId);
  const order = row?.orders.find(({ requestId }) => requestId === request.requestId);
  judge.hold(order !== undefined, 'M14', `an order is asked for without its row`);
  judge.hold(order === undefined || order.live, 'M10', 'an order that is over is asked for');
  const { minorUnits, currency } = request.total;
  const isSame = minorUnits === row?.total.minorUnits && currency === row.total.currency;
  judge.hold(isSame, 'M2', `asks for ${minorUnits} ${currency}`);
}

function judgeCapture(scene: Scene, { orderId, requestId }: { orderId: string; requestId: string }): void {
  const { judge, witness, twin, settings } = scene;
  const row = findByOrder(twin.rows, orderId);
  const order = row?.orders.find((one) => one.orderId === orderId);
  if (row === undefined || order === undefined) return judge.breach('M10', 'a foreign order is captured');
  judge.hold(order.live, 'M10', 'an order that is over is captured');
  judge.hold(row.status === 'capture_submitted', 'M6', `a capture is asked for in ${row.status}`);
  judge.hold(row.captureRequestId === requestId, 'M11', 'a capture without its stored request id');
  if (settings.capture === 'on_confirmation')
    judge.hold(row.confirmedAt !== undefined, 'M4', 'a capture before the number');
  judge.hold(witness.proofs.has(orderId), 'M4', 'a capture without the way back');
  const country = row.shipping?.country;
  const isNamed = country === undefined || witness.countries.get(orderId)?.has(country) === true;
  judge.hold(isNamed, 'D1', `captured for ${country}, and PayPal never named it`);
  judgeRepeat(scene, requestId, orderId);
}

/** PayPal forgets request ids: somebody looks before anything is asked for again. */
function judgeRepeat({ judge, witness }: Scene, requestId: string, lookedUpBy: string): void {
  const former = witness.posts.get(requestId);
  judge.hold(former?.isLookedUp !== false, 'M11', `${requestId} is repeated without a look`);
  witness.posts.set(requestId, { lookedUpBy, isLookedUp: false });
}

function judgeRefund(scene: Scene, { captureId, requestId, amount }: RefundRequest): void {
  const { judge, twin } = scene;
  judgeRepeat(scene, requestId, captureId);
  for (const row of twin.rows.values()) {
    const asked = row.refunds.find((one) => one.requestId === requestId);
    if (asked === undefined) continue;
    judge.hold(asked.captureId === captureId, 'M7', 'a refund of another capture');
    judge.hold(asked.amount.minorUnits === amount?.minorUnits, 'M11', 'a refund with another amount');
    return;
  }
  judge.breach('M7', 'a refund without its decision');
}

function findByOrder(rows: ReadonlyMap<string, Checkout>, orderId: string): Checkout | undefined {
  return [...rows.values()].find(({ orders }) => orders.some((one) => one.orderId === orderId));
}

/** What must hold after PayPal has acted. */
export function judgePayPal(scene: Scene): void {
  const { judge, payPal, twin } = scene;
  judgeTrackers(scene);
  const taken = new Map<string, number>();
  for (const order of payPal.orders) {
    const { checkoutId, requestId } = order.request;
    const row = twin.rows.get(checkoutId);
    const isKnown = row?.orders.some((one) => one.requestId === requestId);
    judge.hold(isKnown === true, 'M14', 'an order without its row');
    for (const capture of order.captures) {
      if (capture.isForeign) continue;
      const { minorUnits, currency } = capture.amount;
      const isSame = minorUnits === row?.total.minorUnits && currency === row.total.currency;
      if (!order.isBent) judge.hold(isSame, 'M2', `took ${minorUnits} ${currency}`);
      if (capture.held !== 'DECLINED') taken.set(checkoutId, (taken.get(checkoutId) ?? 0) + 1);
    }
  }
  const requestIds = payPal.orders.flatMap(({ request, captures }) =>
    captures
      .flatMap(({ refunds }) => refunds.flatMap(({ requestId }) => requestId ?? []))
      .concat(request.requestId),
  );
  judge.hold(new Set(requestIds).size === requestIds.length, 'M7', 'one decision was carried out twice');
  for (const [checkoutId, count] of taken) judge.hold(count <= 1, 'M1', `${count} captures of ${checkoutId}`);
}
