import { statSync } from 'node:fs';

/**
 * Whether the path still names the file that was opened. SQLite goes on writing to a deleted file, and all of that is
 * lost with the process.
 */
export function watchPlace(file: string): () => boolean {
  if (file === ':memory:') return () => true;
  const opened = statSync(file);
  return () => {
    const found = statSync(file, { throwIfNoEntry: false });
    return found !== undefined && found.ino === opened.ino && found.dev === opened.dev;
  };
}
