import { type Kysely, sql } from 'kysely';
import type { CodeAttempt, MerchantChat } from '../checkout/merchant-chat-ports.ts';
import { type MerchantDestination, toChatDestination } from '../checkout/merchant-destination.ts';
import type { Owner } from '../round-trip/owner.ts';
import { databaseNow } from './sqlite/database-now.ts';
import type { MerchantChatRow, Tables } from './tables.ts';

/** A literal, so that the database may use the index of the chats that hear, which stays small. */
export const hearing = sql.lit('hearing' as const);

export function selectAllHearing(db: Kysely<Tables>) {
  return db.selectFrom('merchant_chats').where('state', '=', hearing);
}

/** Where what happens now is to be told, beside the webhook. */
export async function listHearingDestinations(trx: Kysely<Tables>): Promise<readonly MerchantDestination[]> {
  const rows = await selectAllHearing(trx).select('id').execute();
  return rows.map(({ id }) => toChatDestination(id));
}

/** The same inside of a question. */
export function selectHearingDestinations(db: Kysely<Tables>) {
  return selectAllHearing(db).select(sql<string>`'chat-' || id`.as('destination'));
}

export async function noteHeard(trx: Kysely<Tables>, id: number): Promise<void> {
  await trx.updateTable('merchant_chats').set({ heard_at: databaseNow }).where('id', '=', id).execute();
}

/** Once for an account in a conversation: who says another code there is known already. */
export async function joinChat(
  trx: Kysely<Tables>,
  { owner, name, locale, conversationReference }: CodeAttempt['from'],
): Promise<MerchantChat> {
  const said = { name, locale, conversation_reference: conversationReference };
  const known = await selectHearing(trx, owner).executeTakeFirst();
  const row =
    known === undefined
      ? await trx
          .insertInto('merchant_chats')
          .values({
            ...said,
            channel_id: owner.channelId,
            conversation_id: owner.conversationId,
            account_id: owner.shopperId,
            joined_at: databaseNow,
          })
          .returningAll()
          .executeTakeFirstOrThrow()
      : await trx
          .updateTable('merchant_chats')
          .set(said)
          .where('id', '=', known.id)
          .returningAll()
          .executeTakeFirstOrThrow();
  return toChat(row);
}

export function selectHearing(db: Kysely<Tables>, { channelId, conversationId, shopperId }: Owner) {
  return selectAllHearing(db)
    .selectAll()
    .where('channel_id', '=', channelId)
    .where('conversation_id', '=', conversationId)
    .where('account_id', '=', shopperId);
}

export function toChat(row: MerchantChatRow): MerchantChat {
  return {
    id: row.id,
    owner: { channelId: row.channel_id, conversationId: row.conversation_id, shopperId: row.account_id },
    name: row.name,
    locale: row.locale,
    conversationReference: row.conversation_reference,
    joinedAt: row.joined_at,
    heardAt: row.heard_at ?? undefined,
    state: row.state,
    endedAt: row.ended_at ?? undefined,
    reason: row.reason ?? undefined,
  };
}
