import type { Checkout } from '../checkout/checkout.ts';
import { remindersAfterMinutes } from '../checkout/limits.ts';
import type { NewSignal } from '../checkout/signal.ts';

const minuteMs = 60_000;

/** Of a checkout that has just come to wait for its number; they are dropped once it has come. */
export function numberReminders({ id, updatedAt }: Pick<Checkout, 'id' | 'updatedAt'>): readonly NewSignal[] {
  return remindersAfterMinutes.map((minutes) => ({
    checkoutId: id,
    kind: 'number_reminder',
    dueAt: updatedAt + minutes * minuteMs,
  }));
}
