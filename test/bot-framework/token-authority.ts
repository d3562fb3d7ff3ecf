import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Signs tokens and publishes its keys as the Bot Framework and Microsoft's login do. */
export interface TokenAuthority {
  readonly metadataUrl: string;
  /** A token of a channel for the bot, good for five minutes unless the claims say otherwise. */
  token(claims: Record<string, unknown>, how?: { kid?: string; alg?: string }): string;
  /** From now on takes requests and never answers. */
  hang(): void;
  close(): Promise<void>;
}

const pairs = { known: newPair(), unknown: newPair() };

export async function startTokenAuthority(endorsements: string[]): Promise<TokenAuthority> {
  const key = { ...pairs.known.publicKey.export({ format: 'jwk' }), kid: 'known', use: 'sig', endorsements };
  let hangs = false;
  const server = createServer((request, response) => {
    if (hangs) return;
    response.setHeader('content-type', 'application/json');
    const jwks = `http://${request.headers.host}/keys`;
    response.end(JSON.stringify(request.url === '/keys' ? { keys: [key] } : { jwks_uri: jwks }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    // botbuilder keeps keys by their address for the life of the process.
    metadataUrl: `http://127.0.0.1:${portOf(server.address())}/${randomUUID()}`,
    token: (claims, { kid = 'known', alg = 'RS256' } = {}) => signToken(claims, { kid, alg }),
    hang() {
      hangs = true;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** A token under the kid `stolen` names the known key but is signed with another one. */
function signToken(claims: Record<string, unknown>, { kid, alg }: { kid: string; alg: string }): string {
  const now = Math.floor(Date.now() / 1000);
  const header = { alg, typ: 'JWT', kid: kid === 'stolen' ? 'known' : kid };
  const input = `${encode(header)}.${encode({ nbf: now - 60, exp: now + 300, ...claims })}`;
  if (alg === 'none') return `${input}.`;
  const key: KeyObject = kid === 'known' ? pairs.known.privateKey : pairs.unknown.privateKey;
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function newPair() {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  return address.port;
}
