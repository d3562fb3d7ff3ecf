/** One clear error for a copy that could not be written: which file, what is wrong, what mends it. */
export function toCopyFault(target: string, cause: unknown): Error {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === '') return cause instanceof Error ? cause : new Error(String(cause));
  const reason = cause instanceof Error ? cause.message : code;
  const [, wrong, mend] = faults.find(([start]) => code.startsWith(start)) ?? [
    '',
    `could not be written (${reason})`,
    'Name another file.',
  ];
  return new Error(`${target} ${wrong}. ${mend}`, { cause });
}

const noRoom = [
  'could not be written: there is no room for it on that disk',
  'Free some space, or name a file on another disk.',
] as const;

const notWritable = [
  'could not be written: this user may not write there',
  'Give this user write access to its folder, or name a file in another one.',
] as const;

/** By the first letters of SQLite's or the system's code. */
const faults = [
  ['SQLITE_FULL', ...noRoom],
  // What SQLite says where a file may grow no further, and of a broken disk.
  ['SQLITE_IOERR', 'could not be written: its disk is full, or fails', noRoom[1]],
  ['ENOSPC', ...noRoom],
  ['EDQUOT', ...noRoom],
  ['EFBIG', ...noRoom],
  ['EACCES', ...notWritable],
  ['EPERM', ...notWritable],
  ['EROFS', ...notWritable],
  ['SQLITE_READONLY', ...notWritable],
  ['SQLITE_CANTOPEN', ...notWritable],
] as const;
