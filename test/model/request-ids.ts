/** What PayPal remembers of the request ids of one kind of call. */
export interface RequestIds<T> {
  knows(requestId: string): boolean;
  /** The former answer to the same request id, or a fresh one that is kept; another content under one id is a fault. */
  once(requestId: string, content: object, ask: () => T): T;
}

/** Hours and days as PayPal names them; a forgotten id counts as new. */
export const rememberedMs = { orders: 6 * 3_600_000, payments: 45 * 86_400_000 } as const;

export function createRequestIds<T>(
  clock: { readonly now: number },
  lifetimeMs: number,
  onMisuse: (what: string) => void,
): RequestIds<T> {
  const known = new Map<string, { readonly body: string; readonly answer: T; readonly at: number }>();
  const find = (requestId: string) => {
    const former = known.get(requestId);
    return former === undefined || former.at + lifetimeMs <= clock.now ? undefined : former;
  };
  return {
    knows: (requestId) => find(requestId) !== undefined,
    once: (requestId, content, ask) => {
      const body = JSON.stringify(content);
      const former = find(requestId);
      if (former === undefined) {
        const answer = ask();
        known.set(requestId, { body, answer, at: clock.now });
        return answer;
      }
      if (former.body !== body) onMisuse(`another body under ${requestId}`);
      return former.answer;
    },
  };
}
