import { isCheckoutError } from '../../src/checkout/errors.ts';

/** `done`, or the code of the refusal; a fault is thrown on. */
export async function outcomeOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
    return 'done';
  } catch (error) {
    if (isCheckoutError(error)) return error.code;
    throw error;
  }
}

/** How often each outcome came. */
export async function tally(acts: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of await Promise.all(acts.map((act) => outcomeOf(act)))) {
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
