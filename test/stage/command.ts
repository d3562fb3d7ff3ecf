import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, inherited } from './program.ts';

/** How a command ended, and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs the built program as a command to its end. One that should not start is ended after a while. */
export async function runCommand(
  verb: readonly string[],
  settings: Readonly<Record<string, string>> = {},
  folder = process.cwd(),
): Promise<Ended> {
  const program = `${process.cwd()}/dist/main.js`;
  const child = spawn(process.execPath, [program, ...verb], {
    cwd: folder,
    env: { ...inherited(), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), 90_000);
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  clearTimeout(limit);
  return { code: child.exitCode, output, errors };
}

/** A simulated PayPal in a process of its own, which outlives the shop. */
export interface PayPalProgram {
  readonly url: string;
  /** Arranges faults for the next calls, as `POST /_simulator/faults` takes them. */
  arrange(
    ...faults: readonly { operation: string; fault: string; times?: number; afterMs?: number }[]
  ): Promise<void>;
  stop(): Promise<void>;
}

export async function startPayPal(options: readonly string[] = []): Promise<PayPalProgram> {
  const port = await freePort();
  const command = ['dist/main.js', 'simulator', '--port', String(port), ...options];
  const child: ChildProcess = spawn(process.execPath, command, { env: inherited(), stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  const isUp = async (): Promise<boolean> =>
    (await fetch(`${url}/_simulator/ledger`).catch(() => undefined))?.status === 200;
  for (let look = 0; !(await isUp()); look += 1) {
    if (look === 200 || child.exitCode !== null) {
      child.kill('SIGKILL');
      throw new Error(`The simulator did not start at ${url} (exit ${child.exitCode}).`);
    }
    await sleep(50);
  }
  return {
    url,
    arrange: async (...faults) => {
      const answer = await fetch(`${url}/_simulator/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ faults }),
      });
      if (answer.status !== 200) throw new Error(await answer.text());
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
