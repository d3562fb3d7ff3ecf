/** One clear error for a database that cannot be opened: which file, what is wrong, what mends it. */
export function toOpenFault(file: string, cause: unknown): Error {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const known = faults.find(([start]) => code.startsWith(start));
  const reason = cause instanceof Error ? cause.message : String(cause);
  const [, wrong, mend] = known ?? [
    '',
    `cannot be opened (${reason})`,
    'Set DATABASE_URL to a file that can.',
  ];
  return new Error(`The database file ${file} ${wrong}. ${mend}`, { cause });
}

const notWritable = [
  'cannot be written',
  'Give this user write access to the file and its folder, or set DATABASE_URL to another file.',
] as const;

const wrongPath = [
  'is no place for a file',
  'A part of its path is not a folder, or it is a folder itself: set DATABASE_URL to a file.',
] as const;

const noDatabase = [
  'is not a SQLite database, or is damaged',
  'Restore it from a backup, or set DATABASE_URL to another file.',
] as const;

const full = ['cannot be written: the disk is full', 'Free some space and start again.'] as const;

/** By the first letters of SQLite's or the system's code. */
const faults = [
  ['SQLITE_READONLY', ...notWritable],
  ['SQLITE_PERM', ...notWritable],
  ['EACCES', ...notWritable],
  ['EPERM', ...notWritable],
  ['EROFS', ...notWritable],
  ['SQLITE_CANTOPEN_ISDIR', ...wrongPath],
  ['EEXIST', ...wrongPath],
  ['ENOTDIR', ...wrongPath],
  [
    'SQLITE_CANTOPEN',
    'cannot be opened: it is a folder, or this user may not write there',
    'Give this user write access to the file and its folder, or set DATABASE_URL to another file.',
  ],
  ['SQLITE_NOTADB', ...noDatabase],
  ['SQLITE_CORRUPT', ...noDatabase],
  ['SQLITE_FULL', ...full],
  ['ENOSPC', ...full],
  ['SQLITE_BUSY', 'is held by another program', 'Stop that program, or set DATABASE_URL to another file.'],
] as const;
