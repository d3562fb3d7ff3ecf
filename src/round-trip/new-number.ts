import type { MagicNumbers } from './magic-number.ts';
import type { Trip } from './trip.ts';

/** A fresh magic number for this trip; only its hash and its sealed copy leave this function. */
export function newNumber(
  {
    numbers,
    settings,
  }: { readonly numbers: MagicNumbers; readonly settings: { readonly magicNumberMs: number } },
  { id, numbersDrawn }: Pick<Trip, 'id' | 'numbersDrawn'>,
  now: number,
): Pick<Trip, 'number' | 'numbersDrawn'> {
  const digits = numbers.draw();
  return {
    number: {
      hash: numbers.hash(id, digits),
      sealed: numbers.seal(id, digits),
      expiresAt: now + settings.magicNumberMs,
      attempts: 0,
    },
    numbersDrawn: numbersDrawn + 1,
  };
}
