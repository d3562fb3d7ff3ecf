import { z } from 'zod';
import { isEventType } from '../webhooks/event-types.ts';
import { faultWords, type Fault, type FaultName } from './fault-words.ts';
import { findRow } from '../refusal.ts';
import { catalogueOperationOf, operations, type Operation } from '../operations.ts';
import { webhookFaultWords, type WebhookFault } from './webhook-faults.ts';

const words = Object.keys(faultWords).filter(isWord);

const arrangement = {
  times: z.int().min(1).max(100_000).default(1),
  afterMs: z.int().min(0).max(600_000).optional(),
};

const callArrangementSchema = z
  .strictObject({
    ...arrangement,
    operation: z.enum([...operations, '*']),
    fault: z.union([z.enum(words), z.strictObject({ issue: z.string() })]),
  })
  .refine(({ operation, fault }) => typeof fault === 'string' || hasIssue(operation, fault.issue), {
    message: 'this operation has no such issue',
    path: ['fault', 'issue'],
  });

const webhookArrangementSchema = z.strictObject({
  ...arrangement,
  operation: z.literal('webhook'),
  fault: z.enum(Object.keys(webhookFaultWords).filter(isWebhookWord)),
  eventType: z.string().refine(isEventType, 'there is no such event').optional(),
});

const arrangementSchema = z.discriminatedUnion('operation', [
  callArrangementSchema,
  webhookArrangementSchema,
]);

/** The body of `POST /_simulator/faults`. */
export const faultsRequestSchema = z.strictObject({ faults: z.array(arrangementSchema).max(1000) });

type CallArrangement = z.infer<typeof callArrangementSchema>;
type WebhookArrangement = z.infer<typeof webhookArrangementSchema>;
type Arrangement = CallArrangement | WebhookArrangement;

interface Strike<T> {
  readonly fault?: T;
  readonly afterMs?: number;
}

/** The faults that wait for their call, in the order in which they were arranged. */
export interface Faults {
  /** Adds to what waits; an empty list removes all that waits. */
  arrange(arrangements: readonly Arrangement[]): void;
  take(operation: Operation): Strike<Fault>;
  takeForWebhook(eventType: string): Strike<WebhookFault>;
  list(): readonly Arrangement[];
  clear(): void;
}

export function createFaults(): Faults {
  let waiting: readonly Arrangement[] = [];
  function take<T extends Arrangement>(isMeant: (each: Arrangement) => each is T): Strike<T['fault']> {
    const found = waiting.find(isMeant);
    if (found === undefined) return {};
    waiting = waiting.flatMap((each) => {
      if (each !== found) return [each];
      return each.times > 1 ? [{ ...each, times: each.times - 1 }] : [];
    });
    return { fault: found.fault, ...(found.afterMs === undefined ? {} : { afterMs: found.afterMs }) };
  }
  return {
    arrange(arrangements) {
      waiting = arrangements.length === 0 ? [] : [...waiting, ...arrangements];
    },
    take: (operation) =>
      take((each): each is CallArrangement => each.operation === operation || each.operation === '*'),
    takeForWebhook: (eventType) =>
      take(
        (each): each is WebhookArrangement =>
          each.operation === 'webhook' && (each.eventType ?? eventType) === eventType,
      ),
    list: () => [...waiting],
    clear() {
      waiting = [];
    },
  };
}

function isWebhookWord(word: string): word is WebhookFault {
  return Object.hasOwn(webhookFaultWords, word);
}

function isWord(word: string): word is FaultName {
  return Object.hasOwn(faultWords, word);
}

function hasIssue(operation: Operation | '*', issue: string): boolean {
  const name = operation === '*' ? undefined : catalogueOperationOf(operation);
  return name !== undefined && findRow(name, issue) !== undefined;
}
