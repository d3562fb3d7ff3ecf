import { join } from 'node:path';
import { findPackageRoot } from '../web/package-root.ts';

/** Sold where no catalogue is configured. */
export function sampleCatalog(): string {
  return join(findPackageRoot(), 'public', 'catalog.json');
}
