import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import './built.ts';

/** The built program in a process of its own, as `npm start` starts it, in an empty data folder. */
export interface Program {
  readonly url: string;
  readonly simulatorUrl: string;
  readonly dataFolder: string;
  /** Everything that it wrote to standard output and error. */
  output(): string;
  /** What it wrote to standard output alone. */
  standardOutput(): string;
  /** Its log so far, one object a line. */
  log(): Record<string, unknown>[];
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL to the whole group: nothing is finished or saved. */
  kill(): Promise<void>;
  /** The same data, the same ports, another process. */
  start(): Promise<void>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
}

export async function startProgram(settings: Readonly<Record<string, string>> = {}): Promise<Program> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'chat-checkout-'));
  const port = settings['PORT'] ?? String(await freePort());
  const simulatorPort = await freePort();
  const env = {
    ...inherited(),
    PORT: port,
    SIMULATOR_PORT: String(simulatorPort),
    DATABASE_URL: `file:${join(dataFolder, 'checkout.db')}`,
    ...settings,
  };
  const written: string[] = [];
  const lines: string[] = [];
  const url = `http://localhost:${port}`;
  let child: ChildProcess | undefined;

  const program: Program = {
    url,
    simulatorUrl: `http://127.0.0.1:${simulatorPort}`,
    dataFolder,
    output: () => written.join(''),
    standardOutput: () => lines.join(''),
    log: () => lines.join('').split('\n').flatMap(parseLine),
    stop: () => end(child, 'SIGTERM'),
    kill: async () => {
      await end(child, 'SIGKILL');
    },
    start: async () => {
      // A group of its own, so that a signal reaches node behind npm's shell, and nothing else.
      child = spawn('npm', ['start', '--silent'], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
      for (const stream of [child.stdout, child.stderr])
        stream?.setEncoding('utf8').on('data', (chunk: string) => written.push(chunk));
      child.stdout?.on('data', (chunk: string) => lines.push(chunk));
      await untilReady(url, child, () => written.join(''));
    },
    remove: async () => {
      await end(child, 'SIGTERM');
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
  try {
    await program.start();
  } catch (error) {
    // Nobody else can: who asked for it never had it.
    await program.kill();
    rmSync(dataFolder, { recursive: true, force: true });
    throw error;
  }
  return program;
}

/** A port that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** This environment without settings of the product: a test says what it sets. */
export function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'LANG'];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

async function end(child: ChildProcess | undefined, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  if (child?.pid === undefined) return null;
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, 'exit');
  // A supervisor tells npm alone, which tells node; -9 cannot be passed on, so it goes to both.
  process.kill(signal === 'SIGKILL' ? -child.pid : child.pid, signal);
  await ended;
  return child.exitCode;
}

async function untilReady(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (let look = 0; look < 300; look += 1) {
    if (child.exitCode !== null) throw new Error(`The program ended with ${child.exitCode}:\n${output()}`);
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.status === 200) return;
    await sleep(50);
  }
  throw new Error(`The program did not become ready:\n${output()}`);
}

function parseLine(line: string): Record<string, unknown>[] {
  if (!line.startsWith('{')) return [];
  const entry: unknown = JSON.parse(line);
  return typeof entry === 'object' && entry !== null ? [{ ...entry }] : [];
}
