import type { Config } from './config.ts';
import { isGuessable } from './guessable.ts';
import type { SettingReader } from './setting-reader.ts';

/** The shop that sells when no other is configured. */
export const sampleShop = {
  merchantName: 'Fernhill Tea & Pottery',
  supportContact: 'hello@fernhill.example',
};

/** What serves a developer and would betray shoppers: each default that may not go into production. */
export function findProductionFaults(config: Config, reader: SettingReader): void {
  const { fault, optional } = reader;
  const keys = optional('KEYS')?.split(',') ?? [];
  const makeOne = 'Set one secret made by: openssl rand -base64 32';
  if (keys.length === 0) fault('KEYS', 'is missing in production', makeOne);
  else if (config.keys !== undefined && keys.some((key) => isGuessable(key.trim())))
    fault('KEYS', 'holds a secret that can be guessed, which is refused in production', makeOne);
  if (!config.publicUrl.startsWith('https://'))
    fault('PUBLIC_URL', 'is not https in production', 'Set the https address that shoppers see');
  if (optional('PAYPAL_ENVIRONMENT') === undefined) {
    fault('PAYPAL_ENVIRONMENT', 'is not said in production', 'Set it to sandbox or live');
  } else if (config.payPal.environment === 'simulator') {
    fault('PAYPAL_ENVIRONMENT', 'is the simulator in production', 'Set it to sandbox or live');
  }
  if (config.catalogPath === undefined)
    fault('CATALOG', 'is the sample shop in production', 'Set the path of your own catalogue file');
  if (isSame(config.merchantName, sampleShop.merchantName))
    fault('MERCHANT_NAME', 'is the sample shop in production', 'Set the name of your shop');
  if (isSame(config.supportContact, sampleShop.supportContact))
    fault('SUPPORT_CONTACT', 'is the sample shop in production', 'Set where shoppers reach you');
}

function isSame(one: string, other: string): boolean {
  return one.normalize('NFKC').toLowerCase() === other.toLowerCase();
}
