/** A message as a channel posts it to the bot. */
export function incoming(serviceUrl: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'message',
    id: 'activity-1',
    text: 'hello',
    channelId: 'directline',
    serviceUrl,
    from: { id: 'shopper-1', name: 'Ann' },
    recipient: { id: 'shop', name: 'Shop' },
    conversation: { id: 'conversation-1' },
    ...more,
  };
}

/** A stored conversation reference, as JSON. */
export function reference(serviceUrl: string, more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    activityId: 'activity-1',
    channelId: 'directline',
    serviceUrl,
    user: { id: 'shopper-1', name: 'Ann' },
    bot: { id: 'shop', name: 'Shop' },
    conversation: { id: 'conversation-1' },
    ...more,
  });
}

/** A log that remembers. */
export function recordLog() {
  const lines: Record<string, unknown>[] = [];
  return { lines, log: (event: string, fields: object): void => void lines.push({ event, ...fields }) };
}
