import { randomBytes } from 'node:crypto';
import type { TurnContext } from 'botbuilder';
import type { LogFields } from '../checkout/ports.ts';
import { isContinuation } from './continuation.ts';
import { words } from '../words/language.ts';

/** Logs the fault with an id and tells the shopper in one sentence, which names the id for the support. */
export function createTurnErrorHandler(log: (event: string, fields: LogFields) => void) {
  return async (context: TurnContext, error: unknown): Promise<void> => {
    // Who sends of the bot's own accord decides about another try, and nobody waits for an answer.
    if (isContinuation(context)) throw error;
    const faultId = randomBytes(4).toString('hex');
    const { id: activityId, channelId } = context.activity;
    log('turn_failed', { faultId, activityId, channelId, error: describe(error) });
    await context.sendActivity(words.fault(faultId));
  };
}

/** Name, message and place of a fault. */
function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
