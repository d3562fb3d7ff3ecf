import { type Kysely } from 'kysely';
import type { ChatEnd, MerchantChatStore } from '../checkout/merchant-chat-ports.ts';
import { toChatDestination } from '../checkout/merchant-destination.ts';
import { hearing, selectAllHearing, selectHearing, toChat } from './hearing-chats.ts';
import { openCode, tryCode } from './merchant-codes.ts';
import { databaseNow } from './sqlite/database-now.ts';
import type { Transact } from './sqlite/transactions.ts';
import type { Tables } from './tables.ts';
import { waiting } from './waiting.ts';

export function createMerchantChatStore(db: Kysely<Tables>, transact: Transact): MerchantChatStore {
  return {
    openCode: (code) => transact((trx) => openCode(trx, code)),
    tryCode: (attempt) => transact((trx) => tryCode(trx, attempt)),
    findHearing: async (owner) => {
      const row = await selectHearing(db, owner).executeTakeFirst();
      return row === undefined ? undefined : toChat(row);
    },
    listHearing: async () => {
      const rows = await selectAllHearing(db).selectAll().execute();
      return rows.map(toChat);
    },
    find: async (id) => {
      const row = await db.selectFrom('merchant_chats').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : toChat(row);
    },
    list: async (limit) => {
      const rows = await db
        .selectFrom('merchant_chats')
        .selectAll()
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toChat);
    },
    renewReference: (id, conversationReference) =>
      transact(async (trx) => {
        await trx
          .updateTable('merchant_chats')
          .set({ conversation_reference: conversationReference })
          .where('id', '=', id)
          .where('state', '=', hearing)
          .execute();
      }),
    end: (id, how, reason) => transact((trx) => end(trx, id, how, reason)),
  };
}

async function end(
  trx: Kysely<Tables>,
  id: number,
  how: ChatEnd,
  reason: string | undefined,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('merchant_chats')
    .set({ state: how, ended_at: databaseNow, reason: reason ?? null, conversation_reference: '' })
    .where('id', '=', id)
    .where('state', '=', hearing)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  await trx
    .updateTable('merchant_events')
    .set({
      // What nobody wants to hear there any more is no loss; what could not be said is one.
      state: how === 'unreachable' ? 'given_up' : 'dropped',
      reason: reason ?? how,
      ended_at: databaseNow,
      lease_holder: null,
      lease_until: null,
    })
    .where('state', '=', waiting)
    .where('destination', '=', toChatDestination(id))
    .execute();
  return true;
}
