import { z } from 'zod';
import { jsonAnswer, type Answer } from './answer.ts';
import { controlActions, type ActionResult } from './control-actions.ts';
import type { Office } from './office.ts';
import { faultWords } from './faults/fault-words.ts';
import { faultsRequestSchema, type Faults } from './faults/faults.ts';
import { toLedger, toMailList } from './ledger.ts';
import { operations } from './operations.ts';
import { pageAnswer } from './pages/page.ts';
import { obtainSigner } from './webhooks/signer.ts';
import { webhookFaultWords } from './faults/webhook-faults.ts';

interface ControlRequest {
  readonly method: string;
  readonly path: string;
  readonly contentType: string | undefined;
  readonly body: string;
}

interface ControlParts {
  readonly office: Office;
  readonly faults: Faults;
}

/** The tester's side, `/_simulator/...`; undefined for every other path. */
export function answerControl(parts: ControlParts, request: ControlRequest): Answer | undefined {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  if (request.path === '/' && method === 'GET') return indexPage;
  if (request.path === '/favicon.ico') return { status: 204, headers: {}, body: '' };
  if (!request.path.startsWith('/_simulator/')) return undefined;
  const name = request.path.slice('/_simulator/'.length);
  const look = method === 'GET' && Object.hasOwn(looks, name) ? looks[name] : undefined;
  if (look !== undefined) return look(parts);
  const action = method === 'POST' && Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined) return control(404, { error: `there is no ${method} ${request.path}` });
  return act(parts, action, request, name);
}

const looks: Readonly<Record<string, (parts: ControlParts) => Answer>> = {
  ledger: ({ office }) => control(200, toLedger(office)),
  webhooks: ({ office }) => control(200, toMailList(office)),
  'webhook-root': ({ office }) => ({
    status: 200,
    headers: { 'content-type': 'application/x-pem-file', 'cache-control': 'no-store' },
    body: obtainSigner(office).rootPem,
  }),
  faults: ({ faults }) => control(200, listFaults(faults)),
};

type Action = (parts: ControlParts, body: unknown) => ActionResult;

const actions: Readonly<Record<string, Action>> = {
  ...Object.fromEntries(
    Object.entries(controlActions).map(([name, action]): [string, Action] => [
      name,
      ({ office }, body) => action(office, body),
    ]),
  ),
  faults: ({ faults }, body) => {
    faults.arrange(faultsRequestSchema.parse(body).faults);
    return { done: { arranged: faults.list() } };
  },
  reset,
};

const indexPage = pageAnswer(
  200,
  'Welcome',
  `<h1>PayPal simulator</h1>
<p>It plays PayPal for the shop on this machine: sign-in, orders, the payer's approval page, captures, refunds,
authorizations and webhooks.</p>
<p><a href="/_simulator/ledger">Ledger: orders, captures, refunds and every request</a></p>
<p><a href="/_simulator/webhooks">Webhooks: events, and what became of their deliveries</a></p>
<p><a href="/_simulator/faults">Faults that can be arranged</a></p>`,
);

/** Only JSON: a form of another origin's page cannot send that type without asking first. */
function act(parts: ControlParts, action: Action, request: ControlRequest, name: string): Answer {
  const isBare = name === 'reset' && request.body === '';
  if (!isBare && !/^application\/json\s*(;|$)/i.test(request.contentType ?? '')) {
    return control(415, { error: 'Content-Type must be application/json' });
  }
  try {
    const result = action(parts, parse(request.body));
    return 'done' in result ? control(200, result.done) : control(409, { error: result.refused });
  } catch (error) {
    if (error instanceof z.ZodError) return control(400, { error: z.prettifyError(error) });
    throw error;
  }
}

/** Forgets orders, requests, messages and faults; sign-ins and registered webhooks stay, since they are the caller's. */
function reset({ office, faults }: ControlParts): ActionResult {
  office.books.save({ reset: true });
  faults.clear();
  return { done: { reset: true } };
}

function listFaults(faults: Faults): unknown {
  const words = Object.fromEntries(Object.entries(faultWords).map(([word, { says }]) => [word, says]));
  return {
    words,
    webhookWords: webhookFaultWords,
    operations: [...operations, '*', 'webhook'],
    arranged: faults.list(),
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function control(status: number, body: unknown): Answer {
  return jsonAnswer(status, body, { 'cache-control': 'no-store' });
}
