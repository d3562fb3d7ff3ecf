import type { Checkout } from '../checkout/checkout.ts';
import type { Ports } from '../checkout/ports.ts';
import type { NewSignal } from '../checkout/signal.ts';

const minuteMs = 60_000;

/** Of a checkout that has just come to wait for its number; they are dropped once it has come. */
export function numberReminders(
  { settings: { policies } }: Pick<Ports, 'settings'>,
  { id, updatedAt }: Pick<Checkout, 'id' | 'updatedAt'>,
): readonly NewSignal[] {
  return policies.remindersAfterMinutes.map((minutes) => ({
    checkoutId: id,
    kind: 'number_reminder',
    dueAt: updatedAt + Math.round(minutes * minuteMs),
  }));
}
