import type { Log } from './log.ts';
import type { ActivityBody } from './transcript.ts';

type TurnEnd = 'done' | 'failed';

/** Hands activities to the bot: one at a time within a conversation, in order; conversations side by side. */
export interface Turns {
  hand(conversationId: string, activity: ActivityBody): Promise<TurnEnd>;
  /** Resolves when no turn is under way. */
  settled(): Promise<void>;
}

export interface TurnOptions {
  readonly deliver: (activity: ActivityBody) => Promise<{ readonly status: number }>;
  /** After this long the channel gives up on a turn, as Azure's does after 15 s. */
  readonly limitMs: number;
  readonly log: Log;
}

export function createTurns(options: TurnOptions): Turns {
  const tails = new Map<string, Promise<TurnEnd>>();
  return {
    async hand(conversationId, activity) {
      const before = tails.get(conversationId) ?? Promise.resolve('done');
      const turn = before.then(async () => takeTurn(options, activity));
      tails.set(conversationId, turn);
      const end = await turn;
      if (tails.get(conversationId) === turn) tails.delete(conversationId);
      return end;
    },
    async settled() {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
}

async function takeTurn({ deliver, limitMs, log }: TurnOptions, activity: ActivityBody): Promise<TurnEnd> {
  const activityId = String(activity['id']);
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(() => resolve('timeout'), limitMs);
  });
  try {
    const outcome = await Promise.race([deliver(activity), limit]);
    if (outcome !== 'timeout' && outcome.status < 300) return 'done';
    log('channel_turn_failed', { activityId, reason: outcome === 'timeout' ? outcome : outcome.status });
  } catch (error) {
    log('channel_turn_failed', { activityId, reason: String(error) });
  } finally {
    clearTimeout(timer);
  }
  return 'failed';
}
