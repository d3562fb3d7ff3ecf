import { dirname, join, resolve } from 'node:path';
import type { Catalog } from '../checkout/catalog.ts';
import type { Logo } from '../checkout/face.ts';
import { CatalogFaults } from './catalog-faults.ts';
import { readCatalogFile } from './catalog-file.ts';
import { type ConfigFault, ConfigFaults } from './config-faults.ts';
import { type Config, readConfig } from './config.ts';
import { readLogo } from './logo.ts';
import { findUnknownNames } from './setting-names.ts';
import { createSettingReader } from './setting-reader.ts';
import type { Environment } from './setting-value.ts';

/** All that a shop is configured by. */
export interface ShopSettings {
  readonly config: Config;
  readonly catalog: Catalog;
  readonly catalogFile: string;
  readonly logo: Logo | undefined;
  /** Names in the environment that look like settings and are none. */
  readonly unknownNames: readonly string[];
}

/**
 * Configuration, catalogue and logo in one round, so that whoever mends them hears of everything at once.
 * @throws ConfigFaults, or CatalogFaults where the catalogue alone is faulty
 */
export async function readShopSettings(
  environment: Environment,
  sampleFile: string,
  earlier: readonly ConfigFault[] = [],
): Promise<ShopSettings> {
  const { optional } = createSettingReader(environment);
  const ownFile = optional('CATALOG');
  const catalogFile = ownFile ?? sampleFile;
  const faults = [...earlier];
  const config = orFaults(() => readConfig(environment));
  if ('faults' in config) faults.push(...config.faults);
  else if (config.isProduction && isSample(catalogFile, sampleFile))
    faults.push({
      setting: 'CATALOG',
      problem: 'is the sample shop in production',
      mend: 'Set the path of your own catalogue file',
    });
  const logo = await findLogo(optional('LOGO'), ownFile);
  const isLogoFaulty = logo !== undefined && 'problem' in logo;
  if (isLogoFaulty) faults.push(logo);
  const catalog = await readCatalogFile(catalogFile).catch((error: unknown) => {
    if (error instanceof CatalogFaults && faults.length > 0) return error;
    throw error;
  });
  if ('faults' in config || 'faults' in catalog || isLogoFaulty || faults.length > 0)
    throw new ConfigFaults(faults, 'faults' in catalog ? catalog : undefined);
  return { config, catalog, catalogFile, logo, unknownNames: findUnknownNames(environment) };
}

/** A file stands beside the shop's own catalogue; without one, where the program was started. */
async function findLogo(
  said: string | undefined,
  ownFile: string | undefined,
): Promise<Logo | ConfigFault | undefined> {
  if (said === undefined) return undefined;
  return readLogo(said, ownFile === undefined ? resolve('.') : dirname(resolve(ownFile)));
}

/** The sample shop, or the one beside it that ships by country. */
function isSample(catalogFile: string, sampleFile: string): boolean {
  const others = join(dirname(sampleFile), 'catalog-by-country.json');
  return [sampleFile, others].includes(resolve(catalogFile));
}

function orFaults(read: () => Config): Config | ConfigFaults {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigFaults) return error;
    throw error;
  }
}
