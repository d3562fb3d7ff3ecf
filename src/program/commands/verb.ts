import type { Command } from 'commander';
import type { Environment } from '../../settings/setting-value.ts';

/** One verb of the command. */
export interface Verb {
  readonly summary: string;
  /** What `--help` says beside the words and options. */
  readonly help: string;
  /** Declares the words and options that it takes; none when missing. */
  readonly takes?: (command: Command) => Command;
  /** Resolves with the exit code. */
  run(
    values: Readonly<Record<string, unknown>>,
    environment: Environment,
    words: readonly string[],
  ): Promise<number>;
}
