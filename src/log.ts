import pino from 'pino';
import type { LogFields } from './checkout/ports.ts';

export type Log = (event: string, fields: LogFields) => void;

/** One JSON object a line on standard output. Events whose name tells of a fault are warnings. */
export function createLog(level: string): Log {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  return (event, fields) => {
    if (/fault|undeliverable|flagged/u.test(event)) logger.warn({ event, ...fields });
    else logger.info({ event, ...fields });
  };
}
