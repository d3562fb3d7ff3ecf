import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Answer } from './answers.ts';
import { readJson, Refusal } from './answers.ts';
import type { Mask } from './mask-deep.ts';
import { parseClientActivity, toKept } from './client-activity.ts';
import { type EntranceOptions, entranceRoutes } from './entrance.ts';
import type { Seat } from './rooms.ts';
import type { Route, Visit } from './routes.ts';
import { toShown } from './shown-activity.ts';
import type { Stream } from './stream.ts';
import type { Bearer, Tokens } from './tokens.ts';
import { toTokenAnswer } from './tokens.ts';
import type { ActivityBody, Transcript } from './transcript.ts';
import type { Turns } from './turns.ts';

export const directLinePath = '/v3/directline/';

export interface DirectLineOptions extends EntranceOptions {
  readonly turns: Turns;
  readonly stream: Stream;
  readonly publicUrl: URL;
  readonly botId: string;
  readonly mask: Mask;
  readonly clock: () => number;
}

/** Direct Line 3.0 as its JavaScript client speaks it. */
export function directLineRoutes(options: DirectLineOptions): readonly Route[] {
  return [
    ...entranceRoutes(options),
    ['POST', '/tokens/refresh', async (visit) => refresh(options, visit)],
    ['POST', '/conversations', async (visit) => startConversation(options, visit)],
    ['GET', '/conversations/:id', async (visit) => reconnect(options, visit)],
    ['POST', '/conversations/:id/activities', async (visit) => postActivity(options, visit)],
    ['GET', '/conversations/:id/activities', async (visit) => listActivities(options, visit)],
    ['POST', '/conversations/:id/upload', refuseUpload],
  ];
}

/** How scripts write the watermark that they have not got. */
const noWatermark: ReadonlySet<string> = new Set(['', 'null', 'undefined']);

/** A watermark is a count of pushes; none, or one from after the last push, means what it can. @throws Refusal 400 */
export async function parseWatermark(
  transcript: Transcript,
  conversationId: string,
  url: URL,
): Promise<number> {
  const text = url.searchParams.get('watermark') ?? '';
  if (noWatermark.has(text)) return 0;
  if (!/^\d{1,15}$/.test(text)) throw new Refusal(400, 'BadArgument', 'A watermark is a number.');
  return Math.min(Number(text), await transcript.latestWatermark(conversationId));
}

/** Activities in one answer to a client that polls. */
const pageSize = 1000;
const startProperties = z.object({ locale: z.string().max(35).optional() });

async function refresh({ rooms, tokens }: DirectLineOptions, visit: Visit): Promise<Answer> {
  const bearer = readBearer(tokens, visit);
  await rooms.load(bearer);
  return { status: 200, body: toTokenAnswer(tokens, bearer) };
}

async function startConversation(options: DirectLineOptions, visit: Visit): Promise<Answer> {
  const bearer = readBearer(options.tokens, visit);
  const properties = startProperties.safeParse((await readJson(visit.request)) ?? {});
  const seat = await options.rooms.load(bearer);
  const isNew = await options.rooms.start(seat, properties.data?.locale);
  return { status: isNew ? 201 : 200, body: toConversation(options, bearer, 0) };
}

async function reconnect(options: DirectLineOptions, visit: Visit): Promise<Answer> {
  const { bearer, seat } = await takeSeat(options, visit);
  await options.rooms.start(seat);
  const watermark = await parseWatermark(options.transcript, bearer.conversationId, visit.url);
  return { status: 200, body: toConversation(options, bearer, watermark) };
}

async function postActivity(options: DirectLineOptions, visit: Visit): Promise<Answer> {
  const { seat } = await takeSeat(options, visit);
  const body = parseClientActivity(await readJson(visit.request));
  const kept = toKept(options.mask, body);
  await options.rooms.start(seat);
  const stamp = body['type'] === 'typing' ? flashTyping(options, seat) : await keep(options, seat, kept);
  // The bot alone gets a card number as it was written, so that it can warn.
  const end = await options.turns.hand(seat.conversation.id, {
    ...options.rooms.forBot(seat, body),
    ...stamp,
  });
  if (end === 'done') return { status: 200, body: { id: stamp.id } };
  throw new Refusal(502, 'BotError', 'The bot could not answer. The message is kept.');
}

interface Stamp {
  readonly id: string;
  readonly timestamp: string;
}

async function keep(
  { transcript, rooms, stream, clock }: DirectLineOptions,
  seat: Seat,
  kept: ActivityBody,
): Promise<Stamp> {
  // The service address is a secret between the channel and the bot.
  const { serviceUrl: _secret, recipient: _bot, ...body } = rooms.forBot(seat, kept);
  const activity = { author: seat.member.userId, body, at: clock() };
  const { id, timestamp } = await transcript.append(seat.conversation.id, activity);
  stream.wake(seat.conversation.id);
  return { id, timestamp };
}

/** "Is typing" is shown to those who look right now and not kept. */
function flashTyping({ stream, clock }: DirectLineOptions, { conversation, member }: Seat): Stamp {
  const stamp = { id: `${conversation.id}|${randomUUID()}`, timestamp: new Date(clock()).toISOString() };
  const from = { id: member.userId, name: member.name };
  stream.flash(conversation.id, member.userId, { type: 'typing', ...stamp, from });
  return stamp;
}

async function listActivities(options: DirectLineOptions, visit: Visit): Promise<Answer> {
  const { bearer } = await takeSeat(options, visit);
  const after = await parseWatermark(options.transcript, bearer.conversationId, visit.url);
  const pushes = await options.transcript.read(bearer.conversationId, after, pageSize);
  const watermark = String(pushes.at(-1)?.watermark ?? after);
  return { status: 200, body: { activities: toShown(pushes, bearer.userId, options.botId), watermark } };
}

function refuseUpload(): Answer {
  throw new Refusal(403, 'Forbidden', 'This chat takes no files.');
}

/** Who visits, in a conversation of their own. */
async function takeSeat(
  { tokens, rooms }: DirectLineOptions,
  visit: Visit,
): Promise<{ readonly bearer: Bearer; readonly seat: Seat }> {
  const bearer = readBearer(tokens, visit);
  if (visit.params[0] !== bearer.conversationId) {
    throw new Refusal(403, 'Forbidden', 'The token is for another conversation.');
  }
  return { bearer, seat: await rooms.load(bearer) };
}

function readBearer(tokens: Tokens, { request }: Visit): Bearer {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined) {
    throw new Refusal(401, 'Unauthorized', 'A token is missing.');
  }
  const bearer = tokens.verify('channel', token);
  // The clients take 403 for "expired" and stop trying.
  if (bearer === undefined) throw new Refusal(403, 'TokenExpired', 'The token is wrong or has expired.');
  return bearer;
}

function toConversation(
  { tokens, publicUrl }: DirectLineOptions,
  bearer: Bearer,
  watermark: number,
): Record<string, unknown> {
  const stream = new URL(`${directLinePath}conversations/${bearer.conversationId}/stream`, publicUrl);
  stream.protocol = publicUrl.protocol === 'https:' ? 'wss:' : 'ws:';
  stream.searchParams.set('watermark', String(watermark));
  stream.searchParams.set('t', tokens.issue('stream', bearer));
  return { ...toTokenAnswer(tokens, bearer), streamUrl: stream.href };
}
