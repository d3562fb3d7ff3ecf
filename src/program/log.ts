import pino from 'pino';
import type { LogFields } from '../checkout/ports.ts';

export type Log = (event: string, fields: LogFields) => void;

/** One JSON object a line on standard output. Events whose name tells of a fault are warnings; `level: 'error'` is for the merchant to act on. */
export function createLog(lowest: string): Log {
  // Lines that come while others are being written go out together; what still waits is written when the process ends.
  const output = pino.destination({ dest: 1, sync: false });
  const logger = pino({ level: lowest, base: null, timestamp: pino.stdTimeFunctions.isoTime }, output);
  return (event, fields) => {
    const { level: wanted, ...entry } = fields;
    if (wanted === 'error') logger.error({ event, ...entry });
    else if (/fault|undeliverable|flagged|settings_unknown/u.test(event)) logger.warn({ event, ...entry });
    else logger.info({ event, ...entry });
  };
}
