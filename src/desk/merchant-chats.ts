import { merchantCodeMs, mostMerchantChats } from '../checkout/limits.ts';
import type { MerchantChat, MerchantChatStore } from '../checkout/merchant-chat-ports.ts';
import { createMerchantCodes, toMerchantSentence } from '../round-trip/merchant-code.ts';
import type { KeyRing } from '../round-trip/keys.ts';
import { newId } from '../round-trip/new-id.ts';
import { printableLine } from '../words/printable.ts';
import { toMoment } from './moment.ts';
import { layOutTable } from './table.ts';

/** How it ended, in lines for people. */
export interface AboutChats {
  readonly isDone: boolean;
  readonly lines: readonly string[];
}

/** A new sentence that lets in the first who says it. Any other that waits is over. */
export async function newMerchantSentence(
  chats: Pick<MerchantChatStore, 'openCode' | 'listHearing'>,
  keys: KeyRing,
): Promise<AboutChats> {
  if ((await chats.listHearing()).length >= mostMerchantChats)
    return refuse(
      `${mostMerchantChats} chats hear what happens already. Take one out with --revoke first; --list shows them.`,
    );
  const codes = createMerchantCodes(keys);
  const [id, letters] = [newId(), codes.draw()];
  const hash = codes.hash(id, letters);
  const { expiresAt, hasReplaced } = await chats.openCode({ id, hash, lifeMs: merchantCodeMs });
  return done(
    toMerchantSentence(letters),
    '',
    `Say it to your bot in a private chat, until ${toMoment(expiresAt)}. Whoever says it first hears every sale there from then`,
    'on, and may ask for all orders: show it to nobody else.',
    ...(hasReplaced ? ['The sentence that was printed before is over.'] : []),
  );
}

const mostListed = 100;

/** Those that hear and those that did, newest first. */
export async function listMerchantChats(chats: Pick<MerchantChatStore, 'list'>): Promise<AboutChats> {
  const found = await chats.list(mostListed);
  if (found.length === 0)
    return done('No chat hears what happens. Without options this prints a sentence that lets one in.');
  return done(...layOutTable([heading, ...found.map(toCells)]));
}

/** Nothing more is told there from now on, and nothing answered. */
export async function revokeMerchantChat(
  chats: Pick<MerchantChatStore, 'find' | 'end'>,
  id: number,
): Promise<AboutChats> {
  const chat = await chats.find(id);
  if (chat === undefined) return refuse(`There is no chat ${id}. --list shows them.`);
  if (!(await chats.end(id, 'revoked')))
    return refuse(`Chat ${id} hears nothing any more already (${chat.state}).`);
  return done(`Chat ${id} (${nameOf(chat)}) hears nothing more, and may ask for nothing.`);
}

const heading = ['CHAT', 'CHANNEL', 'ACCOUNT', 'SINCE', 'LAST HEARD', 'STATE'] as const;

function toCells(chat: MerchantChat): readonly string[] {
  const { id, owner, joinedAt, heardAt, state, endedAt, reason } = chat;
  const why = reason === undefined ? '' : ` (${reason})`;
  const how = endedAt === undefined ? state : `${state} ${toMoment(endedAt)}${why}`;
  const heard = heardAt === undefined ? '-' : toMoment(heardAt);
  return [String(id), owner.channelId, nameOf(chat), toMoment(joinedAt), heard, how].map((cell) =>
    printableLine(cell.replaceAll('\t', ' ')),
  );
}

const longestName = 40;

function nameOf({ name, owner }: MerchantChat): string {
  const said = printableLine(name).trim();
  return (said === '' ? owner.shopperId : said).slice(0, longestName);
}

function refuse(sentence: string): AboutChats {
  return { isDone: false, lines: [`${sentence} Nothing was changed.`] };
}

function done(...lines: readonly string[]): AboutChats {
  return { isDone: true, lines };
}
