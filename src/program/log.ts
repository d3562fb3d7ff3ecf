import pino from 'pino';
import { printable } from '../words/printable.ts';
import type { LogFields } from '../checkout/ports.ts';

export type Log = (event: string, fields: LogFields) => void;

/** One JSON object a line on standard output. Events whose name tells of a fault are warnings; `level: 'error'` is for the merchant to act on. */
export function createLog(lowest: string): Log {
  // Lines that come while others are being written go out together; what still waits is written when the process ends.
  const output = pino.destination({ dest: 1, sync: false });
  const logger = pino({ level: lowest, base: null, timestamp: pino.stdTimeFunctions.isoTime }, output);
  return (event, fields) => {
    const { level: wanted, ...others } = fields;
    const entry = toPrintable(others);
    if (wanted === 'error') logger.error({ event, ...entry });
    else if (/fault|undeliverable|flagged|settings_unknown/u.test(event)) logger.warn({ event, ...entry });
    else logger.info({ event, ...entry });
  };
}

/** A line that is read in a terminal must not speak to it, whoever wrote the words in it. */
function toPrintable(fields: LogFields): LogFields {
  const entries = Object.entries(fields).map(
    ([name, value]) => [name, typeof value === 'string' ? printable(value) : value] as const,
  );
  return Object.fromEntries(entries);
}
