import { parseUrl } from '../round-trip/parse-url.ts';
import { isLoopback } from './is-loopback.ts';

/** One whole fits into a message of a telephone's. */
const longest = 1000;

/**
 * What is wrong with an address that shoppers' browsers are to open from a payment page: nobody on the way may have
 * changed what is there.
 * @param isThisMachineFine whether http will do where the address is this machine's own
 */
export function addressProblem(said: string, isThisMachineFine: boolean): string | undefined {
  if (said.length > longest) return `is longer than ${longest} characters`;
  if (!/^https?:\/\//iu.test(said)) return 'does not begin with https://';
  const url = parseUrl(said);
  // A browser reads the backslash as a slash, so that the host is another one than people read.
  if (url === undefined || /[\s\\\p{C}]/u.test(said)) return 'is not an address';
  if (url.username !== '' || url.password !== '') return 'holds a name or a password';
  if (url.protocol === 'https:' || (isThisMachineFine && isLoopback(said))) return undefined;
  return isThisMachineFine ? 'is http, which is for this machine only' : 'is not https';
}
