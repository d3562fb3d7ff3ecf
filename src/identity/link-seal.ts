import { webcrypto } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { z } from 'zod';
import type { Key, KeyRing } from '../round-trip/keys.ts';
import type { LinkSeal } from '../round-trip/link.ts';

const { subtle } = webcrypto;

const id = z.string().min(1).max(512);
/** Short names keep the link short: some channels cut long ones. */
const payload = z.strictObject({ k: id, c: id, v: id, u: id, e: z.number().int().positive() });

/**
 * The checkout link as a standard JWE (`dir`, `A256GCM`, the key's id in the header) without its second part, which is
 * always empty: finders of links in text cut at two dots.
 */
export function createLinkSeal(keys: KeyRing): LinkSeal {
  const cryptoKeys = new Map<string, Promise<webcrypto.CryptoKey>>();
  // Imported once: jose would import plain bytes anew for every link.
  const cryptoKey = ({ id: keyId, bytes }: Key): Promise<webcrypto.CryptoKey> => {
    const known = cryptoKeys.get(keyId) ?? importKey(bytes);
    cryptoKeys.set(keyId, known);
    return known;
  };
  return {
    seal: async ({ checkoutId, owner, expiresAt }) => {
      const key = keys('link')[0];
      const content = {
        k: checkoutId,
        c: owner.channelId,
        v: owner.conversationId,
        u: owner.shopperId,
        e: expiresAt,
      };
      const token = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(content)))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: key.id })
        .encrypt(await cryptoKey(key));
      return token.replace('..', '.');
    },
    open: async (linkToken) => {
      if (linkToken.length > 4096) return undefined;
      const content = await decrypt(keys, cryptoKey, toJwe(linkToken));
      const parsed = payload.safeParse(content);
      if (!parsed.success) return undefined;
      const { k, c, v, u, e } = parsed.data;
      return { checkoutId: k, owner: { channelId: c, conversationId: v, shopperId: u }, expiresAt: e };
    },
  };
}

/** Links from before the empty part was left out are whole already. */
function toJwe(linkToken: string): string {
  const parts = linkToken.split('.');
  return parts.length === 4 ? parts.toSpliced(1, 0, '').join('.') : linkToken;
}

function importKey(bytes: Uint8Array): Promise<webcrypto.CryptoKey> {
  return subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** Undefined for anything that is not ours; why is nobody's business. */
async function decrypt(
  keys: KeyRing,
  cryptoKey: (key: Key) => Promise<webcrypto.CryptoKey>,
  linkToken: string,
): Promise<unknown> {
  try {
    const { plaintext } = await compactDecrypt(
      linkToken,
      ({ kid }) => {
        const key = keys('link').find((candidate) => candidate.id === kid);
        if (key === undefined) throw new Error('unknown key');
        return cryptoKey(key);
      },
      { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] },
    );
    const content: unknown = JSON.parse(new TextDecoder().decode(plaintext));
    return content;
  } catch {
    return undefined;
  }
}
