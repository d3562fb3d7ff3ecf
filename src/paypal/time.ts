import { setTimeout as sleep } from 'node:timers/promises';

/** The time in which calls are made, all in milliseconds: an input, so that long waits can be tried without waiting. */
export interface Time {
  /** Only ever grows, from no certain start. Deadlines are on this clock. */
  now(): number;
  /** Since 1970, for the dates in headers. */
  date(): number;
  pause(ms: number): Promise<void>;
  /** Runs it once, so much later, unless the function that comes back is called before. */
  after(ms: number, run: () => void): () => void;
}

export const systemTime: Time = {
  now: () => performance.now(),
  date: () => Date.now(),
  pause: (ms) => sleep(ms),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
