export interface Run<T> {
  readonly results: readonly T[];
  readonly elapsedMs: number;
}

/** `shoppers` at once, each beginning anew until the time is over; what was begun is finished and counted. */
export async function runTogether<T>(
  shoppers: number,
  forMs: number,
  once: () => Promise<T>,
): Promise<Run<T>> {
  const results: T[] = [];
  const startedAt = performance.now();
  const goOn = async (): Promise<void> => {
    while (performance.now() - startedAt < forMs) results.push(await once());
  };
  await Promise.all(Array.from({ length: shoppers }, goOn));
  return { results, elapsedMs: performance.now() - startedAt };
}
