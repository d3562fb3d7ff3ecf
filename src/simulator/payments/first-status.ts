import type { Call } from '../office.ts';
import type { EventType } from '../webhooks/event-types.ts';
import type { Capture } from '../orders/order.ts';

interface FirstStatus {
  readonly status: 'COMPLETED' | 'PENDING' | 'DECLINED';
  readonly settlement?: NonNullable<Capture['settlement']>;
}

/** How a payment begins: as a fault asks for it, or completed. */
export function toFirstStatus({ fault, afterMs }: Call, now: number): FirstStatus {
  if (fault === 'declined') return { status: 'DECLINED' };
  if (fault !== 'pending' && fault !== 'pending_declined') return { status: 'COMPLETED' };
  if (afterMs === undefined) return { status: 'PENDING' };
  const as = fault === 'pending' ? 'COMPLETED' : 'DECLINED';
  return { status: 'PENDING', settlement: { at: now + afterMs, as } };
}

/** The news of a capture that was just made. */
export function captureEventOf({ status }: Capture): EventType {
  if (status === 'PENDING') return 'PAYMENT.CAPTURE.PENDING';
  return status === 'DECLINED' ? 'PAYMENT.CAPTURE.DECLINED' : 'PAYMENT.CAPTURE.COMPLETED';
}
