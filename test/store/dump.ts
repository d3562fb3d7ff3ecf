import Sqlite from 'better-sqlite3';

/** What stands in each table of a database file, read with SQL of its own, by a connection of its own. */
export type Dump = Readonly<Record<string, readonly unknown[]>>;

export function dumpDatabase(file: string): Dump {
  const connection = new Sqlite(file);
  try {
    return Object.fromEntries(
      listTables(connection).map((table): [string, unknown[]] => [
        table,
        connection.prepare(`select * from "${table}" order by 1`).all(),
      ]),
    );
  } finally {
    connection.close();
  }
}

/** Tables and indexes as they were made. */
export function dumpSchema(file: string): readonly unknown[] {
  const connection = new Sqlite(file);
  try {
    return connection.prepare('select type, name, sql from sqlite_master order by type, name').all();
  } finally {
    connection.close();
  }
}

function listTables(connection: Sqlite.Database): readonly string[] {
  return connection
    .prepare<[], string>(
      "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'kysely_%' order by 1",
    )
    .pluck()
    .all();
}
