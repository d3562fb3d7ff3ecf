/**
 * Runs the turns of one conversation one at a time, in the order of their arrival: bot state is written without a
 * condition, so two turns at once would lose what one of them wrote. Conversations run side by side.
 */
export interface Turns {
  /** Undefined when too many turns of this conversation are waiting. */
  run<T>(conversationKey: string, turn: () => Promise<T>): Promise<T> | undefined;
  /** Resolves when no turn is under way or waiting. */
  settled(): Promise<void>;
}

interface Queue {
  length: number;
  tail: Promise<void>;
}

export function createTurns(limit = 50): Turns {
  const queues = new Map<string, Queue>();
  return {
    run(conversationKey, turn) {
      const queue = queues.get(conversationKey) ?? { length: 0, tail: Promise.resolve() };
      if (queue.length >= limit) return undefined;
      queues.set(conversationKey, queue);
      queue.length += 1;
      const running = queue.tail.then(turn);
      const leave = (): void => {
        queue.length -= 1;
        if (queue.length === 0) queues.delete(conversationKey);
      };
      queue.tail = running.then(leave, leave);
      return running;
    },
    async settled() {
      while (queues.size > 0) await Promise.all([...queues.values()].map(async (queue) => queue.tail));
    },
  };
}
