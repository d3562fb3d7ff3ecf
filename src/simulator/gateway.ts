import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import { answerControl } from './controls.ts';
import { pause, sendAnswer } from './faults/send-answer.ts';
import type { Call, Office } from './office.ts';
import { planOf } from './faults/fault-words.ts';
import type { Faults } from './faults/faults.ts';
import { createDebugId } from './ids.ts';
import type { Log } from './log.ts';
import { exclusiveOperations } from './operations.ts';
import { messagePage } from './pages/page.ts';
import type { Postman } from './webhooks/postman.ts';
import { outsideRefusal, Refusal } from './refusal.ts';
import { isForeign, isLocalHost, readBody } from './request-guards.ts';
import { routes, type Route } from './routes.ts';
import { findTroubleFault } from './faults/trouble.ts';

export interface GatewayParts {
  readonly office: Office;
  readonly faults: Faults;
  readonly postman: Postman;
  /** Does what is due by now, so that no answer is older than the clock. */
  keepTime(): void;
  readonly host: string;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Takes every request: guards, finds its operation, applies the arranged fault, writes the ledger, answers. */
export function createGateway(parts: GatewayParts) {
  const inProgress = new Set<string>();

  return async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const debugId = createDebugId();
    response.setHeader('paypal-debug-id', debugId);
    const { method = 'GET', headers } = request;
    const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
    const send = (answer: Answer): Promise<void> =>
      sendAnswer(response, answer, { leaves: 'send', signal: parts.signal });

    if (!isLocalHost(headers.host, parts.host)) {
      return send(messagePage(421, 'Not here', 'The PayPal simulator answers on this machine only.'));
    }
    const body = await readBody(request, parts.signal);
    if (body === undefined) return send(outsideRefusal('request_too_large').answer(debugId));
    const isWrite = method !== 'GET' && method !== 'HEAD';
    if (isWrite && isForeign(headers)) {
      return send(messagePage(403, 'Not from here', 'This came from a page of another origin.'));
    }
    parts.keepTime();
    const control = answerControl(parts, { method, path, contentType: headers['content-type'], body });
    parts.postman.collect();
    if (control !== undefined) return send(control);
    const found = findRoute(method, path);
    if (found === undefined) return send(noRoute(path).answer(debugId));
    const call = toCall(request, { method, path, query, body, match: found.match });
    return answerCall(parts, inProgress, found.route, call, response, debugId);
  };
}

async function answerCall(
  parts: GatewayParts,
  inProgress: Set<string>,
  route: Route,
  call: Call,
  response: ServerResponse,
  debugId: string,
): Promise<void> {
  const arranged = parts.faults.take(route.operation);
  const { fault, afterMs } =
    arranged.fault === undefined ? findTroubleFault(parts.office, call, route.operation) : arranged;
  const plan = planOf(fault);
  const key = `${route.operation} ${call.resourceId || (call.requestId ?? debugId)}`;
  const isBusy = exclusiveOperations.has(route.operation) && inProgress.has(key);
  let answer: Answer;
  try {
    if (!isBusy) inProgress.add(key);
    if (plan.waitMs?.before !== undefined) await pause(afterMs ?? plan.waitMs.before, parts.signal);
    answer = isBusy
      ? outsideRefusal('resource_conflict').answer(debugId)
      : operate(parts, route, { ...call, fault, afterMs }, plan.commits, debugId);
  } finally {
    if (!isBusy) inProgress.delete(key);
  }
  parts.postman.collect();
  if (isAwaited(parts.office, route, call)) await parts.postman.firstTries();
  const reshaped = plan.reshape?.(answer, debugId) ?? answer;
  const isAnswered = plan.leaves === 'send' || plan.leaves === 'drip';
  record(parts, route, call, {
    debugId,
    status: isAnswered ? reshaped.status : null,
    ...(fault === undefined ? {} : { fault: typeof fault === 'string' ? fault : fault.issue }),
  });
  if (plan.waitMs?.after !== undefined) await pause(afterMs ?? plan.waitMs.after, parts.signal);
  await sendAnswer(response, reshaped, { leaves: plan.leaves, afterMs, signal: parts.signal });
}

/** Whether the payer asked that the shop hears of the approval before they are sent back. */
function isAwaited({ books }: Office, { operation }: Route, { resourceId }: Call): boolean {
  return operation === 'decide' && books.findOrder(resourceId)?.trouble === 'webhook_first';
}

function operate(parts: GatewayParts, route: Route, call: Call, commits: boolean, debugId: string): Answer {
  if (!commits) return { status: 500, headers: {}, body: '' };
  try {
    return route.operate(parts.office, call);
  } catch (error) {
    if (error instanceof Refusal) return error.answer(debugId);
    parts.log('simulator_fault', { operation: route.operation, debugId, reason: String(error) });
    return outsideRefusal('internal_server_error').answer(debugId);
  }
}

function record(
  parts: GatewayParts,
  route: Route,
  call: Call,
  outcome: { readonly debugId: string; readonly status: number | null; readonly fault?: string },
): void {
  const row = {
    time: new Date(parts.office.now()).toISOString(),
    method: call.method,
    path: call.path,
    requestId: call.requestId ?? null,
    operation: route.operation,
    ...outcome,
  };
  parts.log('simulator_request', {
    ...row,
    requestId: row.requestId ?? undefined,
    status: row.status ?? undefined,
  });
  try {
    parts.office.books.save({ request: row });
  } catch (error) {
    parts.log('simulator_fault', { operation: 'ledger', debugId: outcome.debugId, reason: String(error) });
  }
}

function findRoute(
  method: string,
  path: string,
): { readonly route: Route; readonly match: RegExpExecArray } | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  for (const route of routes) {
    const match = route.method === wanted ? route.path.exec(path) : null;
    if (match !== null) return { route, match };
  }
  return undefined;
}

function noRoute(path: string): Refusal {
  return outsideRefusal(
    routes.some((route) => route.path.test(path)) ? 'method_not_supported' : 'resource_not_found',
  );
}

function toCall(
  request: IncomingMessage,
  read: Pick<Call, 'method' | 'path' | 'body'> & { readonly query: string; readonly match: RegExpExecArray },
): Call {
  const { method, path, query, body, match } = read;
  const requestId = request.headers['paypal-request-id'];
  const search = new URLSearchParams(query);
  return {
    method,
    path,
    resourceId: match[1] ?? search.get('token') ?? '',
    query: search,
    headers: request.headers,
    body,
    requestId: typeof requestId === 'string' && requestId !== '' ? requestId : undefined,
    fault: undefined,
    afterMs: undefined,
  };
}
