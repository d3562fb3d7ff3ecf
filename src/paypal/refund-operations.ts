import type { PaymentCapture, Refund, RefundAnswer, RefundRequest } from '../checkout/refund-ports.ts';
import { toPayPalMoney } from './amounts.ts';
import { type Operation, settled, unclear, type Verdict } from './operation.ts';
import { describeProblem, isGone, type Problem } from './problem.ts';
import { readCapture, readRefund } from './refund-answers.ts';
import { getCaptureRequest, getRefundRequest, refundCaptureRequest } from './requests.ts';
import { toText } from './text.ts';

/** Never repeated here: what is left of the capture has to be known first, and the use case asks for it. */
export function refundOperation(request: RefundRequest): Operation<RefundAnswer> {
  const { captureId, requestId } = request;
  return {
    name: 'refund',
    request: refundCaptureRequest(requestId, captureId, toRefundBody(request)),
    mayRepeat: false,
    ids: { captureId, requestId },
    onSuccess: (json, debugId) => {
      const refund = readRefund(json);
      if (refund === undefined || (refund.captureId ?? captureId) !== captureId) return unclear('malformed');
      return settled(
        { kind: 'answered', refund: { ...refund, captureId, debugId } },
        refund.status.toLowerCase(),
      );
    },
    onProblem: toRefundAnswer,
  };
}

export function findCaptureOperation(captureId: string): Operation<PaymentCapture | undefined> {
  return {
    name: 'get_capture',
    request: getCaptureRequest(captureId),
    mayRepeat: true,
    ids: { captureId },
    onSuccess: (json, debugId) => {
      const capture = readCapture(json);
      return capture?.captureId === captureId ? settled({ ...capture, debugId }) : unclear('malformed');
    },
    onProblem: toNothing,
  };
}

export function findRefundOperation(refundId: string): Operation<Refund | undefined> {
  return {
    name: 'get_refund',
    request: getRefundRequest(refundId),
    mayRepeat: true,
    ids: { refundId },
    onSuccess: (json, debugId) => {
      const refund = readRefund(json);
      return refund?.refundId === refundId ? settled({ ...refund, debugId }) : unclear('malformed');
    },
    onProblem: toNothing,
  };
}

/** PayPal's limit for a note to the payer. */
const longestNote = 255;

/** An empty object asks for all that is left. The same request always gives the same bytes. */
function toRefundBody({ amount, note = '' }: RefundRequest): object {
  const noteToPayer = toText(note, longestNote);
  return {
    ...(amount === undefined ? {} : { amount: toPayPalMoney(amount) }),
    ...(noteToPayer === '' ? {} : { note_to_payer: noteToPayer }),
  };
}

function toRefundAnswer(problem: Problem): Verdict<RefundAnswer> {
  const { status, name, issues, debugId } = problem;
  if (isGone(problem)) return settled({ kind: 'gone' }, 'gone');
  if (status === 401 || status === 404) return unclear(describeProblem(problem));
  if (status === 422 && issues.includes('CAPTURE_FULLY_REFUNDED')) {
    return settled({ kind: 'already_refunded' }, 'already_refunded');
  }
  return settled({ kind: 'refused', issue: issues[0] ?? name ?? String(status), debugId }, 'refused');
}

/** Asking harms nothing, so no refusal is for good but that there is no such thing. */
function toNothing(problem: Problem): Verdict<undefined> {
  return isGone(problem) ? settled(undefined, 'gone') : unclear(describeProblem(problem));
}
