import { createHash } from 'node:crypto';
import { sameSecret } from './same-secret.ts';

/** What the store keeps of a browser's 256 random bits: they are random, so a plain hash keeps them. */
export function hashSession(session: string): string {
  return createHash('sha256').update(session).digest('hex');
}

/** Whether this browser is the one whose hash was kept; nobody is where none was. */
export function isSession(kept: string | undefined, session: string | undefined): boolean {
  if (session === undefined || kept === undefined) return false;
  return sameSecret(kept, hashSession(session));
}
