/**
 * The text with every decimal digit written as 0 to 9: keyboards of other scripts type digits of their own. Unicode
 * lays the ten digits of each script side by side from zero on, so the place of a digit is its value.
 */
export function plainDigits(text: string): string {
  return text.normalize('NFKC').replaceAll(digit, (found) => String(valueOf(found)));
}

const digit = /\p{Nd}/gu;
const isDigit = /^\p{Nd}$/u;

function valueOf(found: string): number {
  const code = found.codePointAt(0) ?? 0;
  let before = 0;
  while (isDigit.test(String.fromCodePoint(code - before - 1))) before += 1;
  // Some scripts follow each other without a gap.
  return before % 10;
}
