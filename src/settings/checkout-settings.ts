import type { Policies } from '../checkout/policies.ts';
import { readPolicySettings } from './policy-settings.ts';
import type { SettingReader } from './setting-reader.ts';

/** How a purchase goes, and how long each part of it may take. */
export interface CheckoutSettings {
  /** When the money is taken: when the payer comes back, or after the number came back to the chat. */
  readonly capture: 'on_return' | 'on_confirmation';
  /** What happens after UNCONFIRMED_HOURS to a payment whose number never came. */
  readonly unconfirmed: 'refund' | 'keep';
  readonly checkoutMs: number;
  readonly magicNumberMs: number;
  readonly magicNumberDigits: number;
  readonly policies: Policies;
  /** How long payer and shopper's name are kept, from the beginning of a purchase. */
  readonly retentionMs: number;
}

const dayMs = 24 * 3_600_000;

export function readCheckoutSettings(reader: SettingReader): CheckoutSettings {
  reader.oneOf('NUMBER', ['always'], 'always');
  return {
    capture: reader.oneOf('CAPTURE', ['on_return', 'on_confirmation'], 'on_return'),
    unconfirmed: reader.oneOf('UNCONFIRMED', ['refund', 'keep'], 'refund'),
    checkoutMs: reader.minutes('CHECKOUT_MINUTES', 60),
    magicNumberMs: reader.minutes('MAGIC_NUMBER_MINUTES', 10),
    magicNumberDigits: reader.whole('MAGIC_NUMBER_DIGITS', 6, 6, 10),
    policies: readPolicySettings(reader),
    retentionMs: reader.whole('RETENTION_DAYS', 180, 1, 3650) * dayMs,
  };
}
