import type { Ports } from '../checkout/ports.ts';

/** What the use cases want done at once. */
type Nudged = Pick<Ports, 'signalled' | 'settleSoon'>;

/** Stands between the use cases and the worker that runs them, so that each can be built without the other. */
export interface Nudges extends Nudged {
  handTo(worker: Nudged): void;
}

/** Until somebody takes them nudges are dropped: what they are about is stored, and a worker's round finds it. */
export function createNudges(): Nudges {
  const takers: Nudged[] = [];
  return {
    signalled: (signals) => takers.forEach((taker) => taker.signalled(signals)),
    settleSoon: (checkoutId) => takers.forEach((taker) => taker.settleSoon(checkoutId)),
    handTo: (worker) => void takers.push(worker),
  };
}
