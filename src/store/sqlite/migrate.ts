import { type Kysely, Migrator } from 'kysely';
import { migrations } from './migrations/migrations.ts';
import type { Tables } from '../tables.ts';

/** Brings the schema up to date; answers the names of what was applied, none when it was. */
export async function migrate(db: Kysely<Tables>): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error('The database could not be migrated.', { cause: error });
  return (results ?? []).map((result) => result.migrationName);
}

/** Names of the migrations that this database has seen, those of a newer program included. */
export async function listApplied(db: Kysely<Tables>): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'kysely_migration')) return [];
  const rows = await db
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .orderBy('name')
    .execute();
  return rows.map((row) => row.name);
}

export function listUnknown(applied: readonly string[]): readonly string[] {
  return applied.filter((name) => !Object.hasOwn(migrations, name));
}

export function listMissing(applied: readonly string[]): readonly string[] {
  return Object.keys(migrations).filter((name) => !applied.includes(name));
}
