import Sqlite from 'better-sqlite3';
import { z } from 'zod';
import { hasTable, readReplaced } from './replaced-database.ts';

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
  return (
    readReplaced(
      place,
      (database) =>
        hasTable(database, 'merchant_chats')
          ? z
              .array(endedChat)
              .parse(
                database
                  .prepare(
                    `select id, joined_at, conversation_id, state, ended_at, reason from merchant_chats where state <> 'hearing'`,
                  )
                  .all(),
              )
          : [],
      [],
    ) ?? []
  );
}

/**
 * Ends in a copy what has ended since it was made: chats that the merchant took out hear nothing again, and a code that
 * waited then may have been said since. Answers how many chats it were.
 */
export function repeatRevocations(part: string, ended: readonly EndedChat[], now: number): number {
  const database = new Sqlite(part, { fileMustExist: true });
  try {
    if (!hasTable(database, 'merchant_chats')) return 0;
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
