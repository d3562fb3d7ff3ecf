import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

/** Who decides when a timer is over, and what chance brings. */
export interface TimeKeeper {
  later(run: () => void, ms: number): void;
  random(): number;
}

/** Takes timers and chance away from this whole program: a run owns them from `use` on. Only for a process of its own. */
export function installVirtualTime(): { use(keeper: TimeKeeper): void } {
  const owner: { keeper: TimeKeeper | undefined } = { keeper: undefined };
  const later = (run: () => void, ms: number): void => owner.keeper?.later(run, ms);
  replace(globalThis, 'setTimeout', later);
  replace(timers, 'setTimeout', (ms: number) => new Promise<void>((resolve) => later(resolve, ms)));
  syncBuiltinESMExports();
  const chance = Math.random;
  replace(Math, 'random', () => owner.keeper?.random() ?? chance());
  return { use: (keeper) => void (owner.keeper = keeper) };
}

function replace(holder: object, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value, configurable: true, writable: true });
}
