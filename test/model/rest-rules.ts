import { active, type Checkout } from '../../src/checkout/checkout.ts';
import { reconcile } from '../../src/desk/reconcile.ts';
import { judgeMerchantEnd, judgeMerchantRest } from './merchant-rules.ts';
import type { Scene } from './scene.ts';
import { judgeParcels } from './shipment-rules.ts';

/** Whether anything is still asked of PayPal, waits to be told, or waits to be looked at. */
export function isUnsettled({ twin }: Scene, now: number): boolean {
  const isAsking = [...twin.rows.values()].some(
    ({ status, refunds, shipment }) =>
      status === 'order_submitted' ||
      status === 'capture_submitted' ||
      status === 'capture_pending' ||
      shipment?.tracking?.status === 'submitted' ||
      refunds.some((refund) => refund.status === 'submitted' || refund.status === 'pending'),
  );
  const isTelling = twin.signalEntries.some(
    ({ state, signal }) => state === 'waiting' && signal.dueAt <= now,
  );
  const isTellingMerchant = twin.merchantEntries.some(
    ({ state, tryAt }) => state === 'waiting' && tryAt <= now,
  );
  return isAsking || isTelling || isTellingMerchant || twin.inbox.waiting() > 0;
}

/** What must hold once nothing goes wrong any more and time has passed. */
export async function judgeRest(scene: Scene): Promise<void> {
  const { judge, clock, twin, payPal } = scene;
  for (const row of twin.rows.values()) {
    const { lease } = row;
    judge.hold(
      lease === undefined || lease.until < clock.now + 60_000,
      'life',
      `a lease until ${lease?.until}`,
    );
  }
  for (const { signal, state } of twin.signalEntries) {
    const isOver = state !== 'waiting' || signal.dueAt > clock.now;
    judge.hold(isOver, 'S1', `${signal.kind} waits`);
  }
  judgeCaptures(scene);
  judgePayPalNews(scene);
  judgeMerchantRest(scene);
  judgeParcels(scene);
  if (judge.first !== undefined) return;
  for await (const difference of reconcile({
    store: { checkouts: twin.checkouts },
    payments: payPal.payments,
  }))
    judge.breach('M8', `${difference.what}: here ${difference.here}, at PayPal ${difference.atPayPal}`);
}

function judgeCaptures({ judge, payPal, twin }: Scene): void {
  for (const order of payPal.orders) {
    const row = twin.rows.get(order.request.checkoutId);
    for (const capture of order.captures) {
      if (capture.held !== 'COMPLETED') continue;
      judge.hold(
        row !== undefined && isKept(row, capture.captureId),
        'M5',
        `${capture.captureId} in ${row?.status}`,
      );
    }
  }
}

/** PayPal has told all that it had to tell: it is known here. */
function judgePayPalNews({ judge, payPal, twin }: Scene): void {
  for (const row of twin.rows.values()) {
    const captures = payPal.orders
      .filter(({ request }) => request.checkoutId === row.id)
      .flatMap((order) => order.captures);
    const own = captures.find(({ captureId }) => captureId === row.capture?.captureId);
    judge.hold(!own?.isReversed || row.flag === 'reversed', 'words', `${own?.captureId} was reversed`);
    const disputes = captures.flatMap((capture) => capture.disputes);
    const told = disputes.some(({ isOpen }) => isOpen) ? 'open' : 'closed';
    const expected = disputes.length === 0 ? undefined : told;
    if (payPal.showsDisputes)
      judge.hold(row.dispute === expected, 'words', `a dispute is ${row.dispute}, at PayPal ${expected}`);
  }
}

function isKept(row: Checkout, captureId: string): boolean {
  if (row.capture?.captureId === captureId)
    return ['paid', 'confirmed', 'flagged', 'refunding', 'refunded'].includes(row.status);
  const isStray = row.strayCaptures.some((one) => one.captureId === captureId);
  return isStray && row.refunds.some((refund) => refund.captureId === captureId);
}

/** A day and more later nothing is under way any more. */
export function judgeEnd(scene: Scene): void {
  const { judge, twin } = scene;
  judgeMerchantEnd(scene);
  for (const { status } of twin.rows.values())
    judge.hold(!active.includes(status), 'life', `still ${status} after more than a day`);
}
