import fs from 'node:fs';
import { Ajv } from 'ajv';
import * as formats from 'ajv-formats';
import { expect } from 'chai';
import { z } from 'zod';

/** Operations of PayPal's four documents, by the names that PayPal gives them; webhooks have none there. */
export type PayPalOperation = keyof typeof addresses;

const schemaSchema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    properties: z.record(z.string(), schemaSchema).optional(),
    items: schemaSchema.optional(),
    allOf: z.array(schemaSchema).optional(),
    anyOf: z.array(schemaSchema).optional(),
    oneOf: z.array(schemaSchema).optional(),
  }),
);

interface Schema {
  $ref?: string | undefined;
  properties?: Record<string, Schema> | undefined;
  items?: Schema | undefined;
  allOf?: Schema[] | undefined;
  anyOf?: Schema[] | undefined;
  oneOf?: Schema[] | undefined;
}

type DocumentName = 'orders' | 'payments' | 'webhooks' | 'disputes';

const documents: Readonly<Record<DocumentName, unknown>> = {
  orders: readDocument('checkout_orders_v2.json'),
  payments: readDocument('payments_payment_v2.json'),
  webhooks: readDocument('notifications_webhooks_v1.json'),
  disputes: readDocument('customer_disputes_v1.json'),
};
const validator = createValidator();

const requestSchemas = {
  'orders.create': 'order_request',
  'orders.patch': 'patch_request',
  'orders.capture': 'order_capture_request',
} as const;

const addresses = {
  'orders.create': ['orders', '/v2/checkout/orders', 'post'],
  'orders.get': ['orders', '/v2/checkout/orders/{id}', 'get'],
  'orders.patch': ['orders', '/v2/checkout/orders/{id}', 'patch'],
  'orders.capture': ['orders', '/v2/checkout/orders/{id}/capture', 'post'],
  'orders.track.create': ['orders', '/v2/checkout/orders/{id}/track', 'post'],
  'orders.authorize': ['orders', '/v2/checkout/orders/{id}/authorize', 'post'],
  'authorizations.get': ['payments', '/v2/payments/authorizations/{authorization_id}', 'get'],
  'authorizations.capture': ['payments', '/v2/payments/authorizations/{authorization_id}/capture', 'post'],
  'authorizations.reauthorize': [
    'payments',
    '/v2/payments/authorizations/{authorization_id}/reauthorize',
    'post',
  ],
  'authorizations.void': ['payments', '/v2/payments/authorizations/{authorization_id}/void', 'post'],
  'captures.get': ['payments', '/v2/payments/captures/{capture_id}', 'get'],
  'captures.refund': ['payments', '/v2/payments/captures/{capture_id}/refund', 'post'],
  'refunds.get': ['payments', '/v2/payments/refunds/{refund_id}', 'get'],
  'webhooks.create': ['webhooks', '/v1/notifications/webhooks', 'post'],
  'webhooks.list': ['webhooks', '/v1/notifications/webhooks', 'get'],
  'webhooks.get': ['webhooks', '/v1/notifications/webhooks/{webhook_id}', 'get'],
  'webhooks.delete': ['webhooks', '/v1/notifications/webhooks/{webhook_id}', 'delete'],
  'disputes.get': ['disputes', '/v1/customer/disputes/{id}', 'get'],
  'events.list': ['webhooks', '/v1/notifications/webhooks-events', 'get'],
  'events.get': ['webhooks', '/v1/notifications/webhooks-events/{event_id}', 'get'],
  'events.simulate': ['webhooks', '/v1/notifications/simulate-event', 'post'],
} as const;

/** The name of the schema that a request's body must match. */
export function requestSchemaOf(operation: keyof typeof requestSchemas): string {
  return requestSchemas[operation];
}

/** Fails unless the value matches the schema of that name and has no property that PayPal does not know. */
export function assertMatchesSchema(schemaName: string, value: unknown, from: DocumentName = 'orders'): void {
  assertMatches(from, `#/components/schemas/${schemaName}`, value);
}

