import { z } from 'zod';
import type { TrackingAnswer, TrackingRequest } from '../checkout/tracking-ports.ts';
import { type Operation, settled, unclear, type Verdict } from './operation.ts';
import { describeProblem, isGone, type Problem } from './problem.ts';
import { trackOrderRequest } from './requests.ts';
import { toText } from './text.ts';

/** May be repeated: PayPal answers a number that it knows of this capture as before. */
export function trackingOperation(request: TrackingRequest): Operation<TrackingAnswer> {
  const { requestId, orderId, captureId } = request;
  return {
    name: 'track',
    request: trackOrderRequest(requestId, orderId, toTrackingBody(request)),
    mayRepeat: true,
    ids: { orderId, captureId, requestId },
    onSuccess: (json, debugId) =>
      tracked.safeParse(json).data?.id === orderId
        ? settled({ kind: 'accepted', debugId })
        : unclear('malformed'),
    onProblem: toTrackingAnswer,
  };
}

const tracked = z.object({ id: z.string() });

/** PayPal's limit for the name of a carrier. */
const longestName = 64;

/** Without the payer's e-mail of PayPal's: the chat tells it. */
function toTrackingBody({ captureId, number, carrierCode, carrierName = '' }: TrackingRequest): object {
  return {
    capture_id: captureId,
    tracking_number: number,
    carrier: carrierCode,
    ...(carrierCode === 'OTHER' ? { carrier_name_other: toText(carrierName, longestName) } : {}),
  };
}

function toTrackingAnswer(problem: Problem): Verdict<TrackingAnswer> {
  const { status, name, issues, debugId } = problem;
  if (status === 401 || (status === 404 && !isGone(problem))) return unclear(describeProblem(problem));
  return settled({ kind: 'refused', issue: issues[0] ?? name ?? String(status), debugId }, 'refused');
}
