/** Hides in a text what must not be kept, such as card numbers. The program hands it in. */
export type Mask = (text: string) => string;

/** Masks every text and number inside a value; a value nested deeper than `depth` is refused by throwing. */
export function maskDeep(mask: Mask, value: unknown, depth: number): unknown {
  if (depth < 0) throw new RangeError('nested too deep');
  if (typeof value === 'string') return mask(value);
  if (typeof value === 'number') return maskNumber(mask, value);
  if (Array.isArray(value)) return value.map((item) => maskDeep(mask, item, depth - 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, maskDeep(mask, item, depth - 1)]),
  );
}

function maskNumber(mask: Mask, value: number): number | string {
  const masked = mask(String(value));
  return masked === String(value) ? value : masked;
}
