import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The tarball of `npm run bundle`, made anew from what `npm run build` wrote; answers its path. */
export function makeBundle(folder: string): string {
  return execFileSync(process.execPath, ['scripts/bundle.mjs', folder], { encoding: 'utf8' }).trim();
}

/** An empty folder far from this repository and its node_modules. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'chat-checkout-elsewhere-'));
}

export interface Running {
  /** Everything that it wrote. */
  output(): string;
  /** Resolves when this address answers; throws when the program has ended instead. */
  answers(url: string): Promise<Response>;
  /** SIGTERM, or nothing when it ends by itself; resolves with the exit code. */
  end(signal?: 'SIGTERM'): Promise<number | null>;
}

/** Starts a program with these settings and no others: not even a PATH on which it could find more. */
export function run(
  command: readonly string[],
  cwd: string,
  settings: Readonly<Record<string, string>>,
): Running {
  const [, ...rest] = command;
  const child: ChildProcess = spawn(process.execPath, rest, { cwd, env: settings });
  const ended = once(child, 'exit');
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => written.push(chunk));
  const output = (): string => written.join('');
  return {
    output,
    answers: async (url) => {
      for (let look = 0; look < 1200 && child.exitCode === null; look += 1) {
        const answer = await fetch(url).catch(() => undefined);
        if (answer?.ok === true) return answer;
        await sleep(50);
      }
      throw new Error(`${url} does not answer:\n${output()}`);
    },
    end: async (signal) => {
      if (signal !== undefined) child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}
