import type { CheckoutFlow } from '../../src/purchase/flow.ts';
import type { Bench } from './flow-harness.ts';

/** A process whose first write does not reach the disk. */
export function failingOnce({ ports, flowWith }: Pick<Bench, 'ports' | 'flowWith'>): CheckoutFlow {
  let writes = 0;
  return flowWith({
    store: {
      ...ports.store,
      write: (change) => {
        writes += 1;
        return writes === 1 ? Promise.reject(new Error('disk full')) : ports.store.write(change);
      },
    },
  });
}
