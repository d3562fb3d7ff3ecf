import { z } from 'zod';

/** Other lines of the log have another shape and are passed over. */
const captureLine = z.object({
  event: z.literal('paypal_call'),
  operation: z.literal('capture'),
  orderId: z.string(),
  time: z.iso.datetime(),
});

/**
 * When the answer to each order's capture had reached the program, in milliseconds since 1970: the time of the line
 * that the program logs as soon as it has read that answer, to the millisecond, rounded down.
 */
export function readCaptureTimes(log: string): ReadonlyMap<string, number> {
  const lines = log.split('\n').filter((line) => line.includes('"operation":"capture"'));
  return new Map(
    lines.flatMap((line): [string, number][] => {
      const parsed = captureLine.safeParse(JSON.parse(line));
      return parsed.success ? [[parsed.data.orderId, Date.parse(parsed.data.time)]] : [];
    }),
  );
}
