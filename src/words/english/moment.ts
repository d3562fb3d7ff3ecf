export interface Moment {
  /** "in 58 minutes" */
  readonly left: string;
  /** "14:05 UTC", with the day where it is another one. */
  readonly clock: string;
  readonly iso: string;
}

const minuteMs = 60_000;

/** A time to come, twice: how long it takes and what the clock will show. Both in milliseconds since 1970. */
export function describeMoment(at: number, now: number): Moment {
  const iso = new Date(at).toISOString();
  const isToday = iso.slice(0, 10) === new Date(now).toISOString().slice(0, 10);
  return {
    left: howLong(at - now),
    clock: `${iso.slice(11, 16)} UTC${isToday ? '' : ` on ${dayOf(at)}`}`,
    iso,
  };
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });

function dayOf(at: number): string {
  return dayFormat.format(at);
}

function howLong(ms: number): string {
  const minutes = Math.round(ms / minuteMs);
  if (minutes < 1) return 'in less than a minute';
  if (minutes < 120) return minutes === 1 ? 'in 1 minute' : `in ${minutes} minutes`;
  return `in ${Math.round(minutes / 60)} hours`;
}
