import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Answer } from './answers.ts';
import { readJson, Refusal } from './answers.ts';
import type { Mask } from './mask-deep.ts';
import type { Route, Visit } from './routes.ts';
import type { Stream } from './stream.ts';
import type { ActivityBody, Conversation, Transcript } from './transcript.ts';

export interface ConnectorOptions {
  readonly transcript: Transcript;
  readonly stream: Stream;
  readonly botId: string;
  readonly merchantName: string;
  readonly mask: Mask;
  readonly clock: () => number;
}

/** Where the bot sends to: Bot Framework's connector, below the secret path of the service address. */
export function connectorRoutes(options: ConnectorOptions): readonly Route[] {
  const path = '/v3/conversations/:id';
  return [
    ['POST', `${path}/activities`, async (visit) => sendActivity(options, visit)],
    ['POST', `${path}/activities/:activityId`, async (visit) => sendActivity(options, visit)],
    ['PUT', `${path}/activities/:activityId`, async (visit) => updateActivity(options, visit)],
    ['DELETE', `${path}/activities/:activityId`, async (visit) => deleteActivity(options, visit)],
    ['GET', `${path}/members`, async (visit) => ({ status: 200, body: await listMembers(options, visit) })],
    [
      'GET',
      `${path}/pagedmembers`,
      async (visit) => ({ status: 200, body: { members: await listMembers(options, visit) } }),
    ],
    ['GET', `${path}/members/:memberId`, async (visit) => findMember(options, visit)],
    [
      'GET',
      `${path}/activities/:activityId/members`,
      async (visit) => ({ status: 200, body: await listMembers(options, visit) }),
    ],
  ];
}

export interface ConnectorPath {
  owns(path: string): boolean;
  /** The path below the secret. @throws Refusal 404 when the secret is wrong */
  open(path: string): string;
}

/** Splits the service address into a door and a secret, so that a guess is answered in constant time. */
export function createConnectorPath(serviceUrl: string): ConnectorPath {
  const segments = new URL(serviceUrl).pathname.split('/').filter((segment) => segment !== '');
  const secret = segments.pop();
  if (secret === undefined || segments.length === 0) {
    throw new Error('The service address of the channel ends in /<name>/<secret>/.');
  }
  const door = `/${segments.join('/')}/`;
  return {
    owns: (path) => path.startsWith(door),
    open(path) {
      const [given = '', ...rest] = path.slice(door.length).split('/');
      if (!timingSafeEqual(digest(given), digest(secret)))
        throw new Refusal(404, 'NotFound', 'There is nothing here.');
      return `/${rest.join('/')}`;
    },
  };
}

const botActivity = z.looseObject({
  type: z.string().min(1).max(64),
  text: z.string().nullish(),
  name: z.string().nullish(),
  replyToId: z.string().nullish(),
  attachments: z.array(z.record(z.string(), z.unknown())).nullish(),
});
const idempotencyHeader = 'x-idempotency-key';

async function sendActivity(options: ConnectorOptions, visit: Visit): Promise<Answer> {
  const { transcript, stream, clock, botId } = options;
  const conversation = await loadConversation(options, visit);
  const body = await readBotActivity(options, conversation, visit);
  const at = clock();
  if (body['type'] === 'trace') return { status: 200, body: { id: '' } };
  if (body['type'] === 'typing') {
    const id = `${conversation.id}|typing-${at}`;
    stream.flash(conversation.id, botId, { ...body, id, timestamp: new Date(at).toISOString() });
    return { status: 200, body: { id } };
  }
  const key = visit.request.headers[idempotencyHeader];
  const idempotencyKey = typeof key === 'string' ? { idempotencyKey: key.slice(0, 200) } : {};
  const { id } = await transcript.append(conversation.id, { author: botId, body, at, ...idempotencyKey });
  stream.wake(conversation.id);
  return { status: 200, body: { id } };
}

async function updateActivity(options: ConnectorOptions, visit: Visit): Promise<Answer> {
  const conversation = await loadConversation(options, visit);
  return replace(options, visit, await readBotActivity(options, conversation, visit));
}

async function deleteActivity(options: ConnectorOptions, visit: Visit): Promise<Answer> {
  const conversation = await loadConversation(options, visit);
  // Web Chat cannot take a message away, but it shows the newest under an id.
  const body = toBody(options, conversation, {
    type: 'message',
    text: 'This message was deleted.',
    textFormat: 'plain',
  });
  return replace(options, visit, body);
}

async function replace(
  { transcript, stream, botId }: ConnectorOptions,
  visit: Visit,
  body: ActivityBody,
): Promise<Answer> {
  const [conversationId = '', activityId = ''] = visit.params;
  const stored = await transcript.replace(conversationId, activityId, botId, body);
  if (stored === undefined) throw new Refusal(404, 'ActivityNotFound', 'The bot said no such thing here.');
  stream.wake(conversationId);
  return { status: 200, body: { id: stored.id } };
}

async function readBotActivity(
  options: ConnectorOptions,
  conversation: Conversation,
  visit: Visit,
): Promise<ActivityBody> {
  const parsed = botActivity.safeParse(await readJson(visit.request));
  if (!parsed.success) throw new Refusal(400, 'BadArgument', 'This is not an activity.');
  const { serviceUrl: _secret, id: _id, timestamp: _timestamp, replyToId, ...said } = parsed.data;
  // Web Chat holds an answer back for seconds when it waits for the message answered, so that one has to be here.
  const isAnswer =
    typeof replyToId === 'string' && (await options.transcript.hasActivity(conversation.id, replyToId));
  return toBody(options, conversation, { ...said, ...(isAnswer ? { replyToId } : {}) });
}

function toBody(
  { botId, merchantName, mask }: ConnectorOptions,
  conversation: Conversation,
  said: ActivityBody,
): ActivityBody {
  const { text } = said;
  return {
    ...said,
    ...(typeof text === 'string' ? { text: mask(text) } : {}),
    channelId: 'directline',
    conversation: conversation.isGroup ? conversation : { id: conversation.id },
    from: { id: botId, name: merchantName, role: 'bot' },
  };
}

async function loadConversation({ transcript }: ConnectorOptions, { params }: Visit): Promise<Conversation> {
  const conversation = await transcript.findConversation(params[0] ?? '');
  if (conversation === undefined)
    throw new Refusal(404, 'ConversationNotFound', 'There is no such conversation.');
  return conversation;
}

async function listMembers(
  options: ConnectorOptions,
  visit: Visit,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const { id } = await loadConversation(options, visit);
  const members = await options.transcript.listMembers(id);
  return members.map(({ userId, name }) => ({ id: userId, name }));
}

async function findMember(options: ConnectorOptions, visit: Visit): Promise<Answer> {
  const member = (await listMembers(options, visit)).find(({ id }) => id === visit.params[1]);
  if (member === undefined) throw new Refusal(404, 'MemberNotFound', 'There is no such member.');
  return { status: 200, body: member };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
