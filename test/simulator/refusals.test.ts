import fs from 'node:fs';
import { expect } from 'chai';
import { z } from 'zod';
import { catalogue } from '../../src/simulator/errors.ts';
import { euros, plainOrder, teaOrder } from './order-bodies.ts';
import { issueOf, openSandbox, type Sandbox } from './sandbox.ts';

const item = { name: 'Tea', quantity: '2', unit_amount: euros('5.00') };

/** A purchase unit in euros with these parts. */
function unit(value: string, breakdown?: Record<string, unknown>, more: Record<string, unknown> = {}) {
  return { amount: { ...euros(value), ...(breakdown ? { breakdown } : {}) }, ...more };
}

function order(...units: unknown[]) {
  return { intent: 'CAPTURE', purchase_units: units };
}

function withContext(context: Record<string, unknown>) {
  return { ...plainOrder(), application_context: context };
}

const refused: [title: string, body: unknown, status: number, issue: string, field?: string][] = [
  ['no JSON at all', '{"intent":', 400, 'MALFORMED_REQUEST_JSON', '/'],
  ['an empty body', '', 400, 'MALFORMED_REQUEST_JSON', '/'],
  ['a list', [], 400, 'INVALID_PARAMETER_SYNTAX', '/'],
  ['no intent', { purchase_units: [unit('1')] }, 400, 'MISSING_REQUIRED_PARAMETER', '/intent'],
  ['an unknown intent', { ...plainOrder(), intent: 'BUY' }, 400, 'INVALID_PARAMETER_VALUE', '/intent'],
  ['no purchase units', { intent: 'CAPTURE' }, 400, 'MISSING_REQUIRED_PARAMETER', '/purchase_units'],
  ['an empty list of units', order(), 400, 'INVALID_ARRAY_MIN_ITEMS', '/purchase_units'],
  [
    'eleven units',
    order(...Array.from({ length: 11 }, () => unit('1'))),
    400,
    'INVALID_ARRAY_MAX_ITEMS',
    '/purchase_units',
  ],
  ['a unit without amount', order({}), 400, 'MISSING_REQUIRED_PARAMETER', '/purchase_units/0/amount'],
  [
    'a number as value',
    order({ amount: { currency_code: 'EUR', value: 5 } }),
    400,
    'INVALID_PARAMETER_SYNTAX',
    '/purchase_units/0/amount/value',
  ],
  ['a value in words', plainOrder('1e3'), 400, 'INVALID_PARAMETER_SYNTAX', '/purchase_units/0/amount/value'],
  [
    'a currency of four letters',
    plainOrder('1', 'EURO'),
    400,
    'INVALID_STRING_LENGTH',
    '/purchase_units/0/amount/currency_code',
  ],
  [
    'a long custom_id',
    order(unit('1', undefined, { custom_id: 'x'.repeat(128) })),
    400,
    'INVALID_STRING_LENGTH',
    '/purchase_units/0/custom_id',
  ],
  [
    'a long invoice_id',
    order(unit('1', undefined, { invoice_id: 'x'.repeat(128) })),
    400,
    'INVALID_STRING_LENGTH',
    '/purchase_units/0/invoice_id',
  ],
  [
    'a long item name',
    order(unit('1', undefined, { items: [{ ...item, name: 'x'.repeat(128) }] })),
    400,
    'INVALID_STRING_LENGTH',
    '/purchase_units/0/items/0/name',
  ],
  [
    'a quantity of zero',
    order(unit('1', undefined, { items: [{ ...item, quantity: '0' }] })),
    400,
    'INVALID_PARAMETER_SYNTAX',
    '/purchase_units/0/items/0/quantity',
  ],
  [
    'an http picture',
    order(unit('1', undefined, { items: [{ ...item, image_url: 'http://a/b.png' }] })),
    400,
    'INVALID_PARAMETER_SYNTAX',
    '/purchase_units/0/items/0/image_url',
  ],
  [
    'a script as return address',
    withContext({ return_url: 'javascript:alert(1)' }),
    400,
    'INVALID_PARAMETER_SYNTAX',
    '/application_context/return_url',
  ],
  [
    'a locale with an underscore',
    withContext({ locale: 'de_DE' }),
    400,
    'INVALID_PARAMETER_SYNTAX',
    '/application_context/locale',
  ],
  [
    'a card as payment source',
    { ...plainOrder(), payment_source: { card: {} } },
    400,
    'NOT_SUPPORTED',
    '/payment_source/card',
  ],
  [
    'a vaulted wallet',
    { ...plainOrder(), payment_source: { paypal: { vault_id: 'v' } } },
    400,
    'NOT_SUPPORTED',
    '/payment_source/paypal/vault_id',
  ],
  [
    'both kinds of context',
    teaOrder('x', { application_context: {} }),
    422,
    'INCOMPATIBLE_PARAMETER_VALUE',
    '/application_context',
  ],
  [
    'an unknown currency',
    plainOrder('1', 'XXX'),
    422,
    'INVALID_CURRENCY_CODE',
    '/purchase_units/0/amount/currency_code',
  ],
  ['three decimals', plainOrder('1.000'), 422, 'DECIMAL_PRECISION', '/purchase_units/0/amount/value'],
  [
    'decimals of the yen',
    plainOrder('1.00', 'JPY'),
    422,
    'DECIMAL_PRECISION',
    '/purchase_units/0/amount/value',
  ],
  ['nothing to pay', plainOrder('0.00'), 422, 'CANNOT_BE_ZERO_OR_NEGATIVE', '/purchase_units/0/amount/value'],
  ['a negative total', plainOrder('-1'), 422, 'CANNOT_BE_ZERO_OR_NEGATIVE', '/purchase_units/0/amount/value'],
  [
    'more than PayPal counts',
    plainOrder('1000000000000000'),
    422,
    'MAX_VALUE_EXCEEDED',
    '/purchase_units/0/amount/value',
  ],
  [
    'a negative part',
    order(unit('1', { item_total: euros('2'), shipping: euros('-1') })),
    422,
    'CANNOT_BE_NEGATIVE',
    '/purchase_units/0/amount/breakdown/shipping/value',
  ],
  [
    'two currencies',
    order(unit('1', { item_total: { currency_code: 'USD', value: '1' } })),
    422,
    'MULTI_CURRENCY_ORDER',
    '/purchase_units/0/amount/breakdown/item_total/currency_code',
  ],
  [
    'parts that miss the total',
    order(unit('9', { item_total: euros('10'), discount: euros('2') })),
    422,
    'AMOUNT_MISMATCH',
    '/purchase_units/0/amount/value',
  ],
  [
    'items without their total',
    order(unit('10', undefined, { items: [item] })),
    422,
    'ITEM_TOTAL_REQUIRED',
    '/purchase_units/0/amount/breakdown/item_total',
  ],
  [
    'items that miss their total',
    order(unit('9', { item_total: euros('9') }, { items: [item] })),
    422,
    'ITEM_TOTAL_MISMATCH',
    '/purchase_units/0/amount/breakdown/item_total/value',
  ],
  [
    'taxes without their total',
    order(unit('10', { item_total: euros('10') }, { items: [{ ...item, tax: euros('0.5') }] })),
    422,
    'TAX_TOTAL_REQUIRED',
    '/purchase_units/0/amount/breakdown/tax_total',
  ],
  [
    'taxes that miss their total',
    order(
      unit(
        '10.50',
        { item_total: euros('10'), tax_total: euros('0.5') },
        { items: [{ ...item, tax: euros('0.5') }] },
      ),
    ),
    422,
    'TAX_TOTAL_MISMATCH',
    '/purchase_units/0/amount/breakdown/tax_total/value',
  ],
  [
    'two units without names',
    order(unit('1'), unit('1')),
    422,
    'REFERENCE_ID_REQUIRED',
    '/purchase_units/0/reference_id',
  ],
  [
    'two units of one name',
    order(unit('1', undefined, { reference_id: 'a' }), unit('1', undefined, { reference_id: 'a' })),
    422,
    'DUPLICATE_REFERENCE_ID',
    '/purchase_units/1/reference_id',
  ],
];

