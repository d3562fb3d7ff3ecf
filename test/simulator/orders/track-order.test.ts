import { expect } from 'chai';
import { idOf, issueOf, openSandbox, type Reply, type Sandbox } from '../sandbox.ts';
import { teaOrder } from '../order-bodies.ts';

describe('the tracking of an order at the simulator', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await openSandbox();
  });
  afterEach(() => sandbox.simulator.close());

  function track(orderId: string, body: unknown): Promise<Reply> {
    return sandbox.ask('orders.track.create', 'POST', `/v2/checkout/orders/${orderId}/track`, { body });
  }

  it('takes a number, shows it with the order, and takes the same once more as the same', async () => {
    const { orderId, captureId } = await sandbox.buy();
    const parcel = { capture_id: captureId, tracking_number: '00340434161094', carrier: 'DHL' };
    expect((await track(orderId, parcel)).status).to.equal(201);
    expect((await track(orderId, parcel)).status).to.equal(200);
    const { shipping } = (await sandbox.get(orderId)).body.purchase_units[0] ?? {};
    expect(JSON.stringify(shipping)).to.include(`"id":"${captureId}-00340434161094","status":"SHIPPED"`);
    const second = { ...parcel, tracking_number: '2', carrier: 'OTHER', carrier_name_other: 'Bote' };
    expect((await track(orderId, second)).status).to.equal(201);
  });

  for (const [what, change, status, issue] of [
    ['without a capture', { capture_id: undefined }, 400, 'MISSING_REQUIRED_PARAMETER'],
    ['with an empty number', { tracking_number: '' }, 400, 'INVALID_STRING_LENGTH'],
    ['with a number of 65 characters', { tracking_number: '1'.repeat(65) }, 400, 'INVALID_STRING_LENGTH'],
    ['with a carrier in small letters', { carrier: 'dhl' }, 400, 'INVALID_PARAMETER_SYNTAX'],
    ['with another carrier and no name', { carrier: 'OTHER' }, 400, 'MISSING_REQUIRED_PARAMETER'],
    ['without a number', { tracking_number: undefined }, 422, 'INVALID_TRACKING_NUMBER'],
    ['with a space in the number', { tracking_number: '12 34' }, 422, 'INVALID_TRACKING_NUMBER'],
    ["with another order's capture", { capture_id: 'NOBODY' }, 422, 'CAPTURE_ID_NOT_FOUND'],
    ['with goods that were not sold', { items: [{ sku: 'sofa' }] }, 422, 'ITEM_SKU_MISMATCH'],
  ] as const)
    it(`refuses one ${what}`, async () => {
      const { orderId, captureId } = await sandbox.buy();
      const reply = await track(orderId, {
        capture_id: captureId,
        tracking_number: '1',
        carrier: 'DHL',
        ...change,
      });
      expect([reply.status, issueOf(reply)]).to.deep.equal([status, issue]);
    });

  it('refuses what is not paid, given back, or unknown', async () => {
    const unpaid = idOf(await sandbox.create(teaOrder()));
    expect(issueOf(await track(unpaid, { capture_id: 'NONE', tracking_number: '1' }))).to.equal(
      'CAPTURE_ID_NOT_FOUND',
    );
    const { orderId, captureId } = await sandbox.buy();
    await sandbox.control('refund', { captureId });
    expect(issueOf(await track(orderId, { capture_id: captureId, tracking_number: '1' }))).to.equal(
      'CAPTURE_STATUS_NOT_VALID',
    );
    expect((await track('NOSUCHORDER', { capture_id: captureId, tracking_number: '1' })).status).to.equal(
      404,
    );
  });
});
