import { z } from 'zod';
import type { ConfigFault } from './config-faults.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

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
    faults.push({ setting, problem, mend });
  };
  const optional = (name: string): string | undefined => {
    const value = environment[name]?.trim();
    return value === undefined || value === '' ? undefined : value;
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
      return read(name, z.enum(values), fallback, `is not ${list}`, `Set it to ${list}, or leave it out`);
    },
    origin: (name, fallback) => {
      return read(
        name,
        origin,
        fallback,
        'is not an origin',
        'Write it like https://shop.example.com, without a path',
      );
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

const origin = z
  .string()
  .transform((value) => value.replace(/\/$/u, ''))
  .refine(isOrigin);

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return ['http:', 'https:'].includes(url.protocol) && url.origin === value.toLowerCase();
}

function toSecrets(value: string): readonly [Uint8Array, ...Uint8Array[]] | undefined {
  const items = value.split(',').map((item) => item.trim());
  if (!items.every((item) => /^[\w+/-]+={0,2}$/u.test(item))) return undefined;
  const [first, ...others] = items.map((item) => new Uint8Array(Buffer.from(item, 'base64')));
  if (first === undefined || [first, ...others].some(({ length }) => length < 32)) return undefined;
  return [first, ...others];
}
