import { expect } from 'chai';
import { z } from 'zod';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/simulator.ts';
import { teaOrder } from './order-bodies.ts';
import { assertMatchesResponse, type PayPalOperation } from '../paypal/schemas.ts';

const link = z.object({ href: z.string(), rel: z.string(), method: z.string().optional() });
const amount = z.looseObject({ currency_code: z.string(), value: z.string() });

const payments = z.array(z.looseObject({ id: z.string(), status: z.string(), amount })).default([]);

/** What the tests read of an answer, be it an order or a refusal. */
const bodySchema = z.looseObject({
  id: z.string().optional(),
  status: z.string().optional(),
  name: z.string().optional(),
  debug_id: z.string().optional(),
  error: z.string().optional(),
  details: z
    .array(z.object({ issue: z.string(), field: z.string().optional(), description: z.string().optional() }))
    .default([]),
  payer: z.looseObject({ payer_id: z.string() }).optional(),
  purchase_units: z
    .array(
      z.looseObject({
        reference_id: z.string(),
        amount: amount.optional(),
        custom_id: z.string().optional(),
        description: z.string().optional(),
        payee: z.looseObject({ merchant_id: z.string().optional() }).optional(),
        shipping: z.unknown().optional(),
        payments: z.object({ authorizations: payments, captures: payments, refunds: payments }).optional(),
      }),
    )
    .default([]),
  links: z.array(link).default([]),
});

const ledgerSchema = z.object({
  orders: z.array(z.looseObject({ id: z.string(), status: z.string() })),
  authorizations: z.array(z.looseObject({ id: z.string(), order_id: z.string(), status: z.string() })),
  captures: z.array(
    z.looseObject({
      id: z.string(),
      order_id: z.string(),
      status: z.string(),
      amount,
      custom_id: z.string().optional(),
    }),
  ),
  refunds: z.array(
    z.looseObject({
      id: z.string(),
      order_id: z.string(),
      capture_id: z.string(),
      status: z.string(),
      amount,
    }),
  ),
  requests: z.array(
    z.object({
      time: z.string(),
      method: z.string(),
      path: z.string(),
      requestId: z.string().nullable(),
      status: z.number().nullable(),
      debugId: z.string(),
      operation: z.string(),
      fault: z.string().optional(),
    }),
  ),
});

export type Body = z.infer<typeof bodySchema>;
export interface Reply {
  status: number;
  headers: Headers;
  body: Body;
}

interface AskOptions {
  body?: unknown;
  headers?: Record<string, string>;
}

/** A simulator with a clock to turn, and the calls that a shop's server makes. Every answer is held against PayPal's schemas. */
export interface Sandbox {
  simulator: Simulator;
  clock: { now: number };
  signIn(): Promise<string>;
  create(body: unknown, headers?: Record<string, string>): Promise<Reply>;
  get(id: string, headers?: Record<string, string>): Promise<Reply>;
  patch(id: string, body: unknown): Promise<Reply>;
  capture(id: string, headers?: Record<string, string>): Promise<Reply>;
  /** Presses a button of the approval page and returns the answer, unfollowed. */
  press(id: string, decision: string, trouble?: string): Promise<Response>;
  arrange(...faults: unknown[]): Promise<Response>;
  /** Any other call of PayPal's API, signed in anew, since tests turn the clock by days. */
  ask(operation: PayPalOperation, method: string, path: string, options?: AskOptions): Promise<Reply>;
  /** Creates, approves and captures an order. */
  buy(body?: unknown, trouble?: string): Promise<{ orderId: string; captureId: string; captured: Reply }>;
  /** Makes something happen at PayPal. */
  control(name: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }>;
  ledger(): Promise<z.infer<typeof ledgerSchema>>;
}

