import type { LegalLinks, LegalPage } from '../checkout/legal-links.ts';
import { parseUrl } from '../round-trip/parse-url.ts';
import { isLoopback } from './is-loopback.ts';
import type { SettingReader } from './setting-reader.ts';

const settings: readonly (readonly [LegalPage, string])[] = [
  ['terms', 'TERMS_URL'],
  ['privacy', 'PRIVACY_URL'],
  ['returns', 'RETURNS_URL'],
];

/** Where the shop's own pages are; nothing for one that is not set. */
export function readLegalSettings({ optional, fault }: SettingReader, isProduction: boolean): LegalLinks {
  const links = settings.flatMap(([page, name]) => {
    const said = optional(name);
    if (said === undefined) return [];
    const problem = problemOf(said, isProduction);
    if (problem === undefined) return [[page, new URL(said).href] as const];
    fault(name, problem, 'Write the whole address, like https://shop.example.com/terms');
    return [];
  });
  return Object.fromEntries(links);
}

const longest = 2048;

/** A page that is opened from a payment page: nobody on the way may have changed it. */
function problemOf(said: string, isProduction: boolean): string | undefined {
  if (said.length > longest) return `is longer than ${longest} characters`;
  if (!/^https?:\/\//iu.test(said)) return 'does not begin with https://';
  const url = parseUrl(said);
  // A browser reads the backslash as a slash, so that the host is another one than people read.
  if (url === undefined || /[\s\\\p{C}]/u.test(said)) return 'is not an address';
  if (url.username !== '' || url.password !== '') return 'holds a name or a password';
  const isPlain = url.protocol === 'http:';
  if (isPlain && isProduction) return 'is not https in production';
  return isPlain && !isLoopback(said) ? 'is http, which is for this machine only' : undefined;
}
