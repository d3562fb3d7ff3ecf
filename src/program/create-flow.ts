import type { Ports } from '../checkout/ports.ts';
import { createLinkSeal } from '../identity/link-seal.ts';
import { createCheckoutFlow, type CheckoutFlow } from '../purchase/flow.ts';
import { createMagicNumbers } from '../round-trip/magic-number.ts';
import type { Nudges } from './nudges.ts';
import type { OpenParts } from './open-parts.ts';
import type { Config } from '../settings/config.ts';

/** What the use cases are built from. */
export type FlowParts = Pick<OpenParts, 'keys' | 'payments' | 'holder' | 'log'> & {
  readonly store: Pick<OpenParts['store'], 'checkouts'>;
  readonly config: Pick<Config, 'site' | 'merchant' | 'checkout'> & {
    readonly payPal: Pick<Config['payPal'], 'merchantId'>;
  };
};

/** The use cases over the open parts: the same for the running shop and for a command of the merchant. */
export function createFlow(parts: FlowParts, nudges: FlowNudges): CheckoutFlow {
  return createCheckoutFlow(flowPorts(parts, nudges));
}

type FlowNudges = Pick<Nudges, 'signalled' | 'settleSoon'>;

/** What the use cases know of the configuration, named one by one: no secret of it rides along. */
export function flowPorts(
  { config: { site, merchant, checkout, payPal }, keys, store, payments, holder, log }: FlowParts,
  { signalled, settleSoon }: FlowNudges,
): Ports {
  return {
    store: store.checkouts,
    payments,
    links: createLinkSeal(keys),
    numbers: createMagicNumbers(keys, checkout.magicNumberDigits),
    keys,
    settings: {
      publicUrl: site.publicUrl,
      merchantName: merchant.merchantName,
      checkoutMs: checkout.checkoutMs,
      magicNumberMs: checkout.magicNumberMs,
      capture: checkout.capture,
      unconfirmed: checkout.unconfirmed,
      policies: checkout.policies,
      retentionMs: checkout.retentionMs,
      merchantId: payPal.merchantId,
    },
    holder,
    signalled,
    settleSoon,
    log,
  };
}
