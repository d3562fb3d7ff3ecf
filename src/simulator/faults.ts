import { z } from 'zod';
import { faultWords, type Fault, type FaultName } from './fault-words.ts';
import { findRow } from './refusal.ts';
import { catalogueOperationOf, operations, type Operation } from './operations.ts';

const words = Object.keys(faultWords).filter(isWord);

const arrangementSchema = z
  .strictObject({
    operation: z.enum([...operations, '*']),
    times: z.int().min(1).max(100_000).default(1),
    fault: z.union([z.enum(words), z.strictObject({ issue: z.string() })]),
    afterMs: z.int().min(0).max(600_000).optional(),
  })
  .refine(({ operation, fault }) => typeof fault === 'string' || hasIssue(operation, fault.issue), {
    message: 'this operation has no such issue',
    path: ['fault', 'issue'],
  });

/** The body of `POST /_simulator/faults`. */
export const faultsRequestSchema = z.strictObject({ faults: z.array(arrangementSchema).max(1000) });

type Arrangement = z.infer<typeof arrangementSchema>;

/** The faults that wait for their call, in the order in which they were arranged. */
export interface Faults {
  /** Adds to what waits; an empty list removes all that waits. */
  arrange(arrangements: Arrangement[]): void;
  take(operation: Operation): { fault?: Fault; afterMs?: number };
  list(): Arrangement[];
  clear(): void;
}

export function createFaults(): Faults {
  let waiting: Arrangement[] = [];
  return {
    arrange(arrangements) {
      waiting = arrangements.length === 0 ? [] : [...waiting, ...arrangements];
    },
    take(operation) {
      const found = waiting.find((each) => each.operation === operation || each.operation === '*');
      if (found === undefined) return {};
      waiting = waiting.flatMap((each) => {
        if (each !== found) return [each];
        return each.times > 1 ? [{ ...each, times: each.times - 1 }] : [];
      });
      return { fault: found.fault, ...(found.afterMs === undefined ? {} : { afterMs: found.afterMs }) };
    },
    list: () => [...waiting],
    clear() {
      waiting = [];
    },
  };
}

function isWord(word: string): word is FaultName {
  return Object.hasOwn(faultWords, word);
}

function hasIssue(operation: Operation | '*', issue: string): boolean {
  const name = operation === '*' ? undefined : catalogueOperationOf(operation);
  return name !== undefined && findRow(name, issue) !== undefined;
}
