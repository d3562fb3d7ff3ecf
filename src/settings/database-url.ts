import type { SettingReader } from './setting-reader.ts';

/** The address of the SQLite file: a path behind `file:`, letter for letter. */
export function readDatabaseUrl(reader: SettingReader): string {
  const url = reader.text('DATABASE_URL', 'file:./data/checkout.db', 2048);
  const problem = problemOf(url);
  if (problem !== undefined)
    reader.fault('DATABASE_URL', problem, 'Name a SQLite file, such as file:./data/checkout.db');
  return url;
}

function problemOf(url: string): string | undefined {
  if (/^postgres(ql)?:/u.test(url)) return 'names PostgreSQL, which this version does not serve yet';
  if (!url.startsWith('file:')) return 'is not a file: address';
  const path = url.slice('file:'.length);
  if (path.includes('?')) return 'holds options behind a question mark, and none are known here';
  if (/^(?:\/\/)?:?memory:?$|^(?:\/\/)?$/u.test(path))
    return 'names no file, so that payments would be forgotten with the process';
  if (/^\/\/[^/]/u.test(path)) return 'names another machine behind file://';
  return path.endsWith('/') ? 'names a folder' : undefined;
}
