import { maskCardNumbers } from '../bot/card-number.ts';

/** Masks card numbers in every text and number inside a value; a value nested deeper than `depth` is refused by throwing. */
export function maskDeep(value: unknown, depth: number): unknown {
  if (depth < 0) throw new RangeError('nested too deep');
  if (typeof value === 'string') return maskCardNumbers(value);
  if (typeof value === 'number') return maskNumber(value);
  if (Array.isArray(value)) return value.map((item) => maskDeep(item, depth - 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, maskDeep(item, depth - 1)]));
}

function maskNumber(value: number): number | string {
  const masked = maskCardNumbers(String(value));
  return masked === String(value) ? value : masked;
}
