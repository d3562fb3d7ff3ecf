import { z } from 'zod';

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
    /** True when `serve` starts the simulator itself. */
    readonly startsSimulator: boolean;
  };
  readonly simulatorPort: number;
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

export interface ConfigFault {
  readonly setting: string;
  readonly problem: string;
  readonly mend: string;
}

/** All faults at once, each with its setting and the mend. No value is repeated: it may be a secret. */
export class ConfigFaults extends Error {
  readonly faults: readonly ConfigFault[];

  constructor(faults: readonly ConfigFault[]) {
    const lines = faults.map(({ setting, problem, mend }) => `  ${setting}: ${problem}. ${mend}.`);
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${lines.join('\n')}`,
    );
    this.name = 'ConfigFaults';
    this.faults = faults;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Bot Framework's documented hosts, exact: anybody can register a name below `trafficmanager.net`. */
const documentedServiceHosts = [
  'smba.trafficmanager.net',
  ...['', 'europe.', 'india.'].flatMap((region) => [
    `${region}directline.botframework.com`,
    `${region}webchat.botframework.com`,
  ]),
  ...['slack', 'facebook', 'telegram', 'line', 'skype', 'sms', 'email', 'groupme', 'kik'].map(
    (channel) => `${channel}.botframework.com`,
  ),
];

const payPalUrls = {
  sandbox: { api: 'https://api-m.sandbox.paypal.com', web: 'https://www.sandbox.paypal.com' },
  live: { api: 'https://api-m.paypal.com', web: 'https://www.paypal.com' },
};

/** @throws ConfigFaults */
export function readConfig(environment: Environment): Config {
  const reader = createReader(environment);
  const port = reader.whole('PORT', 3978, 0, 65_535);
  const host = reader.text('HOST', '127.0.0.1', 255);
  const simulatorPort = reader.whole('SIMULATOR_PORT', 3979, 0, 65_535);
  const publicUrl = reader.origin('PUBLIC_URL', `http://localhost:${port}`);
  const botSettings = readBotSettings(environment);
  const appId = botSettings['MicrosoftAppId'] ?? '';
  const config: Config = {
    host,
    port,
    publicUrl,
    databaseUrl: reader.text('DATABASE_URL', 'file:./data/checkout.db', 2048),
    keys: reader.keys(),
    merchantName: reader.text('MERCHANT_NAME', 'Fernhill Tea & Pottery', 100),
    supportContact: reader.text('SUPPORT_CONTACT', 'hello@fernhill.example', 200),
    catalogPath: reader.optional('CATALOG'),
    payPal: readPayPal(reader, simulatorPort),
    simulatorPort,
    checkoutMs: reader.minutes('CHECKOUT_MINUTES', 60),
    magicNumberMs: reader.minutes('MAGIC_NUMBER_MINUTES', 10),
    magicNumberDigits: reader.whole('MAGIC_NUMBER_DIGITS', 6, 6, 10),
    trustedProxies: reader.whole('TRUSTED_PROXIES', 0, 0, 10),
    botSettings,
    appId,
    serviceHosts:
      reader.list('SERVICE_HOSTS') ?? (appId === '' ? [new URL(publicUrl).host] : documentedServiceHosts),
    logLevel: reader.oneOf(
      'LOG_LEVEL',
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'info',
    ),
    isProduction: environment['NODE_ENV'] === 'production',
  };
  reader.oneOf('CAPTURE', ['on_return'], 'on_return');
  reader.oneOf('UNCONFIRMED', ['keep'], 'keep');
  reader.oneOf('NUMBER', ['always'], 'always');
  checkTogether(config, environment, reader.fault);
  if (reader.faults.length > 0) throw new ConfigFaults(reader.faults);
  return config;
}

function readPayPal(reader: Reader, simulatorPort: number): Config['payPal'] {
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
    startsSimulator,
  };
}

