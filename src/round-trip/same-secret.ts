import { timingSafeEqual } from 'node:crypto';

/** Whether two hashes are the same, in constant time. */
export function sameSecret(one: string, other: string): boolean {
  const [expected, actual] = [Buffer.from(one), Buffer.from(other)];
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
