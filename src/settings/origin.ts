import { parseUrl } from '../round-trip/parse-url.ts';

/** An origin as browsers spell it (small letters, Punycode, no usual port, no slash at the end), or why it is none. */
export function parseOrigin(said: string): { readonly origin: string } | { readonly problem: string } {
  if (!/^https?:\/\//iu.test(said)) return { problem: 'does not begin with https:// or http://' };
  const url = parseUrl(said);
  if (/[\s\\*]/u.test(said) || url === undefined) return { problem: 'is not an origin' };
  const { origin, username, password, pathname, search, hash } = url;
  if (username !== '' || password !== '') return { problem: 'holds a name or a password' };
  if (search !== '' || hash !== '') return { problem: 'holds something behind ? or #' };
  return pathname === '/' ? { origin } : { problem: 'holds a path' };
}
