import { createHmac, randomInt } from 'node:crypto';
import type { Key, KeyRing } from './keys.ts';
import { plainDigits } from './plain-digits.ts';
import { sameSecret } from './same-secret.ts';
import { openText, sealText } from './sealed-text.ts';

/** Draws, hashes, compares and seals magic numbers. The keys never reach the database. */
export interface MagicNumbers {
  draw(): string;
  /** HMAC-SHA256 bound to the checkout, with its key id in front. */
  hash(checkoutId: string, digits: string): string;
  /** Constant time. */
  matches(checkoutId: string, digits: string, hash: string): boolean;
  seal(checkoutId: string, digits: string): string;
  /** Undefined when its key is gone: that number is over. @throws Error when the sealed copy was made for another checkout. */
  open(checkoutId: string, sealed: string): string | undefined;
  /** The digits of a message that is the number and nothing else, or undefined. */
  read(text: string): string | undefined;
  /** What may be a number inside of a longer message, each once: offered to be sent alone, and never an attempt by itself. */
  findIn(text: string): readonly string[];
}

export function createMagicNumbers(keys: KeyRing, length: number): MagicNumbers {
  const exact = new RegExp(`^\\d{${length}}$`);
  return {
    draw: () => String(randomInt(0, 10 ** length)).padStart(length, '0'),
    hash: (checkoutId, digits) => hashWith(keys('number-hash')[0], checkoutId, digits),
    matches: (checkoutId, digits, hash) => {
      const key = keys('number-hash').find(({ id }) => hash.startsWith(`${id}.`));
      return key !== undefined && sameSecret(hash, hashWith(key, checkoutId, digits));
    },
    seal: (checkoutId, digits) => sealText(keys('number-seal')[0], checkoutId, digits),
    open: (checkoutId, sealed) => openText(keys('number-seal'), checkoutId, sealed),
    read: (text) => {
      if (text.length > 100) return undefined;
      const digits = bareDigits(text);
      return exact.test(digits) ? digits : undefined;
    },
    findIn: (text) => {
      const plain = plainDigits(text.slice(0, longestSentence));
      const runs = [...plain.matchAll(group), ...plain.matchAll(chainOfGroups)];
      const found = runs.map(([run]) => run.replaceAll(between, '')).filter((digits) => exact.test(digits));
      return [...new Set(found)].slice(0, mostOffered);
    },
  };
}

const [longestSentence, mostOffered] = [500, 3];
const group = /\d+/gu;
const chainOfGroups = /\d+(?:[\s\p{Pd}]\d+)*/gu;

/**
 * Forgives what people and channels put around a number: spaces, hyphens, CRLF, marks without a shape, quotes, brackets,
 * a full stop, tags, and digits of any script. A mention is taken off by the bot before, since only the channel knows
 * its form.
 */
function bareDigits(text: string): string {
  const joined = plainDigits(text).replaceAll('&nbsp;', ' ').replaceAll(markup, ' ').replaceAll(between, '');
  const [digits = ''] = /\d+/u.exec(joined) ?? [];
  const [before = '', ...after] = digits === '' ? [] : joined.split(digits);
  return wrapsBefore.test(before) && wrapsBehind.test(after.join('x')) ? digits : '';
}

const markup = /<\/?[a-z][^<>]{0,60}>/giu;
/** The last two make a digit a keycap. */
const between = /[\s\p{Pd}\p{Cf}\u2212]|\uFE0F|\u20E3/gu;
const wrapsBefore = /^[\p{Ps}\p{Pe}\p{Pi}\p{Pf}"'`*_~#/¡¿>]{0,10}$/u;
const wrapsBehind = /^[\p{Ps}\p{Pe}\p{Pi}\p{Pf}"'`*_~.,;:!?،؛؟۔。।]{0,10}$/u;

function hashWith(key: Key, checkoutId: string, digits: string): string {
  return `${key.id}.${createHmac('sha256', key.bytes).update(`${checkoutId}\n${digits}`).digest('hex')}`;
}
