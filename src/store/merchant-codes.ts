import { type Kysely, sql } from 'kysely';
import type {
  CodeAttempt,
  CodeOutcome,
  NewMerchantCode,
  OpenedCode,
} from '../checkout/merchant-chat-ports.ts';
import type { RateLimit } from '../round-trip/rate-limit.ts';
import { countAgainst, hasRoom } from './limits.ts';
import { joinChat } from './hearing-chats.ts';
import { databaseNow } from './sqlite/database-now.ts';
import type { Tables } from './tables.ts';

/** One code at a time: of two that are printed the later one counts, and nobody guesses at both. */
export async function openCode(
  trx: Kysely<Tables>,
  { id, hash, lifeMs }: NewMerchantCode,
): Promise<OpenedCode> {
  const replaced = await selectOpen(trx).executeTakeFirst();
  await trx
    .updateTable('merchant_codes')
    .set({ ended_at: databaseNow, why_ended: 'replaced' })
    .where('ended_at', 'is', null)
    .execute();
  const { expires_at: expiresAt } = await trx
    .insertInto('merchant_codes')
    .values({
      id,
      hash,
      created_at: databaseNow,
      expires_at: sql<number>`${databaseNow} + ${Math.round(lifeMs)}`,
    })
    .returning('expires_at')
    .executeTakeFirstOrThrow();
  return { expiresAt, hasReplaced: replaced !== undefined };
}

/** Counted first, compared then, settled last, all in this transaction: no two tries can share one. */
export async function tryCode(trx: Kysely<Tables>, attempt: CodeAttempt): Promise<CodeOutcome> {
  const open = await selectOpen(trx).executeTakeFirst();
  if (open === undefined) return { kind: 'refused' };
  if (!attempt.isPrivate) return endIfShown(trx, open, attempt);
  const tries = toLimit(open.id, attempt);
  const counted = await trx
    .updateTable('merchant_codes')
    .set({ tries: sql<number>`tries + 1` })
    .where('id', '=', open.id)
    .where('tries', '<', attempt.triesInAll)
    .where(hasRoom(tries))
    .returning(['id', 'hash'])
    .executeTakeFirst();
  if (counted === undefined) return { kind: 'refused' };
  if (!attempt.isRight(counted)) {
    await countAgainst(trx, tries);
    return { kind: 'refused' };
  }
  await endCode(trx, counted.id, 'used');
  return { kind: 'joined', chat: await joinChat(trx, attempt.from) };
}

/** A room has read it. The answer there is the same whether it fits, so that nothing can be learned by it. */
async function endIfShown(
  trx: Kysely<Tables>,
  open: Pick<NewMerchantCode, 'id' | 'hash'>,
  { isRight }: CodeAttempt,
): Promise<CodeOutcome> {
  if (isRight(open)) await endCode(trx, open.id, 'shown');
  return { kind: 'refused' };
}

function selectOpen(trx: Kysely<Tables>) {
  return trx
    .selectFrom('merchant_codes')
    .select(['id', 'hash'])
    .where('ended_at', 'is', null)
    .where('expires_at', '>', databaseNow);
}

async function endCode(trx: Kysely<Tables>, id: string, why: 'used' | 'shown'): Promise<void> {
  await trx
    .updateTable('merchant_codes')
    .set({ ended_at: databaseNow, why_ended: why })
    .where('id', '=', id)
    .execute();
}

/** Of one code; its life is shorter than this window. */
function toLimit(codeId: string, { from: { owner }, triesPerAccount }: CodeAttempt): RateLimit {
  const key = JSON.stringify([codeId, owner.channelId, owner.shopperId]);
  return { name: 'merchant_codes', key, windowMs: 3_600_000, max: triesPerAccount };
}
