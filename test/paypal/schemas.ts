import fs from 'node:fs';
import { Ajv } from 'ajv';
import * as formats from 'ajv-formats';
import { expect } from 'chai';
import { z } from 'zod';

/** Operations of PayPal's Orders document; those that take a body have a request schema. */
export type OrdersOperation = 'orders.create' | 'orders.get' | 'orders.patch' | 'orders.capture';

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

const paypalDocument: unknown = JSON.parse(
  fs.readFileSync(new URL('checkout_orders_v2.json', import.meta.url), 'utf8'),
);
const validator = createValidator();

const requestSchemas = {
  'orders.create': 'order_request',
  'orders.patch': 'patch_request',
  'orders.capture': 'order_capture_request',
} as const;

const addresses = {
  'orders.create': ['/v2/checkout/orders', 'post'],
  'orders.get': ['/v2/checkout/orders/{id}', 'get'],
  'orders.patch': ['/v2/checkout/orders/{id}', 'patch'],
  'orders.capture': ['/v2/checkout/orders/{id}/capture', 'post'],
} as const;

/** The name of the schema that a request's body must match. */
export function requestSchemaOf(operation: keyof typeof requestSchemas): string {
  return requestSchemas[operation];
}

/** Fails unless the value matches the schema of that name and has no property that PayPal does not know. */
export function assertMatchesSchema(schemaName: string, value: unknown): void {
  assertMatches(`#/components/schemas/${schemaName}`, value);
}

/** Fails unless PayPal's document allows this body with this status for the operation. */
export function assertMatchesResponse(operation: OrdersOperation, status: number, body: unknown): void {
  const [path, method] = addresses[operation];
  const steps = ['paths', path, method, 'responses', String(status), 'content', 'application/json', 'schema'];
  const pointer = `#${steps.map((step) => `/${step.replaceAll('/', '~1')}`).join('')}`;
  assertMatches(isThere(pointer) ? pointer : '#/components/schemas/error_default', body);
}

function assertMatches(pointer: string, value: unknown): void {
  const validate = validator.getSchema(`orders${pointer}`);
  if (validate === undefined) throw new Error(`PayPal's document has no ${pointer}`);
  const matches = validate(value);
  const said = JSON.stringify(value, undefined, 1);
  expect(matches, `${pointer}: ${validator.errorsText(validate.errors)}\n${said}`).to.equal(true);
  expect(
    findUnknown(value, [schemaAt(pointer)], ''),
    `properties unknown to ${pointer}\n${said}`,
  ).to.deep.equal([]);
}

/** JSON has no closed objects in PayPal's document, so a misspelt property would pass the schema. */
function findUnknown(value: unknown, schemas: Schema[], at: string): string[] {
  const all = schemas.flatMap(spread);
  if (Array.isArray(value)) {
    const items = all.flatMap((schema) => schema.items ?? []);
    return value.flatMap((each, index) => findUnknown(each, items, `${at}/${index}`));
  }
  if (Object(value) !== value || !all.some((schema) => schema.properties !== undefined)) return [];
  return Object.entries(Object(value)).flatMap(([name, inner]) => {
    const known = all.flatMap((schema) => schema.properties?.[name] ?? []);
    return known.length === 0 ? [`${at}/${name}`] : findUnknown(inner, known, `${at}/${name}`);
  });
}

/** A schema and all that it refers to or is composed of. */
function spread(schema: Schema): Schema[] {
  const parts = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (schema.$ref !== undefined) parts.push(schemaAt(schema.$ref));
  return [schema, ...parts.flatMap(spread)];
}

function schemaAt(pointer: string): Schema {
  return schemaSchema.parse(valueAt(pointer));
}

function isThere(pointer: string): boolean {
  return valueAt(pointer) !== undefined;
}

function valueAt(pointer: string): unknown {
  return pointer
    .slice(2)
    .split('/')
    .map((step) => step.replaceAll('~1', '/'))
    .reduce<unknown>(
      (value, step) => (Object(value) === value ? Reflect.get(Object(value), step) : undefined),
      paypalDocument,
    );
}

function createValidator(): Ajv {
  // PayPal's patterns are not valid with the u flag, and its own formats are unknown to everybody.
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, logger: false });
  formats.default.default(ajv);
  ajv.addSchema(Object(paypalDocument), 'orders', undefined, false);
  return ajv;
}
