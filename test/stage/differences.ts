import { type Difference, reconcile } from '../../src/desk/reconcile.ts';

/** All that reconciling finds, at once. */
export async function findDifferences(
  ...asked: Parameters<typeof reconcile>
): Promise<readonly Difference[]> {
  const found: Difference[] = [];
  for await (const difference of reconcile(...asked)) found.push(difference);
  return found;
}
