import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import type { Transaction } from 'kysely';
import { Kysely, SqliteDialect } from 'kysely';
import { z } from 'zod';
import type { ActivityBody, NewActivity } from './transcript.ts';

/** Conversations of the local channel in a SQLite file of their own (`:memory:` for none). */
export function openTranscript(file: string) {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const sqlite = new SqliteDatabase(file);
  // In the role of Azure: a lost tail after a power cut is no loss of money, so NORMAL is enough.
  for (const setting of ['journal_mode = WAL', 'synchronous = NORMAL', 'busy_timeout = 5000'])
    sqlite.pragma(setting);
  migrate(sqlite);
  const database = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite }) });
  return {
    openConversation: async (id: string, isGroup: boolean) => openConversation(database, id, isGroup),
    findConversation: async (id: string) => findConversation(database, id),
    keepForSession: async (session: string, conversationId: string) =>
      keepForSession(database, session, conversationId),
    isSession: async (session: string) => (await findOfSession(database, session)) !== undefined,
    isOfSession: async (session: string, conversationId: string) =>
      (await findOfSession(database, session, conversationId)) !== undefined,
    listSpoken: async (session: string, limit: number) => listSpoken(database, session, limit),
    hasSpoken: async (conversationId: string, userId: string) => hasSpoken(database, conversationId, userId),
    addMember: async (conversationId: string, name: string, userId: string) =>
      addMember(database, conversationId, name, userId),
    listMembers: async (conversationId: string) => listMembers(database, conversationId),
    join: async (conversationId: string, userId: string) =>
      database.transaction().execute(async (transaction) => join(transaction, conversationId, userId)),
    append: async (conversationId: string, activity: NewActivity) =>
      database.transaction().execute(async (transaction) => append(transaction, conversationId, activity)),
    replace: async (conversationId: string, activityId: string, author: string, body: ActivityBody) =>
      database
        .transaction()
        .execute(async (transaction) => replace(transaction, conversationId, activityId, author, body)),
    hasActivity: async (conversationId: string, activityId: string) =>
      (await findActivity(database, conversationId, activityId)) !== undefined,
    read: async (conversationId: string, after: number, limit: number) =>
      read(database, conversationId, after, limit),
    latestWatermark: async (conversationId: string) => latestWatermark(database, conversationId),
    close: async () => database.destroy(),
  };
}

interface Tables {
  conversation: { id: string; is_group: number; watermark: number; said_at: number };
  session_conversation: { conversation_id: string; session: string };
  member: { conversation_id: string; user_id: string; name: string; joined: number };
  activity: {
    conversation_id: string;
    id: string;
    author: string;
    said_at: number;
    watermark: number;
    idempotency_key: string | null;
    body: string;
  };
}

type Database = Kysely<Tables>;

const migrations = [
  `create table conversation (id text primary key, is_group integer not null, watermark integer not null, said_at integer not null);
   create table member (conversation_id text not null references conversation (id), user_id text not null, name text not null,
     joined integer not null, primary key (conversation_id, user_id), unique (conversation_id, name));
   create table activity (conversation_id text not null references conversation (id), id text not null, author text not null,
     said_at integer not null, watermark integer not null, idempotency_key text, body text not null,
     primary key (conversation_id, id), unique (conversation_id, idempotency_key), unique (conversation_id, watermark));`,
  // The program of before may open this file meanwhile and count the migrations anew: so "if not exists".
  `create table if not exists session_conversation (conversation_id text primary key references conversation (id), session text not null);
   create index if not exists conversations_of_session on session_conversation (session);`,
];

function migrate(sqlite: SqliteDatabase.Database): void {
  sqlite
    .transaction(() => {
      const version = Number(sqlite.pragma('user_version', { simple: true }));
      for (const migration of migrations.slice(version)) sqlite.exec(migration);
      sqlite.pragma(`user_version = ${migrations.length}`);
    })
    .immediate();
}

async function openConversation(database: Database, id: string, isGroup: boolean) {
  const row = { id, is_group: isGroup ? 1 : 0, watermark: 0, said_at: 0 };
  await database
    .insertInto('conversation')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await findConversation(database, id)) ?? { id, isGroup };
}

async function findConversation(database: Database, id: string) {
  const row = await database.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : { id: row.id, isGroup: row.is_group === 1 };
}

async function keepForSession(database: Database, session: string, conversationId: string) {
  await database
    .insertInto('session_conversation')
    .values({ session, conversation_id: conversationId })
    .execute();
}

async function findOfSession(database: Database, session: string, conversationId?: string) {
  const ofSession = database
    .selectFrom('session_conversation')
    .select('conversation_id')
    .where('session', '=', session);
  const wanted =
    conversationId === undefined ? ofSession : ofSession.where('conversation_id', '=', conversationId);
  return wanted.limit(1).executeTakeFirst();
}

