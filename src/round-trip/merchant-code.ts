import { createHmac, randomInt } from 'node:crypto';
import type { Key, KeyRing } from './keys.ts';
import { sameSecret } from './same-secret.ts';

/** Draws, reads, hashes and compares the codes by which a merchant claims a chat. The keys never reach the database. */
export interface MerchantCodes {
  /** Eight consonants: 20^8 are possible, and none of them spells a word. */
  draw(): string;
  /** HMAC-SHA256 bound to the code's row, with its key id in front. */
  hash(id: string, letters: string): string;
  /** Constant time. */
  matches(id: string, letters: string, hash: string): boolean;
}

const alphabet = 'BCDFGHJKLMNPQRSTVWXZ';
const length = 8;

export function createMerchantCodes(keys: KeyRing): MerchantCodes {
  return {
    draw: () => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join(''),
    hash: (id, letters) => hashWith(keys('merchant-code')[0], id, letters),
    matches: (id, letters, hash) => {
      const key = keys('merchant-code').find((one) => hash.startsWith(`${one.id}.`));
      return key !== undefined && sameSecret(hash, hashWith(key, id, letters));
    },
  };
}

/** The sentence to say: `merchant KXQT-MWRP`. */
export function toMerchantSentence(letters: string): string {
  return `merchant ${letters.slice(0, length / 2)}-${letters.slice(length / 2)}`;
}

/** The letters of a message that is such a sentence and nothing else; in any case, with or without what parts them. */
export function readMerchantSentence(text: string): string | undefined {
  if (text.length > longest) return undefined;
  const [, first = '', second = ''] = sentence.exec(text.trim()) ?? [];
  const letters = `${first}${second}`.toUpperCase();
  return letters === '' ? undefined : letters;
}

const longest = 100;
const sentence =
  /^merchant:?\s{1,5}([bcdfghjklmnpqrstvwxz]{4})\s{0,2}[\p{Pd}\u2212]?\s{0,2}([bcdfghjklmnpqrstvwxz]{4})$/iu;

function hashWith(key: Key, id: string, letters: string): string {
  return `${key.id}.${createHmac('sha256', key.bytes).update(`${id}\n${letters}`).digest('hex')}`;
}
