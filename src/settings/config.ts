import { parseUrl } from '../round-trip/parse-url.ts';
import { readBotSettings } from './bot-settings.ts';
import { ConfigFaults } from './config-faults.ts';
import { readDatabaseUrl } from './database-url.ts';
import { findProductionFaults, sampleShop } from './production-faults.ts';
import { createSettingReader, type SettingReader } from './setting-reader.ts';
import type { Environment } from './setting-value.ts';

/** Everything that a merchant configures, parsed once. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** An origin without a slash at the end. */
  readonly publicUrl: string;
  readonly databaseUrl: string;
  /** Undefined in development: then they are made once and kept beside the data. */
  readonly keys: readonly [Uint8Array, ...Uint8Array[]] | undefined;
  readonly merchantName: string;
  readonly supportContact: string;
  /** Undefined for the built-in sample. */
  readonly catalogPath: string | undefined;
  readonly payPal: {
    readonly environment: 'simulator' | 'sandbox' | 'live';
    readonly clientId: string;
    readonly clientSecret: string;
    readonly apiUrl: string;
    readonly webUrl: string;
    readonly merchantId: string | undefined;
    /** Ours at PayPal; deliveries signed for another one are refused. */
    readonly webhookIds: readonly string[];
    /** True when `serve` starts the simulator itself. */
    readonly startsSimulator: boolean;
  };
  readonly simulatorPort: number;
  /** When the money is taken: when the payer comes back, or after the number came back to the chat. */
  readonly capture: 'on_return' | 'on_confirmation';
  /** What happens after a day to a payment whose number never came. */
  readonly unconfirmed: 'refund' | 'keep';
  readonly checkoutMs: number;
  readonly magicNumberMs: number;
  readonly magicNumberDigits: number;
  readonly trustedProxies: number;
  /** The bot's registration under the names that botbuilder reads; empty without one. */
  readonly botSettings: Readonly<Record<string, string>>;
  readonly appId: string;
  readonly serviceHosts: readonly string[];
  readonly logLevel: string;
  readonly isProduction: boolean;
}

const payPalUrls = {
  sandbox: { api: 'https://api-m.sandbox.paypal.com', web: 'https://www.sandbox.paypal.com' },
  live: { api: 'https://api-m.paypal.com', web: 'https://www.paypal.com' },
};

/** @throws ConfigFaults */
export function readConfig(environment: Environment): Config {
  const reader = createSettingReader(environment);
  const port = reader.whole('PORT', 3978, 0, 65_535);
  const host = reader.text('HOST', '127.0.0.1', 255);
  const simulatorPort = reader.whole('SIMULATOR_PORT', 3979, 0, 65_535);
  const publicUrl = reader.origin('PUBLIC_URL', `http://localhost:${port}`);
  const isProduction = readIsProduction(reader);
  const config: Config = {
    host,
    port,
    publicUrl,
    databaseUrl: readDatabaseUrl(reader),
    keys: reader.secrets('KEYS'),
    merchantName: reader.text('MERCHANT_NAME', sampleShop.merchantName, 100),
    supportContact: reader.text('SUPPORT_CONTACT', sampleShop.supportContact, 200),
    catalogPath: reader.optional('CATALOG'),
    payPal: readPayPal(reader, simulatorPort),
    simulatorPort,
    capture: reader.oneOf('CAPTURE', ['on_return', 'on_confirmation'], 'on_return'),
    unconfirmed: reader.oneOf('UNCONFIRMED', ['refund', 'keep'], 'refund'),
    checkoutMs: reader.minutes('CHECKOUT_MINUTES', 60),
    magicNumberMs: reader.minutes('MAGIC_NUMBER_MINUTES', 10),
    magicNumberDigits: reader.whole('MAGIC_NUMBER_DIGITS', 6, 6, 10),
    trustedProxies: reader.whole('TRUSTED_PROXIES', 0, 0, 10),
    ...readBotSettings(reader, isProduction),
    logLevel: reader.oneOf(
      'LOG_LEVEL',
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'info',
    ),
    isProduction,
  };
  reader.oneOf('NUMBER', ['always'], 'always');
  checkTogether(config, reader.fault);
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

function readPayPal(reader: SettingReader, simulatorPort: number): Config['payPal'] {
  const clientId = reader.optional('PAYPAL_CLIENT_ID') ?? '';
  const clientSecret = reader.optional('PAYPAL_CLIENT_SECRET') ?? '';
  const hasCredentials = clientId !== '' || clientSecret !== '';
  const environment = reader.oneOf(
    'PAYPAL_ENVIRONMENT',
    ['simulator', 'sandbox', 'live'],
    hasCredentials ? 'sandbox' : 'simulator',
  );
  const simulator = `http://127.0.0.1:${simulatorPort}`;
  const usual = environment === 'simulator' ? { api: simulator, web: simulator } : payPalUrls[environment];
  const startsSimulator = environment === 'simulator' && reader.optional('PAYPAL_API_URL') === undefined;
  const apiUrl = reader.origin('PAYPAL_API_URL', usual.api);
  const webUrl = reader.origin('PAYPAL_WEB_URL', environment === 'simulator' ? apiUrl : usual.web);
  if (environment !== 'simulator') {
    if (clientId === '')
      reader.fault(
        'PAYPAL_CLIENT_ID',
        `is missing for ${environment}`,
        'Copy it from your app in the PayPal developer dashboard',
      );
    if (clientSecret === '')
      reader.fault(
        'PAYPAL_CLIENT_SECRET',
        `is missing for ${environment}`,
        'Copy it from your app in the PayPal developer dashboard',
      );
    for (const [setting, url] of [
      ['PAYPAL_API_URL', apiUrl],
      ['PAYPAL_WEB_URL', webUrl],
    ] as const) {
      const isSafe = url.startsWith('https://') || isLoopback(url);
      if (!isSafe) reader.fault(setting, 'is not https', 'Use an https address');
    }
  }
  return {
    environment,
    clientId: clientId === '' ? 'simulator-client' : clientId,
    clientSecret: clientSecret === '' ? 'simulator-secret' : clientSecret,
    apiUrl,
    webUrl,
    merchantId: reader.optional('PAYPAL_MERCHANT_ID'),
    webhookIds: reader.list('PAYPAL_WEBHOOK_ID') ?? [],
    startsSimulator,
  };
}

/** What is wrong only together with another setting: the local channel on a public address. */
function checkTogether(config: Config, fault: SettingReader['fault']): void {
  if (config.appId === '' && !config.isProduction) {
    if (!isLoopback(config.publicUrl)) {
      fault(
        'PUBLIC_URL',
        'is not this machine, but without MicrosoftAppId nobody who chats is authenticated',
        'Set MicrosoftAppId, or leave PUBLIC_URL at http://localhost',
      );
    }
    if (!isLoopback(`http://${config.host.includes(':') ? `[${config.host}]` : config.host}`)) {
      fault(
        'HOST',
        'is open to the network, but without MicrosoftAppId nobody who chats is authenticated',
        'Set MicrosoftAppId, or leave HOST at 127.0.0.1',
      );
    }
  }
}

function isLoopback(url: string): boolean {
  const hostname = parseUrl(url)?.hostname ?? '';
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/u.test(hostname);
}
