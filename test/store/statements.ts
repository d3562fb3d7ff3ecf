import type { SqliteDatabase } from 'kysely';

/** Hears of each statement that a database is given, with its parameters, before it is run. */
export function noteStatements(
  database: SqliteDatabase,
  note: (text: string, parameters: readonly unknown[]) => void,
): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (text) => {
      const statement = database.prepare(text);
      return {
        reader: statement.reader,
        all: (parameters) => {
          note(text, parameters);
          return statement.all(parameters);
        },
        run: (parameters) => {
          note(text, parameters);
          return statement.run(parameters);
        },
        iterate: (parameters) => statement.iterate(parameters),
      };
    },
  };
}
