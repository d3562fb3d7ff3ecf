import type { Time } from '../../src/paypal/time.ts';

/** Time that passes when a test says so. */
export interface VirtualTime extends Time {
  /** The lengths of all pauses that were asked for; each passes at once. */
  readonly pauses: number[];
  elapse(ms: number): void;
  /** Up to what is due next, for as long as something never answers. Throws where nobody would ever give up. */
  elapseToNext(): void;
}

const mostPauses = 1_000;

export function createVirtualTime(start = 0): VirtualTime {
  /** The time of `now() === 0`, in whole seconds as dates in headers are. */
  const epoch = Date.parse('2026-01-15T12:00:00Z');
  const due = new Set<{ at: number; run: () => void }>();
  let now = start;

  const next = () => [...due].toSorted((one, other) => one.at - other.at)[0];
  const elapseTo = (end: number) => {
    for (let timer = next(); timer !== undefined && timer.at <= end; timer = next()) {
      now = timer.at;
      due.delete(timer);
      timer.run();
    }
    now = end;
  };

  const time: VirtualTime = {
    pauses: [],
    now: () => now,
    date: () => epoch + now,
    async pause(ms) {
      if (time.pauses.push(ms) > mostPauses) throw new Error('pauses without an end');
      elapseTo(now + ms);
    },
    after(ms, run) {
      const timer = { at: now + ms, run };
      due.add(timer);
      return () => void due.delete(timer);
    },
    elapse: (ms) => elapseTo(now + ms),
    elapseToNext() {
      const timer = next();
      if (timer === undefined) throw new Error('nothing is due');
      elapseTo(timer.at);
    },
  };
  return time;
}
