import { spawn } from 'node:child_process';

export interface Simulated {
  readonly code: number | null;
  /** What it printed, the last line first. */
  readonly last: string;
  readonly output: string;
}

/** Runs the model in a program of its own, since it owns that program's time. */
export function simulate(...args: readonly string[]): Promise<Simulated> {
  return runNode('--import', 'tsx', 'test/model/simulate.ts', ...args);
}

export function runNode(...args: readonly string[]): Promise<Simulated> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => void lines.push(chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      const output = lines.join('').trim();
      resolve({ code, output, last: output.split('\n').at(-1) ?? '' });
    });
  });
}
