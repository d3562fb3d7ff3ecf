/** Who chats. Taken from an authenticated activity, never from an address or a form. Each id at most 512 characters. */
export interface Owner {
  readonly channelId: string;
  readonly conversationId: string;
  readonly shopperId: string;
}

/** Whether both are the same person in the same conversation. */
export function sameOwner(one: Owner, other: Owner): boolean {
  return (
    one.channelId === other.channelId &&
    one.conversationId === other.conversationId &&
    one.shopperId === other.shopperId
  );
}
