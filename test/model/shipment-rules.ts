import type { Checkout } from '../../src/checkout/checkout.ts';
import type { Shipment } from '../../src/checkout/shipment.ts';
import type { TrackingRequest } from '../../src/checkout/tracking-ports.ts';
import type { Scene } from './scene.ts';

/** What every committed change of a parcel must hold. */
export function judgeShipment(scene: Scene, before: Checkout | undefined, after: Checkout): void {
  const { judge, twin } = scene;
  const [was, is] = [before?.shipment, after.shipment];
  if (is === undefined) return judge.hold(was === undefined, 'D2', 'a parcel is not on its way any more');
  if (is.toldAt !== was?.toldAt) {
    const isSold = before?.status === 'confirmed' && after.shipping !== undefined;
    judge.hold(isSold, 'D2', `${before?.status} is on its way`);
    const written = twin.signalEntries.filter(
      ({ signal }) =>
        signal.checkoutId === after.id && signal.kind === 'shipped' && signal.dueAt === is.toldAt,
    );
    judge.hold(written.length === 1, 'D2', `${written.length} tellings of a parcel`);
  }
  if (was !== undefined) judgeKept(scene, was, is);
  const { tracking } = is;
  judge.hold((tracking === undefined) === (is.number === undefined), 'D3', `tracking ${tracking?.status}`);
}

/** What was said is never changed, and nothing new is said without a telling of its own. */
function judgeKept({ judge }: Scene, was: Shipment, is: Shipment): void {
  for (const field of ['carrier', 'number'] as const) {
    judge.hold(was[field] === undefined || was[field] === is[field], 'D2', `another ${field} was told`);
    judge.hold(was[field] === is[field] || was.toldAt < is.toldAt, 'D2', `a ${field} that nobody hears of`);
  }
  judge.hold(was.shippedAt === is.shippedAt, 'D2', 'another day');
  const isNews = was.carrier !== is.carrier || was.number !== is.number;
  judge.hold(isNews || was.toldAt === is.toldAt, 'D2', 'the same parcel is told once more');
  const asked = was.tracking;
  if (asked === undefined) return;
  const { requestId, status } = is.tracking ?? {};
  judge.hold(asked.requestId === requestId, 'D3', `${requestId} in the place of ${asked.requestId}`);
  judge.hold(asked.status === 'submitted' || asked.status === status, 'D3', `${asked.status} to ${status}`);
}

/** What must hold before a number is told to PayPal. */
export function judgeTracking({ judge, twin }: Scene, request: TrackingRequest): void {
  const row = [...twin.rows.values()].find(
    ({ shipment }) => shipment?.tracking?.requestId === request.requestId,
  );
  if (row === undefined) return judge.breach('D3', 'a number is told to PayPal without its row');
  const { shipment, capture } = row;
  const isSame = shipment?.number === request.number && capture?.captureId === request.captureId;
  judge.hold(isSame, 'D3', `${request.number} of ${request.captureId}`);
}

/** What must hold after PayPal has acted. */
export function judgeTrackers({ judge, payPal, twin }: Scene): void {
  for (const { captureId, trackers } of payPal.orders.flatMap(({ captures }) => captures)) {
    judge.hold(trackers.length <= 1, 'D3', `${trackers.length} trackers of ${captureId}`);
    for (const { number } of trackers) {
      const row = [...twin.rows.values()].find(({ capture }) => capture?.captureId === captureId);
      judge.hold(row?.shipment?.number === number, 'D3', `${number} at PayPal alone`);
    }
  }
}

/** What must hold once nothing goes wrong any more. */
export function judgeParcels(scene: Scene): void {
  for (const row of scene.twin.rows.values())
    if (row.shipment !== undefined) judgeParcel(scene, row, row.shipment);
}

function judgeParcel({ judge, payPal, twin, witness }: Scene, { id }: Checkout, shipment: Shipment): void {
  const news = twin.signalEntries.filter(
    ({ signal }) => signal.checkoutId === id && signal.kind === 'shipped',
  );
  for (const { signal, state } of news) {
    const isLast = signal.dueAt === shipment.toldAt;
    judge.hold(!isLast || state !== 'dropped', 'D2', 'the last word of a parcel was dropped');
    const shown = witness.shown.filter(({ key }) => key === `signal-${signal.id}`);
    judge.hold(state !== 'delivered' || shown.length > 0, 'D2', 'a parcel that nobody heard of');
  }
  const { tracking } = shipment;
  if (tracking === undefined) return;
  const captures = payPal.orders.flatMap((order) => order.captures);
  const held = captures.find(({ captureId }) => captureId === tracking.captureId);
  const isThere = held?.trackers.some(({ requestId }) => requestId === tracking.requestId) === true;
  judge.hold(tracking.status !== 'submitted', 'D3', 'PayPal has not answered');
  judge.hold(isThere === (tracking.status === 'accepted'), 'D3', `${tracking.status}, at PayPal ${isThere}`);
}
