import { CatalogFaults } from './settings/catalog-faults.ts';
import { ConfigFaults } from './settings/config-faults.ts';
import { refuse } from './program/say.ts';
import { sampleCatalog } from './program/sample-catalog.ts';
import { runVerb } from './program/verbs.ts';
import { readDotEnv } from './settings/dot-env.ts';
import type { Environment } from './settings/setting-value.ts';
import { readShopSettings } from './settings/shop-settings.ts';

/** With what `.env` says and the environment does not; not in production. @throws ConfigFaults that name those of the settings too */
async function readEnvironment(): Promise<Environment> {
  if (process.env['NODE_ENV'] === 'production') return process.env;
  const { values, faults } = readDotEnv('.env');
  for (const [name, value] of Object.entries(values)) process.env[name] ??= value;
  if (faults.length > 0) await readShopSettings(process.env, sampleCatalog(), faults);
  return process.env;
}

try {
  process.exitCode = await runVerb(process.argv.slice(2), readEnvironment);
} catch (error) {
  const isWrongUse = error instanceof ConfigFaults || error instanceof CatalogFaults;
  process.exitCode = refuse(error instanceof Error ? error.message : String(error), isWrongUse ? 2 : 1);
}
