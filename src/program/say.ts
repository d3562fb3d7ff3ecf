import { printable, printableLine } from '../words/printable.ts';

/** One sentence to whoever runs a command, on standard output; answers the exit code. */
export function say(sentence: string, exitCode = 0): number {
  process.stdout.write(`${printableLine(sentence)}\n`);
  return exitCode;
}

/** To people, where the output is for programs: on standard error; it may have several lines. */
export function tell(text: string): void {
  process.stderr.write(`${printable(text)}\n`);
}

/** The same for what was refused. */
export function refuse(text: string, exitCode: number): number {
  tell(text);
  return exitCode;
}

/** Lines that were made fit for a terminal already, with the ends that their form asks for. */
export function printLines(text: string): void {
  process.stdout.write(text);
}

/** Lines and columns of ours, whatever stands in them. */
export function print(text: string): void {
  process.stdout.write(printable(text));
}
