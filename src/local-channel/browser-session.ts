import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Transcript } from './transcript.ts';

/** A browser that comes back: its cookie is a secret of which only the hash is kept. */
export interface BrowserSessions {
  /** The hash of the session that the request names; undefined unless it was drawn here. */
  find(request: IncomingMessage): Promise<string | undefined>;
  /** A new secret's hash, and the header that hands the secret to the browser. */
  draw(): { readonly session: string; readonly setCookie: string };
}

/** Cookies of one name with different paths come together; a page on another port could plant more of them. */
const mostCookies = 8;

/**
 * Cookies of one host are sent to all its ports: the name tells shops on several ports apart, and the path keeps the
 * secret from whatever else is looked at on this machine. Only a secret drawn here counts, so that nobody can choose
 * one for somebody else.
 */
export function createBrowserSessions(transcript: Transcript, publicUrl: URL): BrowserSessions {
  const isSecure = publicUrl.protocol === 'https:';
  const name = `chat-session-${publicUrl.port || (isSecure ? '443' : '80')}`;
  return {
    async find({ headers }) {
      for (const secret of readCookies(headers.cookie ?? '', name)) {
        const session = hash(secret);
        if (await transcript.isSession(session)) return session;
      }
      return undefined;
    },
    draw() {
      const secret = randomBytes(32).toString('base64url');
      const setCookie = `${name}=${secret}; Path=/v3/directline/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
      return { session: hash(secret), setCookie };
    },
  };
}

function readCookies(header: string, name: string): readonly string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
    .filter((value) => /^[\w-]{43}$/.test(value))
    .slice(0, mostCookies);
}

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