/** Fails unless PayPal's document allows this body for the operation. */
export function assertMatchesRequest(operation: PayPalOperation, body: unknown): void {
  const [from, path, method] = addresses[operation];
  const pointer = toPointer('paths', path, method, 'requestBody', 'content', 'application/json', 'schema');
  assertMatches(from, pointer, body);
}

/** Fails unless PayPal's document allows this body with this status for the operation. */
export function assertMatchesResponse(operation: PayPalOperation, status: number, body: unknown): void {
  const [from, path, method] = addresses[operation];
  const rest = ['responses', String(status), 'content', 'application/json', 'schema'];
  const pointer = toPointer('paths', path, method, ...rest);
  const error = from === 'webhooks' || from === 'disputes' ? 'error' : 'error_default';
  assertMatches(from, isThere(from, pointer) ? pointer : `#/components/schemas/${error}`, body);
}

function assertMatches(from: DocumentName, pointer: string, value: unknown): void {
  const validate = validator.getSchema(from + pointer);
  if (validate === undefined) throw new Error(`PayPal's document has no ${pointer}`);
  const matches = validate(value);
  const said = JSON.stringify(value, undefined, 1);
  expect(matches, `${pointer}: ${validator.errorsText(validate.errors)}\n${said}`).to.equal(true);
  expect(
    findUnknown(from, value, [schemaAt(from, pointer)], ''),
    `properties unknown to ${pointer}\n${said}`,
  ).to.deep.equal([]);
}

/** JSON has no closed objects in PayPal's document, so a misspelt property would pass the schema. */
function findUnknown(from: DocumentName, value: unknown, schemas: Schema[], at: string): string[] {
  const all = schemas.flatMap((schema) => spread(from, schema));
  if (Array.isArray(value)) {
    const items = all.flatMap((schema) => schema.items ?? []);
    return value.flatMap((each, index) => findUnknown(from, each, items, `${at}/${index}`));
  }
  if (Object(value) !== value || !all.some((schema) => schema.properties !== undefined)) return [];
  return Object.entries(Object(value)).flatMap(([name, inner]) => {
    const known = all.flatMap((schema) => schema.properties?.[name] ?? []);
    return known.length === 0 ? [`${at}/${name}`] : findUnknown(from, inner, known, `${at}/${name}`);
  });
}

/** A schema and all that it refers to or is composed of. */
function spread(from: DocumentName, schema: Schema): Schema[] {
  const parts = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (schema.$ref !== undefined) parts.push(schemaAt(from, schema.$ref));
  return [schema, ...parts.flatMap((part) => spread(from, part))];
}

function schemaAt(from: DocumentName, pointer: string): Schema {
  return schemaSchema.parse(valueAt(from, pointer));
}

function isThere(from: DocumentName, pointer: string): boolean {
  return valueAt(from, pointer) !== undefined;
}

function toPointer(...steps: readonly string[]): string {
  return `#${steps.map((step) => `/${step.replaceAll('/', '~1')}`).join('')}`;
}

function valueAt(from: DocumentName, pointer: string): unknown {
  return pointer
    .slice(2)
    .split('/')
    .map((step) => step.replaceAll('~1', '/'))
    .reduce<unknown>(
      (value, step) => (Object(value) === value ? Reflect.get(Object(value), step) : undefined),
      documents[from],
    );
}

function readDocument(file: string): unknown {
  return JSON.parse(fs.readFileSync(new URL(file, import.meta.url), 'utf8'));
}

function createValidator(): Ajv {
  // PayPal's patterns are not valid with the u flag, and its own formats are unknown to everybody.
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, logger: false });
  formats.default.default(ajv);
  for (const [name, paypalDocument] of Object.entries(documents)) {
    ajv.addSchema(Object(paypalDocument), name, undefined, false);
  }
  return ajv;
}