export async function openSandbox(options: Partial<SimulatorOptions> = {}): Promise<Sandbox> {
  const clock = { now: Date.parse('2026-03-01T10:00:00Z') };
  const simulator = await startSimulator({ host: '127.0.0.1', port: 0, clock: () => clock.now, ...options });
  const signIn = (): Promise<string> => fetchToken(simulator.url);
  let token = '';
  const call = async (
    operation: PayPalOperation,
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<Reply> => {
    token ||= await signIn();
    // The SDK ends every path in a bare question mark.
    const response = await fetch(`${simulator.url}${path}${path.includes('?') ? '' : '?'}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body }),
    });
    return readReply(operation, response);
  };
  const create: Sandbox['create'] = (body, headers = newRequestId()) =>
    call('orders.create', 'POST', '/v2/checkout/orders', headers, toText(body));
  const capture: Sandbox['capture'] = (id, headers = newRequestId()) =>
    call('orders.capture', 'POST', `/v2/checkout/orders/${id}/capture`, headers);
  const press: Sandbox['press'] = (id, decision, trouble = '') =>
    fetch(`${simulator.url}/checkoutnow?token=${id}`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ decision, trouble }),
    });
  return {
    simulator,
    clock,
    signIn,
    create,
    get: (id, headers = {}) => call('orders.get', 'GET', `/v2/checkout/orders/${id}`, headers),
    patch: (id, body) => call('orders.patch', 'PATCH', `/v2/checkout/orders/${id}`, {}, toText(body)),
    capture,
    press,
    ask: async (operation, method, path, { body, headers = {} } = {}) => {
      const authorization = `Bearer ${await signIn()}`;
      return call(
        operation,
        method,
        path,
        { authorization, ...headers },
        body === undefined ? undefined : toText(body),
      );
    },
    async buy(body = teaOrder(), trouble = '') {
      const orderId = idOf(await create(body));
      await press(orderId, 'approve', trouble);
      const captured = await capture(orderId);
      const captureId = captured.body.purchase_units[0]?.payments?.captures[0]?.id ?? '';
      return { orderId, captureId, captured };
    },
    async control(name, body) {
      const response = await fetch(`${simulator.url}/_simulator/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: toText(body),
      });
      return {
        status: response.status,
        body: z.record(z.string(), z.unknown()).parse(await response.json()),
      };
    },
    arrange: (...faults) =>
      fetch(`${simulator.url}/_simulator/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ faults }),
      }),
    ledger: async () => ledgerSchema.parse(await (await fetch(`${simulator.url}/_simulator/ledger`)).json()),
  };
}

export async function fetchToken(url: string, credentials = 'client:secret'): Promise<string> {
  const response = await fetch(`${url}/v1/oauth2/token?`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(credentials)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return z.object({ access_token: z.string() }).parse(await response.json()).access_token;
}

/** The statuses for which PayPal's document has no schema. */
const undocumented = new Set([405, 413, 429]);

async function readReply(operation: PayPalOperation, response: Response): Promise<Reply> {
  const { status, headers } = response;
  const text = await response.text();
  const json: unknown = text === '' ? {} : JSON.parse(text);
  const body = bodySchema.parse(json);
  // A bad bearer token is answered by PayPal's OAuth border, in OAuth's form.
  const isDocumented = status !== 204 && !undocumented.has(status) && body.error === undefined;
  if (isDocumented) assertMatchesResponse(operation, status, json);
  expect(headers.get('paypal-debug-id')).to.match(/^[0-9a-f]{13}$/);
  if (body.debug_id !== undefined) expect(body.debug_id).to.equal(headers.get('paypal-debug-id'));
  return { status, headers, body };
}

/** The header of a call that no other repeats. */
export function newRequestId(): Record<string, string> {
  return { 'paypal-request-id': crypto.randomUUID() };
}

function toText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** The first issue that a refusal names. */
export function issueOf(reply: Reply): string | undefined {
  return reply.body.details[0]?.issue;
}

/** The id of the order that was created; fails where none was. */
export function idOf(reply: Reply): string {
  return z.string({ error: JSON.stringify(reply.body) }).parse(reply.body.id);
}

export function linkOf(reply: Reply, rel: string): string | undefined {
  return reply.body.links.find((each) => each.rel === rel)?.href;
}
