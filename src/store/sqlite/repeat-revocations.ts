import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { z } from 'zod';

/** A chat of the merchant that hears no more. */
export type EndedChat = z.infer<typeof endedChat>;

const endedChat = z.object({
  id: z.number(),
  joined_at: z.number(),
  conversation_id: z.string(),
  state: z.enum(['left', 'revoked', 'unreachable']),
  ended_at: z.number(),
  reason: z.string().nullable(),
});

/** Those of the database that is replaced; none where it cannot be read any more. */
export function listEndedChats(place: string): readonly EndedChat[] {
  if (!existsSync(place)) return [];
  try {
    const database = new Sqlite(place, { readonly: true, fileMustExist: true });
    try {
      if (!hasChats(database)) return [];
      return z
        .array(endedChat)
        .parse(
          database
            .prepare(
              `select id, joined_at, conversation_id, state, ended_at, reason from merchant_chats where state <> 'hearing'`,
            )
            .all(),
        );
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof Sqlite.SqliteError) return [];
    throw error;
  }
}

/**
 * Ends in a copy what has ended since it was made: chats that the merchant took out hear nothing again, and a code that
 * waited then may have been said since. Answers how many chats it were.
 */
export function repeatRevocations(part: string, ended: readonly EndedChat[], now: number): number {
  const database = new Sqlite(part, { fileMustExist: true });
  try {
    if (!hasChats(database)) return 0;
    return database.transaction(() => {
      database
        .prepare(`update merchant_codes set ended_at = ?, why_ended = 'replaced' where ended_at is null`)
        .run(now);
      return ended.filter((chat) => endIn(database, chat)).length;
    })();
  } finally {
    database.close();
  }
}

/** As the store does it. */
function endIn(
  database: Sqlite.Database,
  { id, joined_at, conversation_id, state, ended_at, reason }: EndedChat,
): boolean {
  const { changes } = database
    .prepare(
      `update merchant_chats set state = ?, ended_at = ?, reason = ?, conversation_reference = ''
       where id = ? and joined_at = ? and conversation_id = ? and state = 'hearing'`,
    )
    .run(state, ended_at, reason, id, joined_at, conversation_id);
  if (changes === 0) return false;
  database
    .prepare(
      `update merchant_events set state = 'dropped', reason = ?, ended_at = ?, lease_holder = null, lease_until = null
       where state = 'waiting' and destination = ?`,
    )
    .run(state, ended_at, `chat-${id}`);
  return true;
}

function hasChats(database: Sqlite.Database): boolean {
  return (
    database.prepare(`select 1 from sqlite_schema where type = 'table' and name = 'merchant_chats'`).get() !==
    undefined
  );
}
