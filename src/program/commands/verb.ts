import type { ParseArgsConfig } from 'node:util';
import type { Environment } from '../../settings/setting-value.ts';

/** One verb of the command. */
export interface Verb {
  readonly summary: string;
  readonly help: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** How many words may follow the verb; none when missing. */
  readonly arguments?: { readonly min: number; readonly max: number };
  /** Resolves with the exit code. */
  run(
    values: Readonly<Record<string, unknown>>,
    environment: Environment,
    words: readonly string[],
  ): Promise<number>;
}
