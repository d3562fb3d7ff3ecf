import type { Checkout } from '../checkout/checkout.ts';
import type { Ports } from '../checkout/ports.ts';

/** A fresh magic number for this checkout; only its hash and its sealed copy leave this function. */
export function newNumber(
  { numbers, settings }: Pick<Ports, 'numbers' | 'settings'>,
  checkout: Checkout,
  now: number,
): Pick<Checkout, 'number' | 'numbersDrawn'> {
  const digits = numbers.draw();
  return {
    number: {
      hash: numbers.hash(checkout.id, digits),
      sealed: numbers.seal(checkout.id, digits),
      expiresAt: now + settings.magicNumberMs,
      attempts: 0,
    },
    numbersDrawn: checkout.numbersDrawn + 1,
  };
}
