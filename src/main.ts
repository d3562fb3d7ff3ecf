import { parseArgs } from 'node:util';
import { CatalogFaults } from './settings/catalog-faults.ts';
import { ConfigFaults } from './settings/config-faults.ts';
import { sampleCatalog } from './program/serve.ts';
import { refuse } from './program/say.ts';
import { findVerb, usage } from './program/verbs.ts';
import { readDotEnv } from './settings/dot-env.ts';
import { readShopSettings } from './settings/shop-settings.ts';

/** Exit codes: 0 done, 1 failed, 2 wrong use or wrong configuration. */
async function main(): Promise<number> {
  const [name = 'serve', ...rest] = process.argv.slice(2);
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(usage());
    return 0;
  }
  const verb = findVerb(name);
  if (verb === undefined) {
    process.stderr.write(`There is no verb "${name}".\n\n${usage()}`);
    return 2;
  }
  const { values, positionals } = parseArgs({
    args: rest,
    options: { help: { type: 'boolean', short: 'h' }, ...verb.options },
    strict: true,
    allowPositionals: true,
  });
  if (values['help'] === true) {
    process.stdout.write(`chat-checkout ${name}\n\n${verb.help}\n`);
    return 0;
  }
  const { min, max } = verb.arguments ?? { min: 0, max: 0 };
  if (positionals.length < min || positionals.length > max) {
    process.stderr.write(`Wrong number of words after "${name}".\n\n${verb.help}\n`);
    return 2;
  }
  await addDotEnv();
  return verb.run(values, process.env, positionals);
}

/** What the environment does not say; nothing in production. @throws ConfigFaults that name those of the settings too */
async function addDotEnv(): Promise<void> {
  if (process.env['NODE_ENV'] === 'production') return;
  const { values, faults } = readDotEnv('.env');
  for (const [name, value] of Object.entries(values)) process.env[name] ??= value;
  if (faults.length > 0) await readShopSettings(process.env, sampleCatalog(), faults);
}

try {
  process.exitCode = await main();
} catch (error) {
  const isWrongUse =
    error instanceof ConfigFaults ||
    error instanceof CatalogFaults ||
    (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  process.exitCode = refuse(error instanceof Error ? error.message : String(error), isWrongUse ? 2 : 1);
}
