import { createHash, hkdfSync } from 'node:crypto';

/** One key per use. A use never sees another's key. */
export type KeyUse =
  | 'link'
  | 'number-hash'
  | 'number-seal'
  | 'payer-seal'
  | 'payer-email'
  | 'return-nonce'
  | 'csrf'
  | 'address'
  | 'merchant-code'
  | 'channel-token'
  | 'channel-connector';

export interface Key {
  readonly id: string;
  /** 32 bytes. */
  readonly bytes: Uint8Array;
}

/** The first key of a use seals, all of them open. */
export type KeyRing = (use: KeyUse) => readonly [Key, ...Key[]];

/** Derives one key per use from each secret by HKDF-SHA256, so that rotating a secret breaks no purchase under way. */
export function createKeyRing(secrets: readonly [Uint8Array, ...Uint8Array[]]): KeyRing {
  const derived = new Map<KeyUse, readonly [Key, ...Key[]]>();
  return (use) => {
    const known = derived.get(use);
    if (known !== undefined) return known;
    const [first, ...others] = secrets;
    const keys: readonly [Key, ...Key[]] = [
      derive(first, use),
      ...others.map((secret) => derive(secret, use)),
    ];
    derived.set(use, keys);
    return keys;
  };
}

/** Ids of the keys that may have sealed what the first one would seal now. */
export function olderKeyIds(keys: KeyRing, use: KeyUse): readonly string[] {
  const [first, ...others] = keys(use).map(({ id }) => id);
  return others.filter((id) => id !== first);
}

/** The id of the key that made a text which begins with it. */
export function keyIdOf(text: string): string {
  return text.split('.', 1)[0] ?? '';
}

function derive(secret: Uint8Array, use: KeyUse): Key {
  const bytes = new Uint8Array(hkdfSync('sha256', secret, 'chat-checkout', use, 32));
  const id = createHash('sha256').update('key id').update(bytes).digest('hex').slice(0, 8);
  return { id, bytes };
}
