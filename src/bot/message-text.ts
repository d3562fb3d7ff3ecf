import { TurnContext } from 'botbuilder';

/** What the shopper typed, without a mention of the bot, which some channels put in front. */
export function messageText({ activity }: Pick<TurnContext, 'activity'>): string {
  const text = typeof activity.text === 'string' ? activity.text : '';
  if (activity.entities === undefined || activity.entities.length === 0) return text.trim();
  // The library's own function changes the activity that it is given.
  const copy = { ...activity, text };
  const bare = TurnContext.removeRecipientMention(copy);
  return (typeof bare === 'string' ? bare : text).trim();
}

/** Whether the bot is spoken to by name: in a group it answers small talk only then. */
export function isMentioned({ activity }: Pick<TurnContext, 'activity'>): boolean {
  return TurnContext.getMentions(activity).some(({ mentioned }) => mentioned?.id === activity.recipient?.id);
}