/** What is wrong only together with another setting: the local channel on a public address, defaults in production. */
function checkTogether(config: Config, environment: Environment, fault: Reader['fault']): void {
  if (/^postgres(ql)?:/u.test(config.databaseUrl)) {
    fault(
      'DATABASE_URL',
      'names PostgreSQL, which this version does not serve yet',
      'Use a SQLite file such as file:./data/checkout.db',
    );
  } else if (!config.databaseUrl.startsWith('file:')) {
    fault('DATABASE_URL', 'is not a file: address', 'Write it like file:./data/checkout.db');
  }
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
  if (!config.isProduction) return;
  if (config.keys === undefined)
    fault('KEYS', 'is missing in production', 'Set one secret made by: openssl rand -base64 32');
  if (!config.publicUrl.startsWith('https://'))
    fault('PUBLIC_URL', 'is not https in production', 'Set the https address that shoppers see');
  if (config.appId === '')
    fault('MicrosoftAppId', 'is missing in production', 'Register a bot and set its app id');
  if ((environment['PAYPAL_ENVIRONMENT'] ?? '') === '') {
    fault('PAYPAL_ENVIRONMENT', 'is not said in production', 'Set it to sandbox or live');
  } else if (config.payPal.environment === 'simulator') {
    fault('PAYPAL_ENVIRONMENT', 'is the simulator in production', 'Set it to sandbox or live');
  }
}

const botSettingNames =
  /^(?:MicrosoftApp|ToChannelFrom|ChannelService|OAuthUrl|ValidateAuthority|CallerId|ToBotFrom)/u;

function readBotSettings(environment: Environment): Record<string, string> {
  const entries = Object.entries(environment).flatMap(([name, value]) =>
    botSettingNames.test(name) && value !== undefined && value.trim() !== ''
      ? [[name, value.trim()] as const]
      : [],
  );
  return Object.fromEntries(entries);
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/u.test(hostname);
}

type Reader = ReturnType<typeof createReader>;

/** Reads single settings, remembers faults, and goes on with the default so that all faults are found at once. */
function createReader(environment: Environment) {
  const faults: ConfigFault[] = [];
  const fault = (setting: string, problem: string, mend: string): void => {
    faults.push({ setting, problem, mend });
  };
  const optional = (name: string): string | undefined => {
    const value = environment[name]?.trim();
    return value === undefined || value === '' ? undefined : value;
  };
  function read<T>(
    name: string,
    schema: z.ZodType<T, string>,
    fallback: T,
    problem: string,
    mend: string,
  ): T {
    const value = optional(name);
    if (value === undefined) return fallback;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    fault(name, problem, mend);
    return fallback;
  }
  return {
    faults,
    fault,
    optional,
    text: (name: string, fallback: string, max: number): string =>
      read(name, z.string().max(max), fallback, `is longer than ${max} characters`, 'Shorten it'),
    whole: (name: string, fallback: number, min: number, max: number): number =>
      read(
        name,
        z
          .string()
          .regex(/^\d{1,9}$/u)
          .transform(Number)
          .pipe(z.number().min(min).max(max)),
        fallback,
        `is not a whole number from ${min} to ${max}`,
        `Set it to one, or leave it out for ${fallback}`,
      ),
    minutes: (name: string, fallback: number): number =>
      read(
        name,
        z
          .string()
          .regex(/^\d{1,6}(?:\.\d{1,4})?$/u)
          .transform(Number)
          .pipe(z.number().min(0.01).max(100_000)),
        fallback,
        'is not a number of minutes from 0.01 to 100000',
        `Set it to one, or leave it out for ${fallback}`,
      ) * 60_000,
    oneOf: <T extends string>(name: string, values: readonly [T, ...T[]], fallback: T): T =>
      read(
        name,
        z.enum(values),
        fallback,
        `is not ${values.join(' or ')}`,
        `Set it to ${values.join(' or ')}, or leave it out`,
      ),
    origin: (name: string, fallback: string): string =>
      read(
        name,
        z
          .string()
          .transform((value) => value.replace(/\/$/u, ''))
          .refine(isOrigin),
        fallback,
        'is not an origin',
        'Write it like https://shop.example.com, without a path',
      ),
    list: (name: string): readonly string[] | undefined =>
      optional(name)
        ?.split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    keys: (): Config['keys'] => readKeys(optional('KEYS'), fault),
  };
}

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return ['http:', 'https:'].includes(url.protocol) && url.origin === value.toLowerCase();
}

function readKeys(value: string | undefined, fault: Reader['fault']): Config['keys'] {
  if (value === undefined) return undefined;
  const secrets = value.split(',').map((item) => item.trim());
  const isBase64 = secrets.every((item) => /^[\w+/-]+={0,2}$/u.test(item));
  const [first, ...others] = secrets.map((item) => new Uint8Array(Buffer.from(item, 'base64')));
  const all = first === undefined ? [] : [first, ...others];
  if (first === undefined || !isBase64 || all.some(({ length }) => length < 32)) {
    fault(
      'KEYS',
      'holds a secret that is not at least 32 bytes in base64',
      'Make one by: openssl rand -base64 32',
    );
    return undefined;
  }
  return [first, ...others];
}
