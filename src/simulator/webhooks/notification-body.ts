import type { z } from 'zod';
import type { Call } from '../office.ts';
import { parseUrl } from '../parse-url.ts';
import { outsideRefusal, type Refusal } from '../refusal.ts';
import { requireJson } from '../request-body.ts';

/** Parses a body of the webhooks API, whose refusals are not in PayPal's catalogue. @throws Refusal */
export function parseNotificationBody<T>(schema: z.ZodType<T>, call: Call): T {
  requireJson(call.headers['content-type']);
  const result = schema.safeParse(parse(call.body));
  if (result.success) return result.data;
  const [first] = result.error.issues;
  throw refuseInvalid(first?.path.map(String).join('.') || 'body', first?.message ?? 'not readable');
}

export function refuseInvalid(field: string, issue: string): Refusal {
  return outsideRefusal('validation_error', {}, { field, issue });
}

/** Whether an address is one of this machine, and of a form that cannot be mistaken for it. */
export function isLoopbackUrl(text: string): boolean {
  const url = parseUrl(text);
  if (url === undefined) return false;
  const { protocol, hostname, username, password } = url;
  const isLocal = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/.test(hostname);
  return /^https?:$/.test(protocol) && isLocal && username === '' && password === '';
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw outsideRefusal('invalid_request');
  }
}
