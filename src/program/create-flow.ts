import { createLinkSeal } from '../identity/link-seal.ts';
import { createCheckoutFlow, type CheckoutFlow } from '../purchase/flow.ts';
import { createMagicNumbers } from '../round-trip/magic-number.ts';
import type { Nudges } from './nudges.ts';
import type { OpenParts } from './open-parts.ts';

/** What the use cases are built from. */
export type FlowParts = Pick<OpenParts, 'config' | 'keys' | 'payments' | 'holder' | 'log'> & {
  readonly store: Pick<OpenParts['store'], 'checkouts'>;
};

/** The use cases over the open parts: the same for the running shop and for a command of the merchant. */
export function createFlow(
  { config, keys, store, payments, holder, log }: FlowParts,
  { signalled, settleSoon }: Pick<Nudges, 'signalled' | 'settleSoon'>,
): CheckoutFlow {
  return createCheckoutFlow({
    store: store.checkouts,
    payments,
    links: createLinkSeal(keys),
    numbers: createMagicNumbers(keys, config.magicNumberDigits),
    keys,
    settings: { ...config, merchantId: config.payPal.merchantId },
    holder,
    signalled,
    settleSoon,
    log,
  });
}
