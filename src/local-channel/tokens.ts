import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** Whom a token speaks for, and where: nothing outside this conversation, nobody but this user. */
export interface Bearer {
  readonly conversationId: string;
  readonly userId: string;
}

/** `channel` tokens go with requests; `stream` tokens stand in an address, so they live for a minute only. */
type TokenUse = 'channel' | 'stream';

export interface Tokens {
  issue(use: TokenUse, bearer: Bearer): string;
  verify(use: TokenUse, token: string): Bearer | undefined;
}

/** A tab that sleeps for days still finds its conversation: the tokens of this machine outlive Azure's half hour. */
export const tokenSeconds = { channel: 7 * 24 * 3600, stream: 60 } as const;

const jwtHeader = encode({ alg: 'HS256', typ: 'JWT' });
const claimsSchema = z.object({
  aud: z.enum(['channel', 'stream']),
  conv: z.string(),
  user: z.string(),
  exp: z.number(),
});

/** Direct Line's tokens are JWTs, and its clients read `user` from them. */
export function createTokens(key: Uint8Array, clock: () => number): Tokens {
  if (key.length < 32) throw new Error('The channel wants a token key of 32 bytes.');
  const sign = (content: string): Buffer => createHmac('sha256', key).update(content).digest();
  return {
    issue(use, bearer) {
      const exp = Math.floor(clock() / 1000) + tokenSeconds[use];
      const content = `${jwtHeader}.${encode({ aud: use, conv: bearer.conversationId, user: bearer.userId, exp })}`;
      return `${content}.${sign(content).toString('base64url')}`;
    },
    verify(use, token) {
      const [header, payload, signature, ...rest] = token.split('.');
      if (header !== jwtHeader || payload === undefined || signature === undefined || rest.length > 0)
        return undefined;
      const expected = sign(`${header}.${payload}`);
      const given = Buffer.from(signature, 'base64url');
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      const claims = claimsSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
      if (claims.aud !== use || claims.exp * 1000 <= clock()) return undefined;
      return { conversationId: claims.conv, userId: claims.user };
    },
  };
}

/** Direct Line's answer to whoever asks for a token. */
export function toTokenAnswer(tokens: Tokens, bearer: Bearer): Record<string, unknown> {
  return {
    conversationId: bearer.conversationId,
    token: tokens.issue('channel', bearer),
    expires_in: tokenSeconds.channel,
  };
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
