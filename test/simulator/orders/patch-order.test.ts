import { expect } from 'chai';
import { assertMatchesSchema, requestSchemaOf } from '../../paypal/schemas.ts';
import { euros, plainOrder, teaOrder } from '../order-bodies.ts';
import { idOf, issueOf, openSandbox, type Sandbox } from '../sandbox.ts';

const unitPath = "/purchase_units/@reference_id=='default'";

describe('changing an order at the simulator', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await openSandbox();
  });
  after(() => sandbox.simulator.close());

  it('replaces, adds and removes what PayPal lets a shop change', async () => {
    const created = await sandbox.create(
      plainOrder('10.00', 'EUR', { custom_id: 'old', description: 'Tea' }),
    );
    const changes = [
      { op: 'replace', path: `${unitPath}/amount`, value: euros('12') },
      { op: 'replace', path: `${unitPath}/custom_id`, value: 'new' },
      { op: 'add', path: `${unitPath}/invoice_id`, value: 'invoice' },
      { op: 'remove', path: `${unitPath}/description` },
    ];
    assertMatchesSchema(requestSchemaOf('orders.patch'), changes);
    expect((await sandbox.patch(idOf(created), changes)).status).to.equal(204);
    const [unit] = (await sandbox.get(idOf(created))).body.purchase_units;
    expect(unit).to.deep.include({ amount: euros('12.00'), custom_id: 'new', invoice_id: 'invoice' });
    expect(unit).to.not.have.property('description');
  });

  const refused: [title: string, change: unknown, status: number, issue: string][] = [
    ['no path', { op: 'replace', value: 1 }, 422, 'PATCH_PATH_REQUIRED'],
    ['no operation', { path: `${unitPath}/amount` }, 400, 'MISSING_REQUIRED_PARAMETER'],
    ['an unknown operation', { op: 'set', path: `${unitPath}/amount` }, 400, 'INVALID_PARAMETER_VALUE'],
    ['no value', { op: 'replace', path: `${unitPath}/amount` }, 422, 'PATCH_VALUE_REQUIRED'],
    ['a path without slash', { op: 'replace', path: 'amount', value: 1 }, 422, 'INVALID_JSON_POINTER_FORMAT'],
    ['the intent', { op: 'replace', path: '/intent', value: 'AUTHORIZE' }, 422, 'CANNOT_MODIFY_INTENT'],
    ['the status', { op: 'replace', path: '/status', value: 'COMPLETED' }, 422, 'NOT_PATCHABLE'],
    [
      'another unit',
      { op: 'replace', path: "/purchase_units/@reference_id=='b'/amount", value: euros('1') },
      422,
      'REFERENCE_ID_NOT_FOUND',
    ],
    ['the removal of the amount', { op: 'remove', path: `${unitPath}/amount` }, 400, 'FIELD_NOT_PATCHABLE'],
    [
      'an addition over what is there',
      { op: 'add', path: `${unitPath}/custom_id`, value: 'x' },
      400,
      'INVALID_PATCH_OPERATION',
    ],
    [
      'the removal of nothing',
      { op: 'remove', path: `${unitPath}/description` },
      400,
      'INVALID_PATCH_OPERATION',
    ],
    [
      'a long text',
      { op: 'replace', path: `${unitPath}/custom_id`, value: 'x'.repeat(128) },
      400,
      'INVALID_STRING_LENGTH',
    ],
    [
      'an amount without currency',
      { op: 'replace', path: `${unitPath}/amount`, value: { value: '1' } },
      400,
      'MISSING_REQUIRED_PARAMETER',
    ],
    [
      'an amount that misses the items',
      {
        op: 'replace',
        path: `${unitPath}/amount`,
        value: { ...euros('1'), breakdown: { item_total: euros('1'), tax_total: euros('0') } },
      },
      422,
      'ITEM_TOTAL_MISMATCH',
    ],
  ];
  for (const [title, change, status, issue] of refused) {
    it(`is refused for ${title}: ${status} ${issue}, and nothing of the request is done`, async () => {
      const created = await sandbox.create(teaOrder('before'));
      const ahead = { op: 'replace', path: `${unitPath}/invoice_id`, value: 'after' };
      const reply = await sandbox.patch(idOf(created), [ahead, change]);
      expect([reply.status, issueOf(reply)]).to.deep.equal([status, issue]);
      expect((await sandbox.get(idOf(created))).body.purchase_units[0]).to.include({ invoice_id: 'before' });
    });
  }

  it('cannot touch the amount that the payer approved, nor an order that is paid', async () => {
    const created = await sandbox.create(plainOrder('10.00', 'EUR'));
    await sandbox.press(idOf(created), 'approve');
    const change = [{ op: 'replace', path: `${unitPath}/amount`, value: euros('99') }];
    expect(issueOf(await sandbox.patch(idOf(created), change))).to.equal('AMOUNT_CHANGE_NOT_ALLOWED');
    await sandbox.capture(idOf(created));
    expect(issueOf(await sandbox.patch(idOf(created), change))).to.equal('ORDER_ALREADY_COMPLETED');
  });
});
