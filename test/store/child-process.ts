import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Child {
  /** Resolves with the first line that begins so; rejects when the process ends before. */
  readonly line: (start: string) => Promise<string>;
  /** Everything that it has said so far. */
  readonly lines: readonly string[];
  readonly kill: () => Promise<void>;
  readonly ended: Promise<unknown>;
}

/** Starts `store-child.ts`; `limit` is the size that its files may reach, in blocks of 512 bytes. */
export function startChild(url: string, task: 'hold' | 'write', limit?: number): Child {
  const script = fileURLToPath(new URL('store-child.ts', import.meta.url));
  const command = [process.execPath, '--import', 'tsx', script, url, task];
  const started =
    limit === undefined
      ? spawn(process.execPath, command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] })
      : spawn('sh', ['-c', `ulimit -f ${limit}; exec "$@"`, 'sh', ...command], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
  return follow(started);
}

function follow(started: ChildProcess): Child {
  const lines: string[] = [];
  const ended = once(started, 'close');
  const { stdout } = started;
  if (stdout === null) throw new Error('the child has no standard output');
  const reader = createInterface({ input: stdout });
  reader.on('line', (line) => lines.push(line));
  return {
    lines,
    ended,
    line: (start) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines.find((line) => line.startsWith(start));
          if (found !== undefined) resolve(found);
        };
        reader.on('line', look);
        ended.then(() => reject(new Error(`ended before "${start}"`)), reject);
        look();
      }),
    kill: async () => {
      started.kill('SIGKILL');
      await ended;
    },
  };
}
