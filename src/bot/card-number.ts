import { plainDigits } from '../round-trip/plain-digits.ts';

/** Whether a text holds what looks like a payment card's number: the chat is no place for one. */
export function looksLikeCardNumber(text: string): boolean {
  return maskCardNumbers(text) !== text;
}

/**
 * Masks what looks like a payment card's number: 13 to 19 digits, alone or in groups parted by a space or a hyphen,
 * with a right check digit. A group of digits is never cut, so a longer number stays as it is.
 */
export function maskCardNumbers(text: string): string {
  return text.replaceAll(chainOfGroups, maskChain);
}

const chainOfGroups = /\p{Nd}+(?:[\s\p{Pd}]\p{Nd}+)*/gu;
const digitGroup = /\p{Nd}+/gu;
const [shortest, longest] = [13, 19];

interface DigitGroup {
  readonly from: number;
  readonly to: number;
  readonly digits: string;
}

function maskChain(chain: string): string {
  const groups: readonly DigitGroup[] = [...chain.matchAll(digitGroup)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    digits: plainDigits(match[0]),
  }));
  let masked = '';
  let copied = 0;
  for (const [first, { from }] of groups.entries()) {
    // No more groups than a number has digits.
    const end = from < copied ? undefined : findCardEnd(groups.slice(first, first + longest));
    if (end === undefined) continue;
    masked += `${chain.slice(copied, from)}•••• ${end.digits.slice(-4)}`;
    copied = end.to;
  }
  return masked + chain.slice(copied);
}

/** The last group of the longest card number that begins with the first of these. */
function findCardEnd(groups: readonly DigitGroup[]): DigitGroup | undefined {
  let digits = '';
  let found: DigitGroup | undefined;
  for (const group of groups) {
    digits += group.digits;
    if (digits.length > longest) break;
    if (digits.length >= shortest && passesLuhn(digits)) found = group;
  }
  return found;
}

function passesLuhn(digits: string): boolean {
  const doubles = digits.length % 2;
  let sum = 0;
  for (const [place, digit] of Array.from(digits).entries()) {
    const weighed = Number(digit) * (place % 2 === doubles ? 2 : 1);
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}
