import fs from 'node:fs';
import path from 'node:path';

/** A file of JSON lines that only grows; a line is in the operating system's hands when `append` returns. */
export interface Journal {
  append(line: unknown): void;
  close(): void;
}

/**
 * Opens the file, replays what it holds, and rewrites it from `snapshot`, which is what is worth keeping.
 * A last line without its end was never acknowledged to anybody and is dropped.
 */
export function openJournal(
  file: string,
  replay: (line: unknown) => void,
  snapshot: () => readonly unknown[],
): Journal {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  for (const line of readLines(file)) replay(line);
  writeWhole(file, snapshot());
  const descriptor = fs.openSync(file, 'a', 0o600);
  let size = fs.fstatSync(descriptor).size;
  return {
    append(line) {
      const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
      try {
        writeAll(descriptor, bytes);
        size += bytes.length;
      } catch (error) {
        // A full disk may have taken half a line; the next line must not continue it.
        fs.ftruncateSync(descriptor, size);
        throw error;
      }
    },
    close: () => fs.closeSync(descriptor),
  };
}

function readLines(file: string): readonly unknown[] {
  if (!fs.existsSync(file)) return [];
  const text = fs.readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line !== '')
    .map(({ line, number }) => parseLine(line, `${file}:${number}`));
}

function parseLine(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`${place} is not JSON; move the file away to start with an empty simulator`);
  }
}

function writeWhole(file: string, lines: readonly unknown[]): void {
  const draft = `${file}.draft`;
  const descriptor = fs.openSync(draft, 'w', 0o600);
  try {
    for (const line of lines) writeAll(descriptor, Buffer.from(`${JSON.stringify(line)}\n`));
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
  fs.renameSync(draft, file);
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) {
    written += fs.writeSync(descriptor, bytes, written);
  }
}
