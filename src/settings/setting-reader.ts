import { z } from 'zod';
import type { ConfigFault } from './config-faults.ts';
import { parseOrigin } from './origin.ts';
import { type Environment, readValue } from './setting-value.ts';

export interface SettingReader {
  readonly faults: ConfigFault[];
  fault(setting: string, problem: string, mend: string): void;
  /** Undefined for a setting that is empty or missing. */
  optional(name: string): string | undefined;
  text(name: string, fallback: string, max: number): string;
  whole(name: string, fallback: number, min: number, max: number): number;
  /** In milliseconds. */
  minutes(name: string, fallback: number): number;
  oneOf<T extends string>(name: string, values: readonly [T, ...T[]], fallback: T): T;
  origin(name: string, fallback: string): string;
  list(name: string): readonly string[] | undefined;
  /** Secrets of at least 32 bytes in base64, comma-separated. */
  secrets(name: string): readonly [Uint8Array, ...Uint8Array[]] | undefined;
}

/** Reads single settings, remembers faults, and goes on with the default so that all faults are found at once. */
export function createSettingReader(environment: Environment): SettingReader {
  const faults: ConfigFault[] = [];
  const fault = (setting: string, problem: string, mend: string): void => {
    // A secret whose file cannot be used is not missing as well.
    const isNamed =
      problem.startsWith('is missing') && faults.some((one) => one.setting === `${setting}_FILE`);
    if (!isNamed) faults.push({ setting, problem, mend });
  };
  const known = new Map<string, string | undefined>();
  const optional = (name: string): string | undefined => {
    if (!known.has(name)) known.set(name, readValue(environment, name, fault));
    return known.get(name);
  };
  function read<T>(
    name: string,
    schema: z.ZodType<T, string>,
    fallback: T,
    problem: string,
    mend: string,
  ): T {
    const value = optional(name);
    if (value === undefined) return fallback;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    fault(name, problem, mend);
    return fallback;
  }
  return {
    faults,
    fault,
    optional,
    text: (name, fallback, max) =>
      read(name, z.string().max(max), fallback, `is longer than ${max} characters`, 'Shorten it'),
    whole: (name, fallback, min, max) => {
      const problem = `is not a whole number from ${min} to ${max}`;
      return read(name, wholeNumber(min, max), fallback, problem, `Set it, or leave it out for ${fallback}`);
    },
    minutes: (name, fallback) => {
      const problem = 'is not a number of minutes from 0.01 to 100000';
      const said = read(name, minutes, fallback, problem, `Set it, or leave it out for ${fallback}`);
      return Math.round(said * 60_000);
    },
    oneOf: (name, values, fallback) => {
      const list = values.join(' or ');
      const problem = values.length === 1 ? `takes only ${list} in this version` : `is not ${list}`;
      return read(name, z.enum(values), fallback, problem, `Set it to ${list}, or leave it out`);
    },
    origin: (name, fallback) => {
      const parsed = parseOrigin(optional(name) ?? fallback);
      if ('origin' in parsed) return parsed.origin;
      fault(name, parsed.problem, 'Write it like https://shop.example.com, without a path');
      return fallback;
    },
    list: (name) => toList(optional(name)),
    secrets: (name) => {
      const value = optional(name);
      const secrets = value === undefined ? undefined : toSecrets(value);
      if (value !== undefined && secrets === undefined) {
        fault(
          name,
          'holds a secret that is not at least 32 bytes in base64',
          'Make one by: openssl rand -base64 32',
        );
      }
      return secrets;
    },
  };
}

function toList(value: string | undefined): readonly string[] | undefined {
  return value
    ?.split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function wholeNumber(min: number, max: number): z.ZodType<number, string> {
  return z
    .string()
    .regex(/^\d{1,9}$/u)
    .transform(Number)
    .pipe(z.number().min(min).max(max));
}

const minutes = z
  .string()
  .regex(/^\d{1,6}(?:\.\d{1,4})?$/u)
  .transform(Number)
  .pipe(z.number().min(0.01).max(100_000));

function toSecrets(value: string): readonly [Uint8Array, ...Uint8Array[]] | undefined {
  const items = value.split(',').map((item) => item.trim());
  if (!items.every((item) => /^[\w+/-]+={0,2}$/u.test(item))) return undefined;
  const [first, ...others] = items.map((item) => new Uint8Array(Buffer.from(item, 'base64')));
  if (first === undefined || [first, ...others].some(({ length }) => length < 32)) return undefined;
  return [first, ...others];
}
