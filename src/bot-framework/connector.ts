import { Agent, request as requestHttp } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent as SecureAgent, request as requestHttps } from 'node:https';
import { z } from 'zod';
import { parseUrl } from '../round-trip/parse-url.ts';
import { ConnectorError } from './connector-error.ts';
import { isServiceUrlAllowed } from './service-hosts.ts';
import { within } from './within.ts';

/** One call to a channel's connector service. */
export interface ConnectorCall {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly serviceUrl: string;
  /** Undefined to open a conversation. */
  readonly conversationId: string | undefined;
  /** The activity that is replied to, replaced or deleted. */
  readonly activityId?: string | undefined;
  readonly body?: unknown;
  readonly idempotencyKey?: string | undefined;
}

/**
 * Calls the connector service once: no retry, no redirect, one deadline for all of it. Answers the id that the channel
 * gave to the activity, or to the conversation. @throws ConnectorError
 */
export type Connector = (call: ConnectorCall) => Promise<string | undefined>;

export interface ConnectorOptions {
  readonly serviceHosts: readonly string[];
  readonly timeoutMs: number;
  /** The bot's bearer token, or undefined where the bot has no registration. */
  readonly findToken: () => Promise<string | undefined>;
}

/** Idle connections close before the usual servers close them, so that a send seldom meets a closing one. */
const idleMs = 4_000;
const answerLimit = 64 * 1024;
const answerBody = z.object({ id: z.string().max(2_048).optional() });

export function createConnector({ serviceHosts, timeoutMs, findToken }: ConnectorOptions): Connector {
  const agents = {
    'http:': new Agent({ keepAlive: true, timeout: idleMs }),
    'https:': new SecureAgent({ keepAlive: true, timeout: idleMs }),
  };
  return async (call) => {
    if (!isServiceUrlAllowed(call.serviceUrl, serviceHosts)) {
      throw new ConnectorError('host_not_allowed', `The bot does not send to ${hostOf(call.serviceUrl)}.`);
    }
    const url = new URL(call.serviceUrl);
    // Not AbortSignal.timeout: its timer, and then its error, would outlive every call that was answered.
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(), timeoutMs);
    const deadline = ending.signal;
    try {
      // The token service's call cannot be stopped, but the waiting for it ends with the deadline.
      const token = await within(deadline, findToken());
      const body = call.body === undefined ? '' : JSON.stringify(call.body);
      const options = {
        method: call.method,
        path: pathOf(url, call),
        headers: headersOf(call, body, token),
        signal: deadline,
      };
      const request =
        url.protocol === 'https:'
          ? requestHttps(url, { ...options, agent: agents['https:'] })
          : requestHttp(url, { ...options, agent: agents['http:'] });
      return await exchange(request, body, deadline);
    } catch (error) {
      throw ConnectorError.from(error, { isTooLate: deadline.aborted, isSent: false });
    } finally {
      clearTimeout(timer);
    }
  };
}

function pathOf(url: URL, call: ConnectorCall): string {
  const conversations = `${url.pathname.replace(/\/+$/, '')}/v3/conversations`;
  if (call.conversationId === undefined) return conversations;
  const activity = call.activityId === undefined ? '' : `/${encodeURIComponent(call.activityId)}`;
  return `${conversations}/${encodeURIComponent(call.conversationId)}/activities${activity}`;
}

function headersOf(
  call: ConnectorCall,
  body: string,
  token: string | undefined,
): Record<string, string | number> {
  return {
    accept: 'application/json',
    'content-length': Buffer.byteLength(body),
    ...(body === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(call.idempotencyKey === undefined ? {} : { 'x-idempotency-key': call.idempotencyKey }),
  };
}

/** Once its status has come, the call is decided: what becomes of the answer's body changes nothing. */
async function exchange(
  request: ClientRequest,
  body: string,
  deadline: AbortSignal,
): Promise<string | undefined> {
  let isSent = false;
  request.once('finish', () => {
    isSent = true;
  });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    // Stays until the end: an error without a listener would end the process.
    request.on('error', reject);
    request.end(body);
  }).catch((error: unknown) => {
    throw ConnectorError.from(error, { isTooLate: deadline.aborted, isSent });
  });
  const id = await readId(response).catch(() => undefined);
  const status = response.statusCode ?? 0;
  if (status < 200 || status > 299) throw ConnectorError.ofStatus(status, response.headers['retry-after']);
  return id;
}

async function readId(response: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > answerLimit) return undefined;
    chunks.push(bytes);
  }
  return answerBody.parse(JSON.parse(Buffer.concat(chunks).toString('utf8'))).id;
}

function hostOf(serviceUrl: string): string {
  return parseUrl(serviceUrl)?.host ?? 'an address that is no URL';
}
