import { resolve as resolvePath } from 'node:path';
import { readConfig } from '../../settings/config.ts';
import { untilToldToStop } from '../until-told-to-stop.ts';
import { tell } from '../say.ts';
import { wholeNumber } from './whole-number.ts';
import type { Verb } from './verb.ts';

export const simulatorVerb: Verb = {
  summary: 'start the PayPal simulator alone',
  help: `Starts the PayPal simulator on SIMULATOR_PORT (3979). Each request is a line of the log, on standard output; LOG_LEVEL=warn
leaves only what went wrong inside it.`,
  takes: (command) =>
    command
      .option('--journal <file>', 'keep its orders in this file')
      .option('--port <number>', 'another port', wholeNumber(0, 65_535)),
  run: async ({ journal, port }, environment) => {
    const { simulatorPort, logLevel } = readConfig(
      typeof port === 'number' ? { ...environment, SIMULATOR_PORT: String(port) } : environment,
    );
    const journalPath = typeof journal === 'string' ? { journalPath: resolvePath(journal) } : {};
    const { startSimulator } = await import('../../simulator/simulator.ts');
    const { createLog } = await import('../log.ts');
    const log = createLog(logLevel);
    const simulator = await startSimulator({ host: '127.0.0.1', port: simulatorPort, log, ...journalPath });
    tell(`PayPal simulator at ${simulator.url} (no real money). Ledger: ${simulator.url}/_simulator/ledger`);
    await untilToldToStop();
    await simulator.close();
    return 0;
  },
};
