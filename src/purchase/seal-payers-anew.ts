import { sealPayerAnew } from '../checkout/payer-seal.ts';
import type { Ports } from '../checkout/ports.ts';
import { olderKeyIds } from '../round-trip/keys.ts';

const batch = 100;

/**
 * Payers that an older one of KEYS has sealed are sealed under the first, and the hash of their e-mail address is made
 * anew with it, so that nothing needs the older one. One that is damaged holds up no other. Answers how many.
 */
export async function sealPayersAnew(ports: Ports): Promise<number> {
  const older = olderKeyIds(ports.keys, 'payer-seal');
  if (older.length === 0) return 0;
  let sealed = 0;
  const found = await ports.store.listPayersUnder(older, batch);
  for (const payer of found) {
    try {
      const anew = sealPayerAnew(ports.keys, payer);
      if (anew !== undefined && (await ports.store.replacePayer(payer, anew))) sealed += 1;
    } catch (error) {
      ports.log('payer_left_sealed', { checkoutId: payer.checkoutId, reason: String(error) });
    }
  }
  if (sealed > 0) ports.log('payers_sealed_anew', { payers: sealed });
  const isLast = found.length < batch || sealed === 0;
  return isLast ? sealed : sealed + (await sealPayersAnew(ports));
}
