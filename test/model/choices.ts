/** Where every decision of a run comes from: the same seed decides the same. */
export interface Choices {
  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number;
  percent(share: number): boolean;
  /** @throws RangeError for an empty list */
  of<T>(list: readonly T[]): T;
  /** 0 to 1, for what the program itself asks of Math.random. */
  fraction(): number;
}

/** Mulberry32: 32 bits of state are enough to tell runs apart. */
export function createChoices(seed: number): Choices {
  let state = Math.imul(seed, 2_654_435_761) >>> 0;
  const fraction = (): number => {
    state = (state + 1_831_565_813) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return toChoices(fraction);
}

/** The first decisions stand on a tape, the others are those of seed 1: a shorter tape with smaller numbers is a simpler run. */
export function createTapedChoices(tape: readonly number[]): Choices {
  const others = createChoices(1);
  let read = 0;
  return toChoices(() => {
    const next = tape[read];
    read += 1;
    return next === undefined ? others.fraction() : next / 4_294_967_296;
  });
}

function toChoices(fraction: () => number): Choices {
  const below = (limit: number): number => Math.floor(fraction() * limit);
  return {
    below,
    percent: (share) => fraction() * 100 < share,
    of: (list) => {
      const chosen = list[below(list.length)];
      if (chosen === undefined) throw new RangeError('nothing to choose from');
      return chosen;
    },
    fraction,
  };
}
