import { randomBytes, randomUUID } from 'node:crypto';
import { Refusal } from './answers.ts';
import type { Bearer } from './tokens.ts';
import type { ActivityBody, Conversation, Member, Transcript } from './transcript.ts';
import type { Turns } from './turns.ts';

export interface RoomOptions {
  readonly transcript: Transcript;
  readonly turns: Turns;
  readonly serviceUrl: string;
  readonly botId: string;
  readonly merchantName: string;
  readonly clock: () => number;
}

/** Who is in which conversation, and what the bot is told of both. */
export interface Rooms {
  /** A new conversation, which belongs to this browser session. */
  enterPersonal(name: string, session: string): Promise<Bearer>;
  /** A conversation that belongs to this browser session, as who one was in it. @throws Refusal 404 */
  enterAgain(conversationId: string, session: string | undefined): Promise<Bearer>;
  /** @throws Refusal 403 */
  enterGroup(conversationId: string, name: string): Promise<Bearer>;
  /** The bearer's conversation and self; @throws Refusal 404 when they are not kept here (any more) */
  load(bearer: Bearer): Promise<Seat>;
  /** Tells the bot of somebody who starts, the first time only. */
  start(seat: Seat, locale?: string): Promise<boolean>;
  /** An activity as the bot gets it. */
  forBot(seat: Seat, body: ActivityBody): ActivityBody;
}

export interface Seat {
  readonly conversation: Conversation;
  readonly member: Member;
}

export function createRooms(options: RoomOptions): Rooms {
  const { transcript, turns, botId, merchantName } = options;
  const bot = { id: botId, name: merchantName };
  const forBot = (seat: Seat, body: ActivityBody): ActivityBody => ({
    ...body,
    channelId: 'directline',
    serviceUrl: options.serviceUrl,
    conversation: seat.conversation.isGroup ? seat.conversation : { id: seat.conversation.id },
    from: { id: seat.member.userId, name: seat.member.name, role: 'user' },
    recipient: { ...bot, role: 'bot' },
  });
  return {
    forBot,
    async enterPersonal(name, session) {
      const { id } = await transcript.openConversation(randomBytes(18).toString('base64url'), false);
      await transcript.keepForSession(session, id);
      return enter(transcript, id, name);
    },
    async enterAgain(conversationId, session) {
      const isTheirs = session !== undefined && (await transcript.isOfSession(session, conversationId));
      const [member] = isTheirs ? await transcript.listMembers(conversationId) : [];
      if (member === undefined) throw unknown();
      return { conversationId, userId: member.userId };
    },
    async enterGroup(conversationId, name) {
      const conversation = await transcript.openConversation(conversationId, true);
      if (!conversation.isGroup) throw new Refusal(403, 'Forbidden', 'This conversation is not a group.');
      return enter(transcript, conversationId, name);
    },
    async load({ conversationId, userId }) {
      const conversation = await transcript.findConversation(conversationId);
      const members = conversation === undefined ? [] : await transcript.listMembers(conversationId);
      const member = members.find((one) => one.userId === userId);
      if (conversation !== undefined && member !== undefined) return { conversation, member };
      throw unknown();
    },
    async start(seat, locale) {
      const { id } = seat.conversation;
      const before = await transcript.join(id, seat.member.userId);
      if (before === undefined) return false;
      const self = { id: seat.member.userId, name: seat.member.name };
      const body = {
        type: 'conversationUpdate',
        id: `${id}|${randomUUID()}`,
        timestamp: new Date(options.clock()).toISOString(),
        membersAdded: before === 0 ? [bot, self] : [self],
        membersRemoved: [],
        ...(locale === undefined ? {} : { locale }),
      };
      // Nobody waits for this turn: the greeting comes on the stream, and a failure is in the log.
      turns.hand(id, forBot(seat, body)).catch(() => undefined);
      return true;
    },
  };
}

function unknown(): Refusal {
  return new Refusal(404, 'BotNotFound', 'This conversation is not kept here any more.');
}

async function enter(transcript: Transcript, conversationId: string, name: string): Promise<Bearer> {
  const drawn = `dl_${randomBytes(16).toString('base64url')}`;
  const { userId } = await transcript.addMember(conversationId, name, drawn);
  return { conversationId, userId };
}