async function listSpoken(database: Database, session: string, limit: number) {
  return database
    .selectFrom('session_conversation as own')
    .innerJoin('conversation', 'conversation.id', 'own.conversation_id')
    .select(['conversation.id as conversationId', 'conversation.said_at as saidAt'])
    .where('own.session', '=', session)
    .where((where) =>
      where.exists(
        where
          .selectFrom('activity')
          .innerJoin('member', (on) =>
            on
              .onRef('member.conversation_id', '=', 'activity.conversation_id')
              .onRef('member.user_id', '=', 'activity.author'),
          )
          .select('activity.id')
          .whereRef('activity.conversation_id', '=', 'conversation.id'),
      ),
    )
    .orderBy('conversation.said_at', 'desc')
    .limit(limit)
    .execute();
}

async function hasSpoken(database: Database, conversationId: string, userId: string) {
  const row = await database
    .selectFrom('activity')
    .select('id')
    .where('conversation_id', '=', conversationId)
    .where('author', '=', userId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function addMember(database: Database, conversationId: string, name: string, userId: string) {
  await database
    .insertInto('member')
    .values({ conversation_id: conversationId, user_id: userId, name, joined: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const members = await listMembers(database, conversationId);
  return members.find((member) => member.name === name) ?? { userId, name };
}

async function listMembers(database: Database, conversationId: string) {
  const rows = await database
    .selectFrom('member')
    .select(['user_id as userId', 'name'])
    .where('conversation_id', '=', conversationId)
    .orderBy('name')
    .execute();
  return rows;
}

async function join(database: Transaction<Tables>, conversationId: string, userId: string) {
  const members = await database
    .selectFrom('member')
    .select(['user_id', 'joined'])
    .where('conversation_id', '=', conversationId)
    .execute();
  if (members.find((member) => member.user_id === userId)?.joined !== 0) return undefined;
  await database
    .updateTable('member')
    .set({ joined: 1 })
    .where('conversation_id', '=', conversationId)
    .where('user_id', '=', userId)
    .execute();
  return members.filter((member) => member.joined === 1).length;
}

async function append(database: Transaction<Tables>, conversationId: string, activity: NewActivity) {
  const known = await findByKey(database, conversationId, activity.idempotencyKey);
  if (known !== undefined) return toStored(known);
  const { watermark, said_at } = await push(database, conversationId, activity.at);
  const row = {
    conversation_id: conversationId,
    id: `${conversationId}|${String(watermark).padStart(7, '0')}`,
    author: activity.author,
    said_at,
    watermark,
    idempotency_key: activity.idempotencyKey ?? null,
    body: JSON.stringify(activity.body),
  };
  await database.insertInto('activity').values(row).execute();
  return toStored(row);
}

async function replace(
  database: Transaction<Tables>,
  conversationId: string,
  id: string,
  author: string,
  body: ActivityBody,
) {
  const known = await findActivity(database, conversationId, id);
  if (known === undefined || known.author !== author) return undefined;
  const { watermark } = await push(database, conversationId, known.said_at);
  const changed = { watermark, body: JSON.stringify(body) };
  await database
    .updateTable('activity')
    .set(changed)
    .where('conversation_id', '=', conversationId)
    .where('id', '=', id)
    .execute();
  return toStored({ ...known, ...changed });
}

/** Counts a push, and sees to it that the times of new activities rise. */
async function push(database: Transaction<Tables>, conversationId: string, at: number) {
  return database
    .updateTable('conversation')
    .set((set) => ({
      watermark: set('watermark', '+', 1),
      said_at: set.fn<number>('max', [set('said_at', '+', 1), set.val(Math.floor(at))]),
    }))
    .where('id', '=', conversationId)
    .returning(['watermark', 'said_at'])
    .executeTakeFirstOrThrow();
}

async function findByKey(database: Database, conversationId: string, key: string | undefined) {
  if (key === undefined) return undefined;
  return database
    .selectFrom('activity')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
}

async function findActivity(database: Database, conversationId: string, id: string) {
  return database
    .selectFrom('activity')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('id', '=', id)
    .executeTakeFirst();
}

async function read(database: Database, conversationId: string, after: number, limit: number) {
  const rows = await database
    .selectFrom('activity')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('watermark', '>', after)
    .orderBy('watermark')
    .limit(limit)
    .execute();
  return rows.map(toStored);
}

async function latestWatermark(database: Database, conversationId: string) {
  const row = await database
    .selectFrom('conversation')
    .select('watermark')
    .where('id', '=', conversationId)
    .executeTakeFirst();
  return row?.watermark ?? 0;
}

const bodySchema = z.record(z.string(), z.unknown());

function toStored(row: { id: string; author: string; said_at: number; watermark: number; body: string }) {
  return {
    id: row.id,
    author: row.author,
    timestamp: new Date(row.said_at).toISOString(),
    watermark: row.watermark,
    body: bodySchema.parse(JSON.parse(row.body)),
  };
}
