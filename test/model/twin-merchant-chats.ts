import type {
  ChatEnd,
  CodeAttempt,
  CodeOutcome,
  MerchantChat,
  MerchantChatStore,
} from '../../src/checkout/merchant-chat-ports.ts';
import { type Owner, sameOwner } from '../../src/round-trip/owner.ts';
import { sampleCode, saying } from '../store/sample-codes.ts';

export interface TwinMerchantChats {
  readonly store: MerchantChatStore;
  readonly known: readonly MerchantChat[];
  noteHeard(id: number): void;
}

interface Code {
  readonly id: string;
  readonly hash: string;
  readonly expiresAt: number;
  readonly tries: CodeAttempt['from'][];
  isOver: boolean;
}

const manager: Owner = { channelId: 'webchat', conversationId: 'manager', shopperId: 'mia' };

/** The merchant of the model says a code, and is let in. */
export async function letIn(chats: MerchantChatStore, codeId: string): Promise<CodeOutcome> {
  await chats.openCode({ ...sampleCode, id: codeId });
  return chats.tryCode(saying(manager));
}

/** The merchant's chats in memory; the first one hears from the beginning. */
export function createTwinMerchantChats(
  clock: { readonly now: number },
  endWaiting: (chatId: number, how: ChatEnd, reason: string | undefined) => void,
): TwinMerchantChats {
  const known: MerchantChat[] = [];
  let code: Code | undefined;
  join(saying(manager).from);

  function join({ owner, ...said }: CodeAttempt['from']): MerchantChat {
    const place = known.findIndex((one) => one.state === 'hearing' && sameOwner(one.owner, owner));
    const before = known[place];
    if (before !== undefined) {
      const after = { ...before, ...said };
      known[place] = after;
      return after;
    }
    const nothing = { heardAt: undefined, endedAt: undefined, reason: undefined };
    const id = known.length + 1;
    const chat: MerchantChat = { id, owner, ...said, joinedAt: clock.now, state: 'hearing', ...nothing };
    known.push(chat);
    return chat;
  }

  function tryCode({ from, isPrivate, isRight, ...most }: CodeAttempt): CodeOutcome {
    const open = code;
    if (open === undefined || open.isOver || open.expiresAt <= clock.now) return { kind: 'refused' };
    if (!isPrivate) {
      open.isOver = isRight(open);
      return { kind: 'refused' };
    }
    const own = open.tries.filter(
      ({ owner }) => owner.channelId === from.owner.channelId && owner.shopperId === from.owner.shopperId,
    );
    if (open.tries.length >= most.triesInAll || own.length >= most.triesPerAccount)
      return { kind: 'refused' };
    open.tries.push(from);
    if (!isRight(open)) return { kind: 'refused' };
    open.isOver = true;
    return { kind: 'joined', chat: join(from) };
  }

  function end(id: number, how: ChatEnd, reason: string | undefined): boolean {
    const chat = known[id - 1];
    if (chat?.state !== 'hearing') return false;
    known[id - 1] = { ...chat, state: how, reason, endedAt: clock.now, conversationReference: '' };
    endWaiting(id, how, reason);
    return true;
  }

  return {
    known,
    noteHeard: (id) => {
      const chat = known[id - 1];
      if (chat !== undefined) known[id - 1] = { ...chat, heardAt: clock.now };
    },
    store: {
      openCode: async ({ id, hash, lifeMs }) => {
        const hasReplaced = code !== undefined && !code.isOver && code.expiresAt > clock.now;
        code = { id, hash, expiresAt: clock.now + lifeMs, tries: [], isOver: false };
        return { expiresAt: code.expiresAt, hasReplaced };
      },
      tryCode: async (attempt) => tryCode(attempt),
      findHearing: async (owner) =>
        known.find((one) => one.state === 'hearing' && sameOwner(one.owner, owner)),
      listHearing: async () => known.filter(({ state }) => state === 'hearing'),
      find: async (id) => known[id - 1],
      list: async (limit) => known.toReversed().slice(0, limit),
      renewReference: async (id, conversationReference) => {
        const chat = known[id - 1];
        if (chat?.state === 'hearing') known[id - 1] = { ...chat, conversationReference };
      },
      end: async (id, how, reason) => end(id, how, reason),
    },
  };
}
