import type { MerchantDestination } from '../checkout/merchant-destination.ts';
import type { CheckoutFlow } from '../purchase/flow.ts';
import type { Config } from '../settings/config.ts';
import { createFlow } from './create-flow.ts';
import { createNudges } from './nudges.ts';
import { type OpenParts, openParts } from './open-parts.ts';

export interface MerchantDesk extends Pick<OpenParts, 'store' | 'keys' | 'payments' | 'webhooks'> {
  readonly flow: CheckoutFlow;
  /** Where the merchant was told of what happens, and is not while no address is set. */
  readonly withoutAddress: readonly MerchantDestination[];
}

/**
 * The store and the use cases for one command of the merchant, beside a running `serve` or without it. What it writes
 * for the chat is told by `serve`, which finds the rows once this process has let go of them.
 */
export async function atMerchantDesk<T>(config: Config, act: (desk: MerchantDesk) => Promise<T>): Promise<T> {
  const parts = await openParts(config, () => undefined, { lock: false });
  try {
    const { store, keys, payments, webhooks } = parts;
    const flow = createFlow({ ...parts, config }, createNudges());
    const withoutAddress = config.merchantWebhook === undefined ? (['webhook'] as const) : [];
    return await act({ flow, store, keys, payments, webhooks, withoutAddress });
  } finally {
    await parts.close();
  }
}
