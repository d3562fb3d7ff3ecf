/** One sentence to whoever runs a command, on standard output; answers the exit code. */
export function say(sentence: string, exitCode = 0): number {
  process.stdout.write(`${sentence}\n`);
  return exitCode;
}

/** The same on standard error, for what was refused. */
export function refuse(sentence: string, exitCode: number): number {
  process.stderr.write(`${sentence}\n`);
  return exitCode;
}
