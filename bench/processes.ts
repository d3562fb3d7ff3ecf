import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Process {
  /** Everything that it wrote to standard output so far. */
  output(): string;
  /** SIGTERM, and the end of it. */
  stop(): Promise<void>;
}

export interface ProcessOptions {
  /** Its output goes to a file of this name here: reading a pipe would be work for whoever measures. */
  readonly folder: string;
  readonly name: string;
  /** Arguments of node. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Answers 200 once the process is ready. */
  readonly readyUrl: string;
}

/** Starts node with nothing in its environment but what is named, and waits until it answers. */
export async function startProcess(options: ProcessOptions): Promise<Process> {
  const { folder, name, command, env, readyUrl } = options;
  const outputFile = join(folder, `${name}.log`);
  const output = openSync(outputFile, 'w');
  const child = spawn(process.execPath, command, {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const read = (): string => readFileSync(outputFile, 'utf8');
  const stop = (): Promise<void> => end(child);
  try {
    await untilReady(readyUrl, child);
  } catch (error) {
    await stop();
    throw new Error(`${name} did not start:\n${read()}`, { cause: error });
  }
  return { output: read, stop };
}

async function untilReady(readyUrl: string, child: ChildProcess): Promise<void> {
  for (let look = 0; look < 400; look += 1) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    const answer = await fetch(readyUrl).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    await sleep(50);
  }
  throw new Error('it did not become ready');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const lastResort = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(lastResort);
}
