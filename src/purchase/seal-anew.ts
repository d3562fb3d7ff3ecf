import type { Checkout } from '../checkout/checkout.ts';
import { forEachCheckout } from '../checkout/for-each-checkout.ts';
import type { Ports, Seal } from '../checkout/ports.ts';
import { olderKeyIds } from '../round-trip/keys.ts';

const batch = 50;

/**
 * Numbers that an older one of KEYS has sealed are sealed under the first, so that nothing waits for the older one.
 * Who acts on a checkout meanwhile is not held up: that one is left to the next round. Answers how many were sealed.
 */
export async function sealAnew(ports: Ports): Promise<number> {
  const older = olderKeyIds(ports.keys, 'number-seal');
  if (older.length === 0) return 0;
  let sealed = 0;
  const found = await ports.store.listSealedUnder(older, batch);
  await forEachCheckout(ports, found, async (checkout) => {
    const seal = toSeal(ports, checkout);
    if (seal !== undefined && (await ports.store.replaceSeal(checkout, seal))) sealed += 1;
  });
  if (sealed > 0) ports.log('numbers_sealed_anew', { numbers: sealed });
  const isLast = found.length < batch || sealed === 0;
  return isLast ? sealed : sealed + (await sealAnew(ports));
}

/** The sealed copy gives the digits back, so that their hash moves to the new key as well. */
function toSeal({ numbers }: Ports, { id, number }: Checkout): Seal | undefined {
  const digits = number === undefined ? undefined : numbers.open(id, number.sealed);
  return digits === undefined
    ? undefined
    : { hash: numbers.hash(id, digits), sealed: numbers.seal(id, digits) };
}
