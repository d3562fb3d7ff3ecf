import type { Config } from './config.ts';
import { isGuessable } from './guessable.ts';
import { sampleShop } from './merchant-settings.ts';
import type { SettingReader } from './setting-reader.ts';

/** What serves a developer and would betray shoppers: each default that may not go into production. */
export function findProductionFaults(
  { site, merchant, payPal, keys: secrets }: Pick<Config, 'site' | 'merchant' | 'payPal' | 'keys'>,
  reader: SettingReader,
): void {
  const { fault, optional } = reader;
  const keys = optional('KEYS')?.split(',') ?? [];
  const makeOne = 'Set one secret made by: openssl rand -base64 32';
  if (keys.length === 0) fault('KEYS', 'is missing in production', makeOne);
  else if (secrets !== undefined && keys.some((key) => isGuessable(key.trim())))
    fault('KEYS', 'holds a secret that can be guessed, which is refused in production', makeOne);
  if (optional('MERCHANT_WEBHOOK_SECRETS')?.split(',').some(isGuessableSecret) === true)
    fault(
      'MERCHANT_WEBHOOK_SECRETS',
      'holds a secret that can be guessed, which is refused in production',
      'Set one made by: echo "whsec_$(openssl rand -base64 32)"',
    );
  if (!site.publicUrl.startsWith('https://'))
    fault('PUBLIC_URL', 'is not https in production', 'Set the https address that shoppers see');
  if (optional('PAYPAL_ENVIRONMENT') === undefined) {
    fault('PAYPAL_ENVIRONMENT', 'is not said in production', 'Set it to sandbox or live');
  } else if (payPal.environment === 'simulator') {
    fault('PAYPAL_ENVIRONMENT', 'is the simulator in production', 'Set it to sandbox or live');
  }
  if (merchant.catalogPath === undefined)
    fault('CATALOG', 'is the sample shop in production', 'Set the path of your own catalogue file');
  if (isSame(merchant.merchantName, sampleShop.merchantName))
    fault('MERCHANT_NAME', 'is the sample shop in production', 'Set the name of your shop');
  if (isSame(merchant.supportContact, sampleShop.supportContact))
    fault('SUPPORT_CONTACT', 'is the sample shop in production', 'Set where shoppers reach you');
}

function isGuessableSecret(said: string): boolean {
  return isGuessable(said.trim().replace(/^whsec_/u, ''));
}

function isSame(one: string, other: string): boolean {
  return one.normalize('NFKC').toLowerCase() === other.toLowerCase();
}
