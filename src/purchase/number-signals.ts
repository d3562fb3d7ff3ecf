import { sendingLease } from '../checkout/lease.ts';
import { remindersAfterMinutes } from '../checkout/limits.ts';
import type { NewSignal } from '../checkout/signal.ts';

const minuteMs = 60_000;

/** The news that a number is waited for, now, and two reminders that are dropped once it has come. */
export function numberSignals(
  checkoutId: string,
  kind: 'payment_arrived' | 'approval_arrived',
  holder: string,
  now: number,
): readonly NewSignal[] {
  const reminders = remindersAfterMinutes.map((minutes): NewSignal => ({
    checkoutId,
    kind: 'number_reminder',
    dueAt: now + minutes * minuteMs,
  }));
  return [{ checkoutId, kind, dueAt: now, lease: sendingLease(holder, now) }, ...reminders];
}
