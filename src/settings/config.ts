import type { LegalLinks } from '../checkout/legal-links.ts';
import { type BotSettings, readBotSettings } from './bot-settings.ts';
import { type CheckoutSettings, readCheckoutSettings } from './checkout-settings.ts';
import { ConfigFaults } from './config-faults.ts';
import { readDatabaseUrl } from './database-url.ts';
import { type FaceSettings, readFaceSettings } from './face-settings.ts';
import { isLoopback } from './is-loopback.ts';
import { readLegalSettings } from './legal-settings.ts';
import { type MerchantSettings, readMerchantSettings } from './merchant-settings.ts';
import { type MerchantWebhookSettings, readMerchantWebhookSettings } from './merchant-webhook-settings.ts';
import { type PayPalSettings, readPayPalSettings } from './paypal-settings.ts';
import { findProductionFaults } from './production-faults.ts';
import { createSettingReader, type SettingReader } from './setting-reader.ts';
import type { Environment } from './setting-value.ts';
import { readSiteSettings, type SiteSettings } from './site-settings.ts';

/** Everything that a merchant configures, parsed once. On top stands what one place alone asks for. */
export interface Config {
  readonly site: SiteSettings;
  readonly merchant: MerchantSettings;
  readonly face: FaceSettings;
  readonly legal: LegalLinks;
  readonly merchantWebhook: MerchantWebhookSettings | undefined;
  readonly checkout: CheckoutSettings;
  readonly payPal: PayPalSettings;
  readonly bot: BotSettings;
  readonly databaseUrl: string;
  /** Undefined in development: then they are made once and kept beside the data. */
  readonly keys: readonly [Uint8Array, ...Uint8Array[]] | undefined;
  readonly simulatorPort: number;
  readonly logLevel: string;
  readonly isProduction: boolean;
}

/** @throws ConfigFaults */
export function readConfig(environment: Environment): Config {
  const reader = createSettingReader(environment);
  const simulatorPort = reader.whole('SIMULATOR_PORT', 3979, 0, 65_535);
  const isProduction = readIsProduction(reader);
  const config: Config = {
    site: readSiteSettings(reader),
    merchant: readMerchantSettings(reader),
    face: readFaceSettings(reader),
    legal: readLegalSettings(reader, isProduction),
    merchantWebhook: readMerchantWebhookSettings(reader, isProduction),
    checkout: readCheckoutSettings(reader),
    payPal: readPayPalSettings(reader, simulatorPort),
    bot: readBotSettings(reader, isProduction),
    databaseUrl: readDatabaseUrl(reader),
    keys: reader.secrets('KEYS'),
    simulatorPort,
    logLevel: reader.oneOf(
      'LOG_LEVEL',
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'info',
    ),
    isProduction,
  };
  if (config.bot.appId === '' && !isProduction) checkIsLocal(config.site, reader.fault);
  if (isProduction) findProductionFaults(config, reader);
  if (reader.faults.length > 0) throw new ConfigFaults(reader.faults);
  return config;
}

/** A production that is spelled otherwise would be development, with all its defaults. */
function readIsProduction(reader: SettingReader): boolean {
  const said = reader.optional('NODE_ENV') ?? '';
  const isMeant = /^prod(?:uction)?$/iu.test(said);
  if (isMeant && said !== 'production')
    reader.fault('NODE_ENV', 'is almost production', 'Set it to production in small letters');
  return isMeant;
}

/** The local channel, which stands in for a registration, is for this machine alone. */
function checkIsLocal({ publicUrl, host }: SiteSettings, fault: SettingReader['fault']): void {
  if (!isLoopback(publicUrl))
    fault(
      'PUBLIC_URL',
      'is not this machine, but without MicrosoftAppId nobody who chats is authenticated',
      'Set MicrosoftAppId, or leave PUBLIC_URL at http://localhost',
    );
  if (!isLoopback(`http://${host.includes(':') ? `[${host}]` : host}`))
    fault(
      'HOST',
      'is open to the network, but without MicrosoftAppId nobody who chats is authenticated',
      'Set MicrosoftAppId, or leave HOST at 127.0.0.1',
    );
}
