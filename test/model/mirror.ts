import type { CheckoutStore, NumberAttempt } from '../../src/checkout/ports.ts';
import { isCheckoutError } from '../../src/checkout/errors.ts';
import type { Store } from '../../src/store/store.ts';
import type { Stage } from './process.ts';
import type { Judge } from './rules.ts';
import type { TwinStore } from './twin-store.ts';

/** The real store, with its twin beside it: every call goes to both, and both must answer the same. */
export function mirror(real: Store, twin: TwinStore, judge: Judge): Stage['store'] {
  return {
    checkouts: {
      ...both(real.checkouts, twin.checkouts, judge),
      tryNumber: (attempt) => tryBoth(real.checkouts, twin.checkouts, attempt, judge),
    },
    signals: both(real.signals, twin.signals, judge),
    inbox: both(real.inbox, twin.inbox, judge),
    merchantEvents: both(real.merchantEvents, twin.merchantEvents, judge),
    merchantChats: both(real.merchantChats, twin.merchantChats, judge),
  };
}

function both<T extends object>(real: T, twin: T, judge: Judge): T {
  return new Proxy(real, {
    get: (owner, key) => {
      const ask: unknown = Reflect.get(owner, key);
      const askTwin: unknown = Reflect.get(twin, key);
      // The time is asked for outside the steps: it may move between the two questions.
      if (key === 'now' || typeof ask !== 'function' || typeof askTwin !== 'function') return ask;
      return async (...args: unknown[]) => {
        const answer = await heard(async () => Reflect.apply(ask, owner, args));
        const other = await heard(async () => Reflect.apply(askTwin, twin, args));
        compare(judge, String(key), answer, other);
        return answer.give();
      };
    },
  });
}

/** The comparison is made once: to compare is what uses up an attempt. */
async function tryBoth(
  real: CheckoutStore,
  twin: CheckoutStore,
  attempt: NumberAttempt,
  judge: Judge,
): ReturnType<CheckoutStore['tryNumber']> {
  let right = false;
  const isRight: NumberAttempt['isRight'] = (checkout) => {
    right = attempt.isRight(checkout);
    return right;
  };
  const answer = await heard(() => real.tryNumber({ ...attempt, isRight }));
  const other = await heard(() => twin.tryNumber({ ...attempt, isRight: () => right }));
  compare(judge, 'tryNumber', answer, other);
  return answer.give();
}

interface Heard<T> {
  readonly text: string;
  give(): T;
}

async function heard<T>(ask: () => Promise<T>): Promise<Heard<T>> {
  try {
    const value = await ask();
    return { text: JSON.stringify(plain(value)) ?? 'nothing', give: () => value };
  } catch (error) {
    const text = isCheckoutError(error) ? error.code : String(error);
    return {
      text,
      give: () => {
        throw error;
      },
    };
  }
}

function compare(judge: Judge, name: string, real: Heard<unknown>, twin: Heard<unknown>): void {
  judge.hold(real.text === twin.text, 'twin', `${name}: ${real.text} and ${twin.text}`);
}

/** Fields in one order, without those that are undefined; lists in one order too, since rows of one moment have none. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    return items.map((item) => JSON.stringify(plain(item))).toSorted();
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(
    entries
      .filter(([, item]) => item !== undefined)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, item]) => [name, plain(item)]),
  );
}
