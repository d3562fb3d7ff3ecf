import { dirname, join, resolve } from 'node:path';
import { createCheckoutFlow, type CheckoutFlow } from '../purchase/flow.ts';
import { createKeyRing } from '../round-trip/keys.ts';
import { createMagicNumbers } from '../round-trip/magic-number.ts';
import type { Webhooks } from '../checkout/refund-ports.ts';
import { createWebhooks } from '../paypal-webhooks/webhook-calls.ts';
import { createLinkSeal } from '../identity/link-seal.ts';
import { createPayments, openExecutor, type PayPalPayments } from '../paypal/payments.ts';
import type { Config } from '../settings/config.ts';
import { readOrMakeKey } from '../settings/keys-file.ts';
import { openStore, type Store } from '../store/store.ts';
import { newHolder } from '../worker/worker.ts';

export interface MerchantDesk {
  readonly flow: CheckoutFlow;
  readonly store: Store;
  readonly payments: PayPalPayments;
  readonly webhooks: Webhooks;
}

/**
 * The store and the use cases for one command of the merchant, beside a running `serve` or without it. What it writes
 * for the chat is told by `serve`, which finds the rows once this process has let go of them.
 */
export async function atMerchantDesk<T>(config: Config, act: (desk: MerchantDesk) => Promise<T>): Promise<T> {
  const holder = newHolder();
  const store = await openStore({ url: config.databaseUrl, holder });
  try {
    await store.migrate();
    const keyFile = join(dirname(resolve(config.databaseUrl.replace(/^file:/u, ''))), 'keys');
    const keys = createKeyRing(config.keys ?? readOrMakeKey(keyFile));
    const payPal = { ...config.payPal, log: () => undefined };
    const executor = openExecutor(payPal);
    const payments = createPayments(payPal, executor);
    const webhooks = createWebhooks(executor);
    const flow = createCheckoutFlow({
      store: store.checkouts,
      payments,
      links: createLinkSeal(keys),
      numbers: createMagicNumbers(keys, config.magicNumberDigits),
      keys,
      settings: { ...config, merchantId: config.payPal.merchantId },
      holder,
      signalled: () => undefined,
      settleSoon: () => undefined,
      log: () => undefined,
    });
    return await act({ flow, store, payments, webhooks });
  } finally {
    await store.close();
  }
}
