import type { z } from 'zod';
import type { Call } from './office.ts';
import {
  findRow,
  outsideRefusal,
  refusal,
  type CatalogueOperation,
  type Detail,
  type Refusal,
} from './refusal.ts';

type BodyOperation = Exclude<CatalogueOperation, `${string}.get` | 'authorizations.void'>;

/** Parses a JSON body by its schema, or refuses it with every mistake that PayPal would name. @throws Refusal */
export function parseBody<T>(operation: BodyOperation, schema: z.ZodType<T>, body: string): T {
  const input = parseJson(operation, body);
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const details = result.error.issues.map((issue) => toDetail(issue, input));
  throw refusal(
    operation,
    details.map((detail) => toKnown(operation, detail)),
  );
}

/** The same for a body that may be left out, and then is an empty object. @throws Refusal */
export function parseOptionalBody<T>(operation: BodyOperation, schema: z.ZodType<T>, call: Call): T {
  if (call.body === '') return schema.parse({});
  requireJson(call.headers['content-type']);
  return parseBody(operation, schema, call.body);
}

/** Not every operation of PayPal's document has every row; the syntax of a parameter stands in for the rest. */
function toKnown(operation: CatalogueOperation, detail: Detail): Detail {
  return findRow(operation, detail.issue) === undefined
    ? { ...detail, issue: 'INVALID_PARAMETER_SYNTAX' }
    : detail;
}

/** Refuses a body that does not say it is JSON. @throws Refusal */
export function requireJson(contentType: string | undefined): void {
  if (!/^application\/json\s*(;|$)/i.test(contentType ?? '')) throw outsideRefusal('unsupported_media_type');
}

function parseJson(operation: CatalogueOperation, body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw refuseMalformed(operation);
  }
}

/** Also used for the values of a PATCH, whose schema starts at `prefix`. */
export function toDetail(issue: z.core.$ZodIssue, input: unknown, prefix = ''): Detail {
  const value = valueAt(input, issue.path);
  const field = `${prefix}${issue.path.map((key) => `/${String(key)}`).join('')}` || '/';
  const shown = typeof value === 'string' ? { value: value.slice(0, 200) } : {};
  return { issue: toIssue(issue, value), field, ...shown, location: 'body' };
}

function toIssue(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return 'MISSING_REQUIRED_PARAMETER';
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    if (!Array.isArray(value)) return 'INVALID_STRING_LENGTH';
    return issue.code === 'too_small' ? 'INVALID_ARRAY_MIN_ITEMS' : 'INVALID_ARRAY_MAX_ITEMS';
  }
  return issue.code === 'invalid_value' ? 'INVALID_PARAMETER_VALUE' : 'INVALID_PARAMETER_SYNTAX';
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = input;
  for (const key of path) value = Object(value) === value ? Reflect.get(Object(value), key) : undefined;
  return value;
}

/** Refuses a body that is there and is not a JSON object. @throws Refusal */
export function requireJsonObject(operation: 'orders.capture' | 'orders.authorize', body: string): void {
  if (body === '') return;
  const value = parseJson(operation, body);
  if (Object(value) !== value || Array.isArray(value)) {
    throw refuseMalformed(operation);
  }
}

function refuseMalformed(operation: CatalogueOperation): Refusal {
  const detail: Detail = { issue: 'MALFORMED_REQUEST_JSON', field: '/', location: 'body' };
  return refusal(operation, [toKnown(operation, detail)]);
}
