import { dirname, join, resolve } from 'node:path';
import type { LogFields } from '../checkout/ports.ts';
import type { Webhooks } from '../checkout/refund-ports.ts';
import { createPayments, openExecutor, type PayPalPayments } from '../paypal/payments.ts';
import { createWebhooks } from '../paypal-webhooks/webhook-calls.ts';
import { createKeyRing, type KeyRing } from '../round-trip/keys.ts';
import type { Config } from '../settings/config.ts';
import { readOrMakeKey } from '../settings/keys-file.ts';
import { openStore, type Store } from '../store/store.ts';
import { newHolder } from '../worker/worker.ts';

/** The outside parts that the shop and the merchant's commands share, open. */
export interface OpenParts {
  /** Where the database is, and what lies beside it. */
  readonly dataFolder: string;
  readonly store: Store;
  readonly keys: KeyRing;
  readonly payments: PayPalPayments;
  readonly webhooks: Webhooks;
  /** Names this process in leases. */
  readonly holder: string;
  readonly log: (event: string, fields: LogFields) => void;
  close(): Promise<void>;
}

/** The one place where they are opened. @param lock for who serves: a second one on the same database is refused */
export async function openParts(
  config: Pick<Config, 'databaseUrl' | 'keys' | 'payPal' | 'merchantWebhook'>,
  log: OpenParts['log'],
  { lock }: { readonly lock: boolean },
): Promise<OpenParts> {
  const holder = newHolder();
  const merchantDestinations = config.merchantWebhook === undefined ? [] : (['webhook'] as const);
  const store = await openStore({ url: config.databaseUrl, holder, lock, merchantDestinations });
  try {
    await store.migrate();
    const dataFolder = folderOf(config.databaseUrl);
    const keys = createKeyRing(config.keys ?? readOrMakeKey(join(dataFolder, 'keys')));
    const { environment, apiUrl, webUrl, clientId, clientSecret } = config.payPal;
    const payPal = { environment, apiUrl, webUrl, clientId, clientSecret, log };
    const executor = openExecutor(payPal);
    return {
      dataFolder,
      store,
      keys,
      payments: createPayments(payPal, executor),
      webhooks: createWebhooks(executor),
      holder,
      log,
      close: () => store.close(),
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function folderOf(databaseUrl: string): string {
  return dirname(resolve(databaseUrl.replace(/^file:/u, '')));
}
