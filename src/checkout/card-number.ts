const cardLike = /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g;

/** Whether a text holds something that looks like a payment card's number: 13 to 19 digits that pass the Luhn check. */
export function looksLikeCardNumber(text: string): boolean {
  return Array.from(text.normalize('NFKC').matchAll(cardLike)).some(([match]) => passesLuhn(match));
}

/** The text with every such number masked. */
export function maskCardNumbers(text: string): string {
  return text.normalize('NFKC').replaceAll(cardLike, (match) => (passesLuhn(match) ? '[card number removed]' : match));
}

function passesLuhn(text: string): boolean {
  const digits = Array.from(text.replaceAll(/\D/g, ''), Number).toReversed();
  const sum = digits.reduce((total, digit, place) => {
    const weighted = place % 2 === 0 ? digit : digit * 2;
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return sum % 10 === 0;
}
