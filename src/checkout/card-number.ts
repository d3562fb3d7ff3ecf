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

function maskChain(chain: string): string {
  const groups = [...chain.matchAll(digitGroup)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    digits: toAscii(match[0]),
  }));
  const digits = groups.map(({ digits: digitsOfGroup }) => digitsOfGroup);
  let masked = '';
  let copied = 0;
  for (let first = 0; first < groups.length; first += 1) {
    const last = findCardEnd(digits, first);
    const start = groups[first];
    const end = last === undefined ? undefined : groups[last];
    if (last === undefined || start === undefined || end === undefined) continue;
    masked += `${chain.slice(copied, start.from)}•••• ${end.digits.slice(-4)}`;
    copied = end.to;
    first = last;
  }
  return masked + chain.slice(copied);
}

/** The last group of the longest card number that begins with the given group. */
function findCardEnd(groups: readonly string[], first: number): number | undefined {
  let digits = '';
  let found: number | undefined;
  for (let last = first; last < groups.length && digits.length <= 19; last += 1) {
    digits += groups[last] ?? '';
    if (digits.length >= 13 && digits.length <= 19 && passesLuhn(digits)) found = last;
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

/** NFKC turns full-width digits into plain ones. */
function toAscii(digits: string): string {
  return digits.normalize('NFKC');
}
