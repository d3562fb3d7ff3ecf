import type { Activity } from 'botbuilder';
import { z } from 'zod';

/** In these a channel names the bot as the sender when it tells of somebody else. */
const toldByTheBot: ReadonlySet<string> = new Set(['conversationUpdate', 'installationUpdate']);

const programs: ReadonlySet<string> = new Set(['bot', 'skill']);

/** Facebook sends each of the bot's own messages back to it, with this mark. */
const echo = z.object({ message: z.object({ is_echo: z.literal(true) }) });

/** Whether the bot itself or another program speaks: an answer would be answered again, without an end. */
export function isOwnVoice({ type, from, recipient, channelData }: Activity): boolean {
  if (toldByTheBot.has(type)) return false;
  const role: string = from.role ?? '';
  return from.id === recipient.id || programs.has(role.toLowerCase()) || echo.safeParse(channelData).success;
}
