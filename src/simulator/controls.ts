import { z } from 'zod';
import { jsonAnswer, type Answer } from './answer.ts';
import type { Desk } from './desk.ts';
import { faultWords } from './fault-words.ts';
import { faultsRequestSchema, type Faults } from './faults.ts';
import { toLedger } from './ledger.ts';
import { operations } from './operations.ts';
import { pageAnswer } from './page.ts';

interface ControlRequest {
  method: string;
  path: string;
  contentType: string | undefined;
  body: string;
}

interface ControlParts {
  desk: Desk;
  faults: Faults;
}

/** The tester's side, `/_simulator/...`; undefined for every other path. */
export function answerControl(parts: ControlParts, request: ControlRequest): Answer | undefined {
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  if (request.path === '/' && method === 'GET') return indexPage;
  if (request.path === '/favicon.ico') return { status: 204, headers: {}, body: '' };
  if (!request.path.startsWith('/_simulator/')) return undefined;
  switch (`${method} ${request.path}`) {
    case 'GET /_simulator/ledger':
      return control(200, toLedger(parts.desk));
    case 'GET /_simulator/faults':
      return control(200, listFaults(parts.faults));
    case 'POST /_simulator/faults':
      return arrangeFaults(parts.faults, request);
    case 'POST /_simulator/reset':
      return reset(parts, request);
    default:
      return control(404, { error: `there is no ${method} ${request.path}` });
  }
}

const indexPage = pageAnswer(
  200,
  'Welcome',
  `<h1>PayPal simulator</h1>
<p>It plays PayPal for the shop on this machine: sign-in, orders, the payer's approval page and captures.</p>
<p><a href="/_simulator/ledger">Ledger: orders, captures and every request</a></p>
<p><a href="/_simulator/faults">Faults that can be arranged</a></p>`,
);

function listFaults(faults: Faults): unknown {
  const words = Object.fromEntries(Object.entries(faultWords).map(([word, { says }]) => [word, says]));
  return { words, operations: [...operations, '*'], arranged: faults.list() };
}

/** Only JSON: a form of another origin's page cannot send that type without asking first. */
function arrangeFaults(faults: Faults, request: ControlRequest): Answer {
  if (!isJson(request.contentType)) return control(415, { error: 'Content-Type must be application/json' });
  const result = faultsRequestSchema.safeParse(parse(request.body));
  if (!result.success) return control(400, { error: z.prettifyError(result.error) });
  faults.arrange(result.data.faults);
  return control(200, { arranged: faults.list() });
}

/** Forgets orders, requests and faults; bearer tokens stay, since they are the caller's sign-in. */
function reset({ desk, faults }: ControlParts, request: ControlRequest): Answer {
  if (request.body !== '' && !isJson(request.contentType)) {
    return control(415, { error: 'Content-Type must be application/json' });
  }
  desk.books.save({ reset: true });
  faults.clear();
  return control(200, { reset: true });
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/json\s*(;|$)/i.test(contentType ?? '');
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
