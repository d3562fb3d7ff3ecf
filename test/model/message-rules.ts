import type { Checkout, Status } from '../../src/checkout/checkout.ts';
import type { Owner } from '../../src/round-trip/owner.ts';
import { type SignalKind, signalStatuses } from '../../src/checkout/signal.ts';
import { isOwner } from './is-owner.ts';
import type { Scene } from './scene.ts';
import type { Shown } from './witness.ts';

const contradictions: ReadonlySet<SignalKind> = new Set([
  'link_ready',
  'deadline_near',
  'payer_cancelled',
  'approved_elsewhere',
  'other_country',
  'payment_declined',
  'payment_pending',
  'approval_arrived',
  'approval_unreturned',
  'approval_lost',
  'cancelled',
  'expired',
]);

/** What must hold when a message has come into the shopper's conversation. */
export function judgeMessage({ judge, witness, twin }: Scene, message: Shown): void {
  const { kind, checkout, key } = message;
  const allowed: readonly Status[] = signalStatuses[kind];
  const versions = witness.history.get(checkout.id) ?? [];
  judge.hold(
    versions.some(({ status }) => allowed.includes(status)),
    'M12',
    `${kind} of nothing that was stored`,
  );
  const row = twin.rows.get(checkout.id);
  const { minorUnits, currency } = checkout.total;
  const isSame = row?.total.minorUnits === minorUnits && row.total.currency === currency;
  judge.hold(isSame, 'M2', `shows ${minorUnits} ${currency}`);
  judge.hold(row !== undefined && isOwner(row.owner, checkout.owner), 'B7', `tells ${kind} elsewhere`);
  const others = witness.shown.filter((one) => one !== message && one.checkout.id === checkout.id);
  const isPaid = others.some((one) => one.kind === 'payment_arrived' || one.kind === 'confirmed');
  judge.hold(!isPaid || !contradictions.has(kind), 'S3', `${kind} after the payment`);
  const copies = others.filter((one) => one.key === key && one.life.isAlive);
  judge.hold(
    copies.every(({ isLost }) => isLost) && copies.length <= 1,
    'S2',
    `${kind} ${copies.length + 1} times`,
  );
  judgeOrder({ judge, twin }, message);
}

function judgeOrder({ judge, twin }: Pick<Scene, 'judge' | 'twin'>, { kind, key, checkout }: Shown): void {
  // A link is no old news as long as it may be paid, nor is a parcel's number.
  const own = twin.signalEntries.find(({ signal }) => `signal-${signal.id}` === key);
  if (own === undefined || kind === 'link_ready' || kind === 'shipped') return;
  const { dueAt, id } = own.signal;
  const later = twin.signalEntries.find(
    ({ signal, state }) =>
      state === 'delivered' &&
      signal.checkoutId === checkout.id &&
      (signal.dueAt > dueAt || (signal.dueAt === dueAt && signal.id > id)),
  );
  judge.hold(later === undefined, 'S4', `${kind} after ${later?.signal.kind}`);
}

/** What a use case answers was committed before. */
export function judgeAnswer(
  { judge, witness }: Scene,
  /** Who asked, where it was asked in a chat. */
  owner: Owner | undefined,
  answer: Checkout | undefined,
): void {
  if (answer === undefined) return;
  const isOwn = owner === undefined || isOwner(answer.owner, owner);
  judge.hold(isOwn, 'B7', `${owner?.channelId} is told of ${answer.owner.channelId}`);
  const versions = witness.history.get(answer.id) ?? [];
  const isStored = versions.some(
    ({ version, status }) => version === answer.version && status === answer.status,
  );
  judge.hold(isStored, 'M12', `answers ${answer.status} ${answer.version}, which was not stored`);
}
