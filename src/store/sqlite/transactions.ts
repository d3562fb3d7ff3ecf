import { setImmediate as nextTick } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';

/** All that `work` writes is durable when the promise resolves, or none of it is kept. */
export type Transact = <T>(work: (trx: Kysely<Tables>) => Promise<T>) => Promise<T>;

/**
 * Transactions on SQLite's one connection. What arrives within one tick shares one durable commit, since a flush
 * to the disk costs more than all the rest; a savepoint keeps each apart, so that one refusal undoes nothing else.
 */
export function createTransact(db: Kysely<Tables>): Transact {
  const waiting: Job[] = [];
  let draining: Promise<void> | undefined;

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      await nextTick();
      await commitTogether(db, waiting.splice(0, largestGroup));
    }
    draining = undefined;
  };

  return (work) =>
    new Promise((resolve, reject) => {
      const run = async (trx: Kysely<Tables>): Promise<Answer> => {
        const value = await work(trx);
        return () => resolve(value);
      };
      waiting.push({ run, refuse: reject });
      draining ??= drain();
    });
}

/** Some ten milliseconds of work: whatever else this process serves has its turn in between. */
const largestGroup = 100;

/** Tells the caller; called only after the commit, for a refusal too, since it may rest on what the group wrote. */
type Answer = () => void;

interface Job {
  readonly run: (trx: Kysely<Tables>) => Promise<Answer>;
  readonly refuse: (error: unknown) => void;
}

async function commitTogether(db: Kysely<Tables>, group: readonly Job[]): Promise<void> {
  try {
    const answers = await db.connection().execute((connection) => inOneCommit(connection, group));
    for (const answer of answers) answer();
  } catch (error) {
    for (const job of group) job.refuse(error);
  }
}

async function inOneCommit(connection: Kysely<Tables>, group: readonly Job[]): Promise<readonly Answer[]> {
  // Immediate: a transaction that reads first and writes later would be refused without waiting for its turn.
  await sql`begin immediate`.execute(connection);
  try {
    const answers: Answer[] = [];
    // Alone in its commit a job needs no savepoint: the rollback below undoes just this one.
    const [only, ...others] = group;
    if (only !== undefined && others.length === 0) answers.push(await only.run(connection));
    else for (const job of group) answers.push(await runApart(connection, job));
    await sql`commit`.execute(connection);
    return answers;
  } catch (error) {
    // SQLite has rolled back by itself where the disk is full or fails; there is nothing left to roll back then.
    await sql`rollback`.execute(connection).catch(() => undefined);
    throw error;
  }
}

async function runApart(connection: Kysely<Tables>, job: Job): Promise<Answer> {
  await sql`savepoint job`.execute(connection);
  try {
    const answer = await job.run(connection);
    await sql`release job`.execute(connection);
    return answer;
  } catch (error) {
    // Where that fails SQLite has rolled back everything by itself, and the group fails for this reason.
    await sql`rollback to job`.execute(connection).catch(() => Promise.reject(error));
    await sql`release job`.execute(connection);
    return () => job.refuse(error);
  }
}
