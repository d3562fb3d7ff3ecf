import type { CatalogFaults } from './catalog-faults.ts';

export interface ConfigFault {
  readonly setting: string;
  readonly problem: string;
  readonly mend: string;
}

/** All faults at once, each with its setting and the mend; those of the catalogue follow. No value is repeated: it may be a secret. */
export class ConfigFaults extends Error {
  readonly faults: readonly ConfigFault[];

  constructor(faults: readonly ConfigFault[], catalog?: CatalogFaults) {
    const lines = faults.map(({ setting, problem, mend }) => `  ${setting}: ${problem}. ${mend}.`);
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${lines.join('\n')}${catalog === undefined ? '' : `\n${catalog.message}`}`,
    );
    this.name = 'ConfigFaults';
    this.faults = faults;
  }
}