describe('a create that the simulator refuses', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await openSandbox();
  });
  after(() => sandbox.simulator.close());

  for (const [title, body, status, issue, field] of refused) {
    it(`with ${title}: ${status} ${issue}`, async () => {
      const reply = await sandbox.create(body);
      expect([reply.status, issueOf(reply), reply.body.details[0]?.field]).to.deep.equal([
        status,
        issue,
        field,
      ]);
    });
  }

  it('names every fault at once', async () => {
    const reply = await sandbox.create({ intent: 'BUY', purchase_units: [{}, { amount: euros('x') }] });
    expect(reply.body.details.map(({ field }) => field)).to.deep.equal([
      '/intent',
      '/purchase_units/0/amount',
      '/purchase_units/1/amount/value',
    ]);
  });

  it('leaves no order behind', async () => {
    expect((await sandbox.ledger()).orders).to.deep.equal([]);
  });

  it('does not count the limits as refusals', async () => {
    const exact = unit(
      '11',
      {
        item_total: euros('10'),
        tax_total: euros('1'),
        shipping: euros('2'),
        handling: euros('1'),
        insurance: euros('.5'),
        shipping_discount: euros('1.5'),
        discount: euros('2'),
      },
      {
        custom_id: 'x'.repeat(127),
        invoice_id: 'x'.repeat(127),
        items: [{ ...item, name: 'x'.repeat(127), tax: euros('0.5') }],
      },
    );
    expect((await sandbox.create(order(exact))).status).to.equal(201);
    expect((await sandbox.create(plainOrder('999999999999999.99'))).status).to.equal(201);
  });
});

describe('the refusals of the simulator', () => {
  it('are rows of the catalogue of PayPal, word for word', () => {
    const rows = z
      .array(
        z.object({
          op: z.string(),
          status: z.number(),
          issue: z.string(),
          description: z.string().optional(),
        }),
      )
      .parse(JSON.parse(fs.readFileSync(new URL('../paypal/error-catalogue.json', import.meta.url), 'utf8')));
    const known = new Set(
      rows.map((row) => JSON.stringify([row.op, row.status, row.issue, row.description])),
    );
    const used = Object.entries(catalogue).flatMap(([op, byStatus]) =>
      Object.entries<Record<string, string | undefined>>(byStatus).flatMap(([status, issues]) =>
        Object.entries(issues).map(([issue, words]) => JSON.stringify([op, Number(status), issue, words])),
      ),
    );
    expect(used.length).to.be.greaterThan(50);
    expect(used.filter((row) => !known.has(row))).to.deep.equal([]);
  });
});
