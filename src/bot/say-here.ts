import type { TurnContext } from 'botbuilder';
import { type Message, say } from './cards.ts';
import { channelOf } from './channels.ts';

/** A plain sentence for the channel of this turn, with quick replies where it shows them. */
export function sayHere(
  { activity }: TurnContext,
  text: string,
  replies: Parameters<typeof say>[2] = [],
): Message {
  return say(channelOf(activity.channelId), text, replies);
}
