/** Where events are told: the merchant's webhook, or a private chat that the merchant has claimed. */
export type MerchantDestination = 'webhook' | `chat-${number}`;

export function toChatDestination(chatId: number): MerchantDestination {
  return `chat-${chatId}`;
}

/** Undefined where it is no chat. */
export function chatIdOf(destination: MerchantDestination): number | undefined {
  return destination === 'webhook' ? undefined : Number(destination.slice('chat-'.length));
}
