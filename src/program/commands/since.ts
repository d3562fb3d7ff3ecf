import { InvalidArgumentError } from 'commander';

const [hourMs, dayMs] = [3_600_000, 86_400_000];

/**
 * An option's value as a check for commander: a day (2026-11-25, in UTC) or how long ago (7d, 24h). Answers the moment
 * in milliseconds since 1970, from the time that it is now.
 */
export function readSince(value: string): (now: number) => number {
  const [, count, unit] = /^(\d{1,4})([dh])$/u.exec(value) ?? [];
  if (count !== undefined) return (now) => now - Number(count) * (unit === 'h' ? hourMs : dayMs);
  const time = /^\d{4}-\d\d-\d\d$/u.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  // The 31st of November is none.
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
  if (!isDay) throw new InvalidArgumentError('Say a day such as 2026-11-25, or how long ago: 7d, 24h.');
  return () => time;
}
