import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import {
  drawToken,
  postActivity,
  readActivities,
  type Session,
} from '../local-channel/direct-line-over-http.ts';
import type { Program } from './program.ts';

/** A shopper's chat without a page: Direct Line over plain HTTP, which a restart of the program does not disturb. */
export interface LineChat {
  readonly session: Session;
  /** Answers the status of the post: the bot's turn is over then. */
  say(text: string): Promise<number>;
  /** Waits until the conversation shows this text, in as many messages as asked for. */
  sees(text: string | RegExp, times?: number): Promise<void>;
  /** What the bot said so far, its cards as JSON, oldest first. */
  told(): Promise<string[]>;
  /** The link on the newest card that has one. */
  link(): Promise<string>;
}

const botMessage = z.looseObject({
  type: z.literal('message'),
  text: z.string().default(''),
  from: z.object({ id: z.literal('shop') }),
  attachments: z.array(z.unknown()).default([]),
});

export async function openLineChat(
  program: Pick<Program, 'url'>,
  wish: Record<string, unknown> = {},
): Promise<LineChat> {
  const session = await drawToken(program.url, wish);
  const told = async (): Promise<string[]> => {
    const { activities } = await readActivities(program.url, session);
    return activities.flatMap((activity) => {
      const said = botMessage.safeParse(activity);
      if (!said.success) return [];
      const { text, attachments } = said.data;
      return [attachments.length === 0 ? text : `${text}${JSON.stringify(attachments)}`];
    });
  };
  return {
    session,
    told,
    say: async (text) => (await postActivity(program.url, session, { type: 'message', text })).status,
    sees: async (text, times = 1) => {
      for (let look = 0; look < 400; look += 1) {
        if ((await told()).filter((said) => fits(said, text)).length >= times) return;
        await sleep(50);
      }
      throw new Error(
        `The bot did not say ${String(text)} ${times} times:\n- ${(await told()).join('\n- ')}`,
      );
    },
    link: async () => {
      const links = (await told()).flatMap((said) => said.match(/http:[^"\s]+\/checkout\/[\w.-]+/gu) ?? []);
      const newest = links.at(-1);
      if (newest === undefined) throw new Error('There is no link in the chat.');
      return newest;
    },
  };
}

/** From an empty cart to the link. */
export async function orderTeaByLine(chat: LineChat): Promise<string> {
  await chat.say('add 2 sencha');
  await chat.say('checkout');
  await chat.sees(/Link ready/);
  return chat.link();
}

/** The magic number on a page, as a person reads it. */
export function numberOn(html: string): string {
  return /<output id="magic-number"[^>]*>(\d+)<\/output>/u.exec(html)?.[1] ?? 'no number';
}

function fits(said: string, text: string | RegExp): boolean {
  return typeof text === 'string' ? said.includes(text) : text.test(said);
}
