import { setTimeout } from 'node:timers/promises';
import { CheckoutError } from '../checkout/errors.ts';
import { loadCheckout } from '../checkout/load-checkout.ts';
import type { CheckoutStore, Loaded } from '../checkout/ports.ts';

/** Looks again until the condition is over, at most 12 s: the rest of a page's patience. */
export async function waitWhile(
  store: Pick<CheckoutStore, 'find'>,
  checkoutId: string,
  condition: (loaded: Loaded) => boolean,
  sleep: (ms: number) => Promise<unknown> = setTimeout,
): Promise<Loaded> {
  for (let look = 0; ; look += 1) {
    const loaded = await loadCheckout(store, checkoutId);
    if (!condition(loaded)) return loaded;
    if (look === 80) throw new CheckoutError('payments_unclear', 'still being asked');
    await sleep(150);
  }
}
