import type { TurnContext } from 'botbuilder';

/** True in a turn that the bot began, not a channel. The receiver lets no such event in from outside. */
export function isContinuation({ activity }: TurnContext): boolean {
  return activity.type === 'event' && activity.name === 'ContinueConversation';
}
