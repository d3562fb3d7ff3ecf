import { readFileSync, statSync } from 'node:fs';
import type { SettingReader } from './setting-reader.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** May stand in a file that `<name>_FILE` names, as orchestrators hand out secrets. */
export const secretSettings = [
  'KEYS',
  'PAYPAL_CLIENT_SECRET',
  'MERCHANT_WEBHOOK_SECRETS',
  'MicrosoftAppPassword',
  'CertificatePrivateKey',
] as const;

/** What a setting or its file says; undefined for one that is empty or missing. */
export function readValue(
  environment: Environment,
  name: string,
  fault: SettingReader['fault'],
): string | undefined {
  const said = withoutQuotes(environment[name], name, fault);
  if (!secretSettings.some((secret) => secret === name)) return said;
  const setting = `${name}_FILE`;
  const file = withoutQuotes(environment[setting], setting, fault);
  if (file === undefined) return said;
  if (said !== undefined) {
    fault(setting, `is set beside ${name}`, 'Set one of the two');
    return said;
  }
  const content = readSecret(file);
  if ('problem' in content) {
    fault(setting, `names ${file}, which ${content.problem}`, 'Name a file that this program may read');
    return undefined;
  }
  return withoutQuotes(content.text, setting, fault);
}

const mostBytes = 64 * 1024;

function readSecret(file: string): { readonly text: string } | { readonly problem: string } {
  try {
    const found = statSync(file);
    if (!found.isFile()) return { problem: 'is not a file' };
    if (found.size > mostBytes) return { problem: 'is larger than a secret' };
    const text = readFileSync(file, 'utf8');
    return text.trim() === '' ? { problem: 'is empty' } : { text };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return { problem: `cannot be read (${code})` };
  }
}

/** Shells and .env take quotes away; docker's --env-file hands them on, and PayPal would be sent them. */
function withoutQuotes(
  said: string | undefined,
  setting: string,
  fault: SettingReader['fault'],
): string | undefined {
  const value = said?.trim();
  if (value === undefined || value === '') return undefined;
  const first = value[0];
  const isQuoted =
    (first === '"' || first === "'") && value.length > 1 && value.indexOf(first, 1) === value.length - 1;
  if (!isQuoted) return value;
  fault(setting, 'stands in quotes, which belong to the value here', 'Leave the quotes out');
  const inner = value.slice(1, -1).trim();
  return inner === '' ? undefined : inner;
}
