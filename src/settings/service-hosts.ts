import { parseUrl } from '../round-trip/parse-url.ts';
import type { SettingReader } from './setting-reader.ts';

/** Bot Framework's documented hosts, exact: anybody can register a name below `trafficmanager.net`. */
const documentedHosts = [
  'smba.trafficmanager.net',
  ...['', 'europe.', 'india.'].flatMap((region) => [
    `${region}directline.botframework.com`,
    `${region}webchat.botframework.com`,
  ]),
  ...['slack', 'facebook', 'telegram', 'line', 'skype', 'sms', 'email', 'groupme', 'kik'].map(
    (channel) => `${channel}.botframework.com`,
  ),
];

/** Without a registration every channel on this machine may be answered, whatever its port. */
const loopbackHosts = ['localhost:*', '127.0.0.1:*', '[::1]:*'];

/** Where the bot may send its token: hosts letter for letter, as an address spells them. */
export function readServiceHosts(reader: SettingReader, isRegistered: boolean): readonly string[] {
  const usual = isRegistered ? documentedHosts : loopbackHosts;
  const said = reader.optional('SERVICE_HOSTS');
  if (said === undefined) return usual;
  const hosts = said.split(',').map(toHost);
  const exact = hosts.filter((host) => host !== undefined);
  if (exact.length === hosts.length) return exact;
  reader.fault(
    'SERVICE_HOSTS',
    'holds something that is no exact host: a pattern, an address, a path or nothing between two commas',
    'List hosts such as smba.trafficmanager.net, or bot.example.com:8443, with commas between them',
  );
  return usual;
}

/** Undefined for what is no host with or without a port. */
function toHost(said: string): string | undefined {
  const host = said.trim().toLowerCase();
  if (loopbackHosts.includes(host)) return host;
  return /^\.|[\s/\\?#@*%]/u.test(host) ? undefined : parseUrl(`https://${host}`)?.host;
}
