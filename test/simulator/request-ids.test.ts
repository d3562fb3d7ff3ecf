import { expect } from 'chai';
import { teaOrder } from './order-bodies.ts';
import { idOf, issueOf, openSandbox, type Sandbox } from './sandbox.ts';

const hourMs = 3_600_000;

describe('PayPal-Request-Id at the simulator', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await openSandbox();
  });
  afterEach(() => sandbox.simulator.close());

  it('makes a repeated create answer with the first order as it is now', async () => {
    const headers = { 'paypal-request-id': 'create-1' };
    const request = teaOrder();
    const first = await sandbox.create(request, headers);
    await sandbox.press(idOf(first), 'approve');
    const second = await sandbox.create(request, headers);
    expect(second.status).to.equal(200);
    expect(second.body).to.include({ id: first.body.id, status: 'APPROVED' });
    expect((await sandbox.ledger()).orders).to.have.length(1);
  });

  it('makes a repeated capture answer 200 with the first capture, however many come at once', async () => {
    const created = await sandbox.create(teaOrder());
    await sandbox.press(idOf(created), 'approve');
    const headers = { 'paypal-request-id': 'capture-1' };
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => sandbox.capture(idOf(created), headers)),
    );
    expect(replies.map((reply) => reply.status).toSorted((a, b) => a - b)).to.deep.equal([
      200, 200, 200, 200, 200, 200, 200, 201,
    ]);
    const ids = replies.map((reply) => reply.body.purchase_units[0]?.payments?.captures[0]?.id);
    expect(new Set(ids).size).to.equal(1);
    expect((await sandbox.ledger()).captures).to.have.length(1);
  });

  it('refuses the same id with another body, and the id of one capture for another order', async () => {
    const headers = { 'paypal-request-id': 'same' };
    const first = await sandbox.create(teaOrder('one'), headers);
    const other = await sandbox.create(teaOrder('two'), headers);
    expect([other.status, issueOf(other)]).to.deep.equal([422, 'INCOMPATIBLE_PARAMETER_VALUE']);
    const second = await sandbox.create(teaOrder('two'));
    await sandbox.press(idOf(first), 'approve');
    await sandbox.press(idOf(second), 'approve');
    expect((await sandbox.capture(idOf(first), headers)).status).to.equal(201);
    expect(issueOf(await sandbox.capture(idOf(second), headers))).to.equal('INCOMPATIBLE_PARAMETER_VALUE');
    expect((await sandbox.ledger()).captures).to.have.length(1);
  });

  it('is forgotten after six hours', async () => {
    const headers = { 'paypal-request-id': 'create-1' };
    const request = teaOrder();
    const first = await sandbox.create(request, headers);
    sandbox.clock.now += 6 * hourMs - 1;
    expect(idOf(await sandbox.create(request, headers))).to.equal(idOf(first));
    sandbox.clock.now += 1;
    expect(idOf(await sandbox.create(request, headers))).to.not.equal(idOf(first));
  });

  it('is required with a payment source and refused when longer than 108 characters', async () => {
    const missing = await sandbox.create(teaOrder(), {});
    expect([missing.status, issueOf(missing)]).to.deep.equal([400, 'PAYPAL_REQUEST_ID_REQUIRED']);
    const long = await sandbox.create(teaOrder(), { 'paypal-request-id': 'x'.repeat(109) });
    expect([long.status, issueOf(long)]).to.deep.equal([400, 'INVALID_STRING_LENGTH']);
    expect((await sandbox.create(teaOrder(), { 'paypal-request-id': 'x'.repeat(108) })).status).to.equal(200);
  });

  it('does not keep "not approved": after the approval the same id captures', async () => {
    const created = await sandbox.create(teaOrder());
    const headers = { 'paypal-request-id': 'capture-1' };
    expect(issueOf(await sandbox.capture(idOf(created), headers))).to.equal('ORDER_NOT_APPROVED');
    await sandbox.press(idOf(created), 'approve');
    expect((await sandbox.capture(idOf(created), headers)).status).to.equal(201);
  });

  it('answers 409 while the first request is still in progress', async () => {
    const created = await sandbox.create(teaOrder());
    await sandbox.press(idOf(created), 'approve');
    await sandbox.arrange({ operation: 'capture', fault: 'slow', afterMs: 700 });
    const headers = { 'paypal-request-id': 'capture-1' };
    const [one, two] = await Promise.all([
      sandbox.capture(idOf(created), headers),
      sandbox.capture(idOf(created), headers),
    ]);
    expect([one.status, two.status].toSorted((a, b) => a - b)).to.deep.equal([201, 409]);
    expect((await sandbox.capture(idOf(created), headers)).status).to.equal(200);
  });
});
