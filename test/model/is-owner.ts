import type { Owner } from '../../src/round-trip/owner.ts';

/** All three ids, compared here and not by what is being judged. */
export function isOwner(one: Owner, other: Owner): boolean {
  return toText(one) === toText(other);
}

function toText({ channelId, conversationId, shopperId }: Owner): string {
  return JSON.stringify([channelId, conversationId, shopperId]);
}
