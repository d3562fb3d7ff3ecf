import { z } from 'zod';
import type { DisputeAnswer, PaymentDispute } from '../checkout/dispute-ports.ts';
import { type Operation, settled, unclear, type Verdict } from './operation.ts';
import { describeProblem, isGone, type Problem } from './problem.ts';
import { disputeId as idSchema, resourceId } from './resource-id.ts';

/** The SDK has no class for it. */
export function findDisputeOperation(disputeId: string): Operation<DisputeAnswer> {
  return {
    name: 'get_dispute',
    request: {
      verb: 'GET',
      path: `/v1/customer/disputes/${disputeId}`,
      headers: { 'Content-Type': 'application/json' },
      body: undefined,
    },
    mayRepeat: true,
    ids: { disputeId },
    onSuccess: (json, debugId) => {
      const dispute = readDispute(json);
      return dispute?.disputeId === disputeId
        ? settled({ kind: 'found', dispute: { ...dispute, debugId } }, dispute.status.toLowerCase())
        : unclear('malformed');
    },
    onProblem: toDisputeAnswer,
  };
}

/** Only "there is no such dispute" and "you may not see disputes" are for good: asking harms nothing. */
function toDisputeAnswer(problem: Problem): Verdict<DisputeAnswer> {
  // The API of disputes puts into `name` what the others have as an issue.
  const isUnknown = isGone(problem) || (problem.status === 404 && problem.name === 'INVALID_RESOURCE_ID');
  if (isUnknown) return settled({ kind: 'unknown' }, 'unknown');
  if (problem.status === 403) return settled({ kind: 'not_permitted' }, 'not_permitted');
  return unclear(describeProblem(problem));
}

const disputeSchema = z.object({
  dispute_id: idSchema,
  status: z.enum([
    'OPEN',
    'WAITING_FOR_BUYER_RESPONSE',
    'WAITING_FOR_SELLER_RESPONSE',
    'UNDER_REVIEW',
    'RESOLVED',
    'OTHER',
  ]),
  dispute_outcome: z
    .object({
      outcome_code: z
        .string()
        .regex(/^\w{1,255}$/u)
        .optional(),
    })
    .optional(),
  disputed_transactions: z
    .array(
      z.object({
        // What is disputed may be something else than a capture.
        seller_transaction_id: resourceId.optional().catch(undefined),
      }),
    )
    .min(1)
    .max(1_000),
});

/** The dispute as PayPal answers it; undefined where the answer is not a whole dispute. */
function readDispute(json: unknown): Omit<PaymentDispute, 'debugId'> | undefined {
  const parsed = disputeSchema.safeParse(json);
  if (!parsed.success) return undefined;
  const { dispute_id: disputeId, status, dispute_outcome, disputed_transactions } = parsed.data;
  return {
    disputeId,
    status,
    outcome: dispute_outcome?.outcome_code,
    captureIds: disputed_transactions.flatMap(({ seller_transaction_id: id }) => id ?? []),
  };
}
