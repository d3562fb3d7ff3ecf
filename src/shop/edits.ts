import type { TurnContext } from 'botbuilder';
import { z } from 'zod';
import { looksLikeCardNumber } from '../bot/card-number.ts';
import { say } from '../bot/cards.ts';
import { channelOf } from '../bot/channels.ts';
import { messageText } from '../bot/message-text.ts';
import { isGroup } from '../bot/shop.ts';
import { words } from '../words/language.ts';

/** Teams tells of a message that was deleted and brought back in the same way as of a changed one. */
const unchanged = z.object({ eventType: z.literal('undeleteMessage') });

/** What was said before has taken effect: a changed message changes nothing, and who is alone with the bot is told so. */
export async function answerEdit(context: TurnContext): Promise<void> {
  if (unchanged.safeParse(context.activity.channelData).success) return;
  const isCard = looksLikeCardNumber(messageText(context));
  if (isGroup(context) && !isCard) return;
  const channel = channelOf(context.activity.channelId);
  await context.sendActivity(say(channel, isCard ? words.cardNumberRefused : words.editUnread));
}
