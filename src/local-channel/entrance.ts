import { z } from 'zod';
import type { Answer } from './answers.ts';
import { readJson, Refusal } from './answers.ts';
import type { BrowserSessions } from './browser-session.ts';
import type { Rooms } from './rooms.ts';
import type { Route, Visit } from './routes.ts';
import { toTokenAnswer, type Tokens } from './tokens.ts';
import type { Transcript } from './transcript.ts';

export interface EntranceOptions {
  readonly transcript: Transcript;
  readonly tokens: Tokens;
  readonly rooms: Rooms;
  readonly sessions: BrowserSessions;
}

/** How one gets a token: for a new conversation or a group by asking, for an earlier one by the browser session's cookie. */
export function entranceRoutes(options: EntranceOptions): readonly Route[] {
  return [
    ['POST', '/tokens/generate', async (visit) => generate(options, visit)],
    ['POST', '/tokens/resume', async (visit) => resume(options, visit)],
  ];
}

const nameSchema = z
  .string()
  .max(64)
  .transform((name) =>
    name
      .normalize('NFC')
      .replaceAll(/[\p{C}\s]+/gu, ' ')
      .trim(),
  );
const idSchema = z.string().regex(/^[\w-]{1,64}$/);
const wishSchema = z.object({
  user: z.object({ name: nameSchema.nullish() }).nullish(),
  conversation: z.object({ id: idSchema }).nullish(),
});
const returnSchema = z.object({ conversation: z.object({ id: idSchema }) });
/** How many earlier conversations a new tab is offered. */
const mostEarlier = 5;

async function generate(options: EntranceOptions, { request }: Visit): Promise<Answer> {
  const wish = wishSchema.safeParse((await readJson(request)) ?? {});
  if (!wish.success)
    throw new Refusal(400, 'BadArgument', 'A group has an id of letters, digits, - and _, a person a name.');
  const name = wish.data.user?.name ?? '';
  const groupId = wish.data.conversation?.id;
  if (groupId === undefined) return generatePersonal(options, request, name || 'Shopper');
  if (name === '') throw new Refusal(400, 'BadArgument', 'Who joins a group has a name.');
  const bearer = await options.rooms.enterGroup(groupId, name);
  return { status: 200, body: { ...toTokenAnswer(options.tokens, bearer), userId: bearer.userId } };
}

async function generatePersonal(
  options: EntranceOptions,
  request: Visit['request'],
  name: string,
): Promise<Answer> {
  const known = await options.sessions.find(request);
  const drawn = known === undefined ? options.sessions.draw() : undefined;
  const session = known ?? drawn?.session ?? '';
  const bearer = await options.rooms.enterPersonal(name, session);
  const earlier = await listEarlier(options, session);
  return {
    status: 200,
    body: { ...toTokenAnswer(options.tokens, bearer), userId: bearer.userId, earlier },
    headers: drawn === undefined ? {} : { 'set-cookie': drawn.setCookie },
  };
}

/** A conversation of another session, a group and one that never was are refused in the same words. */
async function resume(options: EntranceOptions, { request }: Visit): Promise<Answer> {
  const { transcript, tokens, rooms, sessions } = options;
  const wish = returnSchema.safeParse(await readJson(request));
  if (!wish.success) throw new Refusal(400, 'BadArgument', 'Which conversation goes on is missing.');
  const session = await sessions.find(request);
  const bearer = await rooms.enterAgain(wish.data.conversation.id, session);
  const isEmpty = !(await transcript.hasSpoken(bearer.conversationId, bearer.userId));
  const earlier = isEmpty && session !== undefined ? await listEarlier(options, session) : [];
  return { status: 200, body: { ...toTokenAnswer(tokens, bearer), userId: bearer.userId, earlier } };
}

/** What a tab may go on with in which nothing was said yet. */
async function listEarlier({ transcript }: EntranceOptions, session: string) {
  const spoken = await transcript.listSpoken(session, mostEarlier);
  return spoken.map(({ conversationId, saidAt }) => ({
    conversationId,
    lastSaidAt: new Date(saidAt).toISOString(),
  }));
}
