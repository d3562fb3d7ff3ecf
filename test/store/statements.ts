import type { SqliteDatabase } from 'kysely';

/** Notes the text of each statement that a database is given. */
export function noteStatements(database: SqliteDatabase, note: (text: string) => void): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (text) => {
      const statement = database.prepare(text);
      return {
        reader: statement.reader,
        all: (parameters) => {
          note(text);
          return statement.all(parameters);
        },
        run: (parameters) => {
          note(text);
          return statement.run(parameters);
        },
        iterate: (parameters) => statement.iterate(parameters),
      };
    },
  };
}
