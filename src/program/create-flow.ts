import type { Ports } from '../checkout/ports.ts';
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
export function createFlow(parts: FlowParts, nudges: FlowNudges): CheckoutFlow {
  return createCheckoutFlow(flowPorts(parts, nudges));
}

type FlowNudges = Pick<Nudges, 'signalled' | 'settleSoon'>;

/** What the use cases know of the configuration, named one by one: no secret of it rides along. */
export function flowPorts(
  { config, keys, store, payments, holder, log }: FlowParts,
  { signalled, settleSoon }: FlowNudges,
): Ports {
  return {
    store: store.checkouts,
    payments,
    links: createLinkSeal(keys),
    numbers: createMagicNumbers(keys, config.magicNumberDigits),
    keys,
    settings: {
      publicUrl: config.publicUrl,
      merchantName: config.merchantName,
      checkoutMs: config.checkoutMs,
      magicNumberMs: config.magicNumberMs,
      capture: config.capture,
      unconfirmed: config.unconfirmed,
      merchantId: config.payPal.merchantId,
    },
    holder,
    signalled,
    settleSoon,
    log,
  };
}
