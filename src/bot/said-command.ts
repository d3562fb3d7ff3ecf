import type { TurnContext } from 'botbuilder';
import { channelOf } from './channels.ts';
import { type Command, parseCommand } from './commands.ts';
import { messageText } from './message-text.ts';
import { toPhrase } from './phrase.ts';

/** What is asked for on this channel: where the carrier takes "help" for itself, "menu" stands for it. */
export function saidCommand(context: TurnContext): Command {
  const text = messageText(context);
  const isHelp =
    channelOf(context.activity.channelId).carrierTakesWords && toPhrase(text).toLowerCase() === 'menu';
  return isHelp ? { kind: 'help' } : parseCommand(text);
}
