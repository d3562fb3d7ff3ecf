import type { CaptureAnswer, CreatedOrder, OrderRequest, PaymentOrder } from '../checkout/ports.ts';
import { readCreated, readOrder } from './answers.ts';
import { classifyCapture } from './capture-issues.ts';
import type { FindLink } from './links.ts';
import { type Operation, refused, settled, unclear, type Verdict } from './operation.ts';
import { toOrderBody } from './order-body.ts';
import { describeProblem, isGone, type Problem } from './problem.ts';
import { captureOrderRequest, createOrderRequest, getOrderRequest } from './requests.ts';

/** May be repeated: the same request id with the same body gets the same order. */
export function createOrderOperation(request: OrderRequest, findLink: FindLink): Operation<CreatedOrder> {
  const { requestId, checkoutId } = request;
  return {
    name: 'create',
    request: createOrderRequest(requestId, toOrderBody(request)),
    mayRepeat: true,
    ids: { requestId, checkoutId },
    onSuccess: (json, debugId) => {
      const created = readCreated(json, findLink);
      if (created === undefined) return unclear('malformed');
      const { orderId, approveUrl, payeeId } = created;
      if (approveUrl === undefined) return refused(`${orderId} has no link to PayPal's own pages`);
      return settled({ orderId, approveUrl, payeeId, debugId });
    },
    onProblem: (problem) => (problem.status === 401 ? unclear : refused)(describeProblem(problem)),
  };
}

export function findOrderOperation(orderId: string, findLink: FindLink): Operation<PaymentOrder | undefined> {
  return {
    name: 'get',
    request: getOrderRequest(orderId),
    mayRepeat: true,
    ids: { orderId },
    onSuccess: (json, debugId) => {
      const order = readOrder(json, findLink);
      return order?.orderId === orderId ? settled({ ...order, debugId }) : unclear('malformed');
    },
    // Asking harms nothing, so no other refusal is for good.
    onProblem: (problem) =>
      isGone(problem) ? settled(undefined, 'gone') : unclear(describeProblem(problem)),
  };
}

/** Never repeated here: a GET has to come first, and the use case makes it. */
export function captureOperation(
  { orderId, requestId }: { readonly orderId: string; readonly requestId: string },
  findLink: FindLink,
): Operation<CaptureAnswer> {
  return {
    name: 'capture',
    request: captureOrderRequest(requestId, orderId),
    mayRepeat: false,
    ids: { orderId, requestId },
    onSuccess: (json, debugId) => {
      const order = readOrder(json, findLink);
      if (order?.orderId !== orderId) return unclear('malformed');
      // A short answer must not look like one that names another checkout or payee; the GET that follows tells all.
      if (order.customId === undefined || order.payeeId === undefined) return unclear('partial');
      const outcome = order.captures.map(({ status }) => status.toLowerCase()).join(',');
      return settled({ kind: 'answered', order: { ...order, debugId } }, outcome);
    },
    onProblem: (problem) => toCaptureAnswer(problem, findLink),
  };
}

function toCaptureAnswer(problem: Problem, findLink: FindLink): Verdict<CaptureAnswer> {
  const { status, name, issues, links, debugId } = problem;
  if (status === 401) return unclear(describeProblem(problem));
  if (isGone(problem)) return settled({ kind: 'gone' }, 'gone');
  if (status === 404) return unclear(describeProblem(problem));
  const { kind, issue } = classifyCapture(status, issues, name);
  switch (kind) {
    case 'declined':
      return settled({ kind, issue, retryUrl: findLink(links, 'redirect', 'payer-action'), debugId }, kind);
    case 'not_approved':
      return settled(
        { kind, issue, approveUrl: findLink(links, 'payer-action', 'approve', 'redirect'), debugId },
        kind,
      );
    case 'already_captured':
      return settled({ kind }, kind);
    case 'unclear':
      return unclear(describeProblem(problem));
    case 'refused':
      return settled({ kind, issue, debugId }, kind);
  }
}
