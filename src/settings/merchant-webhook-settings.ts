import { isLoopback } from './is-loopback.ts';
import { parseUrl } from '../round-trip/parse-url.ts';
import type { SettingReader } from './setting-reader.ts';

/** Where the merchant's own program hears of sales, flags and disputes. */
export interface MerchantWebhookSettings {
  readonly url: string;
  /** One or two of 24 to 64 bytes; each of them signs. */
  readonly secrets: readonly Uint8Array[];
  /** Hosts that may lead to addresses which are not public. */
  readonly hosts: readonly string[];
}

const urlSetting = 'MERCHANT_WEBHOOK_URL';
const secretsSetting = 'MERCHANT_WEBHOOK_SECRETS';
const hostsSetting = 'MERCHANT_WEBHOOK_HOSTS';

/** Undefined where none is configured. */
export function readMerchantWebhookSettings(
  reader: SettingReader,
  isProduction: boolean,
): MerchantWebhookSettings | undefined {
  const secrets = readSecrets(reader);
  const hosts = readHosts(reader);
  const url = readUrl(reader, hosts, isProduction);
  if (url === undefined) return undefined;
  if (reader.optional(secretsSetting) === undefined)
    reader.fault(secretsSetting, `is missing beside ${urlSetting}`, makeOne);
  return { url, secrets, hosts };
}

const makeOne = 'Set one made by: echo "whsec_$(openssl rand -base64 32)"';

function readUrl(reader: SettingReader, hosts: readonly string[], isProduction: boolean): string | undefined {
  const said = reader.optional(urlSetting);
  if (said === undefined) return undefined;
  const url = parseUrl(said);
  const like = 'Write it like https://shop.example.com/hooks/chat-checkout';
  if (url === undefined || !/^https?:$/u.test(url.protocol) || /\s/u.test(said))
    reader.fault(urlSetting, 'is no address that begins with https:// or http://', like);
  else if (url.username !== '' || url.password !== '')
    reader.fault(urlSetting, 'holds a name or a password', 'Leave them out: the signature says who calls');
  else if (url.hash !== '') reader.fault(urlSetting, 'holds something behind #', like);
  else if (isProduction && url.protocol !== 'https:')
    reader.fault(urlSetting, 'is not https in production', like);
  else if (isLoopback(url.href) && !hosts.includes(url.hostname))
    reader.fault(urlSetting, 'is this machine', `Name its host in ${hostsSetting} if that is meant`);
  return url?.href;
}

function readSecrets(reader: SettingReader): readonly Uint8Array[] {
  const said = reader.optional(secretsSetting)?.split(',') ?? [];
  const secrets = said.flatMap((one) => toSecret(one.trim()) ?? []);
  if (secrets.length < said.length)
    reader.fault(secretsSetting, 'holds something that is not whsec_ and 24 to 64 bytes in base64', makeOne);
  else if (said.length > 2)
    reader.fault(secretsSetting, 'holds more than two', 'Leave the new one and the one before it');
  return secrets;
}

/** Receivers read base64 strictly: what they could not read is none. */
function toSecret(said: string): Uint8Array | undefined {
  const [, text = ''] = /^whsec_(.+)$/u.exec(said) ?? [];
  const bytes = Buffer.from(text, 'base64');
  const isRight = bytes.toString('base64') === text && bytes.length >= 24 && bytes.length <= 64;
  return isRight ? new Uint8Array(bytes) : undefined;
}

function readHosts(reader: SettingReader): readonly string[] {
  const said = reader.list(hostsSetting) ?? [];
  const hosts = said.flatMap((one) => toHostname(one) ?? []);
  if (hosts.length < said.length)
    reader.fault(
      hostsSetting,
      'holds something that is no host: a pattern, a port, a path or an address with https://',
      'List hosts such as shop.internal or 10.0.0.5, with commas between them',
    );
  return hosts;
}

/** As an address spells it; a colon is for ports, or inside the brackets of IPv6. */
function toHostname(said: string): string | undefined {
  const outside = said.startsWith('[') ? said.slice(said.indexOf(']')) : said;
  return /[\s/\\?#@*%]/u.test(said) || outside.includes(':')
    ? undefined
    : parseUrl(`https://${said}`)?.hostname;
}
