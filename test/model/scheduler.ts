/** One program that may die. What a dead one waits for never comes. */
export interface Life {
  readonly holder: string;
  isAlive: boolean;
}

/** One awaited call of a process to the outside: it happens when the scheduler says so. */
export interface Step {
  readonly life: Life;
  readonly label: string;
  readonly args: readonly unknown[];
  /** What the call does; the process hears of it afterwards. */
  readonly perform: () => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** When the process dies around a step: before the call, or after it and before its answer. */
export type Death = 'before' | 'after';

export interface Scheduler {
  readonly pending: Step[];
  readonly taken: number;
  /** Every function of `target` becomes a step; `instant` ones answer at once. */
  wrap<T extends object>(life: Life, name: string, target: T, instant?: readonly string[]): T;
  /** Lets one step happen, and all that follows from it up to the next calls. */
  run(step: Step, death?: Death): Promise<void>;
  kill(life: Life): void;
}

export interface SchedulerHooks {
  /** A process has just made this call. */
  onCall(step: Step): void;
  /** The call has had its effect; the process has not heard of it. */
  onEffect(step: Step): void;
}

export function createScheduler({ onCall, onEffect }: SchedulerHooks): Scheduler {
  const pending: Step[] = [];
  let taken = 0;

  function enqueue(life: Life, label: string, args: readonly unknown[], perform: () => Promise<unknown>) {
    return new Promise<unknown>((resolve, reject) => {
      if (!life.isAlive) return;
      const step = { life, label, args, perform, resolve, reject };
      pending.push(step);
      onCall(step);
    });
  }

  function remove(step: Step): void {
    const index = pending.indexOf(step);
    if (index !== -1) pending.splice(index, 1);
  }

  function kill(life: Life): void {
    life.isAlive = false;
    for (const step of pending.filter((one) => one.life === life)) remove(step);
  }

  return {
    pending,
    get taken() {
      return taken;
    },
    kill,
    wrap: (life, name, target, instant = []) =>
      new Proxy(target, {
        get: (owner, key) => {
          const value: unknown = Reflect.get(owner, key);
          if (typeof value !== 'function' || instant.includes(String(key))) return value;
          return (...args: unknown[]) =>
            enqueue(life, `${name}.${String(key)}`, args, async () => Reflect.apply(value, owner, args));
        },
      }),
    run: async (step, death) => {
      taken += 1;
      remove(step);
      if (death === 'before') return kill(step.life);
      const settle = await effect(step);
      onEffect(step);
      if (death === 'after') return kill(step.life);
      // It died over the call itself.
      if (!step.life.isAlive) return;
      settle();
      // Everything that follows without asking the outside again has happened when this comes back.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

async function effect(step: Step): Promise<() => void> {
  try {
    const value = await step.perform();
    return () => step.resolve(value);
  } catch (error) {
    return () => step.reject(error);
  }
}
