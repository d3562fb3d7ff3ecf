import { expect } from 'chai';
import { teaOrder } from './order-bodies.ts';
import { idOf, issueOf, linkOf, openSandbox, type Sandbox } from './sandbox.ts';

describe('a payment that does not go through at the simulator', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await openSandbox();
  });
  after(() => sandbox.simulator.close());

  it('sends the payer of a declined card back to the same order, where another try succeeds', async () => {
    const created = await sandbox.create(teaOrder());
    const way = await sandbox.press(idOf(created), 'decline');
    expect(way.headers.get('location')).to.contain('PayerID=');
    expect((await sandbox.get(idOf(created))).body.status).to.equal('APPROVED');

    const declined = await sandbox.capture(idOf(created));
    expect([declined.status, issueOf(declined)]).to.deep.equal([422, 'INSTRUMENT_DECLINED']);
    expect(linkOf(declined, 'redirect')).to.equal(linkOf(created, 'payer-action'));
    const page = await fetch(linkOf(declined, 'redirect') ?? '');
    expect(await page.text()).to.contain('Your card was declined');

    await sandbox.press(idOf(created), 'approve');
    expect((await sandbox.capture(idOf(created))).status).to.equal(201);
    expect((await sandbox.ledger()).captures).to.have.length(1);
  });

  it('declines again while the payer has not chosen another card', async () => {
    const created = await sandbox.create(teaOrder());
    await sandbox.press(idOf(created), 'decline');
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(issueOf(await sandbox.capture(idOf(created)))).to.equal('INSTRUMENT_DECLINED');
    }
  });

  it('keeps a decline under its request id even after another card was chosen', async () => {
    const created = await sandbox.create(teaOrder());
    await sandbox.press(idOf(created), 'decline');
    const headers = { 'paypal-request-id': 'capture-once' };
    expect(issueOf(await sandbox.capture(idOf(created), headers))).to.equal('INSTRUMENT_DECLINED');
    await sandbox.press(idOf(created), 'approve');
    const repeated = await sandbox.capture(idOf(created), headers);
    expect(issueOf(repeated)).to.equal('INSTRUMENT_DECLINED');
    expect(linkOf(repeated, 'redirect')).to.equal(linkOf(created, 'payer-action'));
    expect((await sandbox.capture(idOf(created))).status).to.equal(201);
  });

  it('returns a payer who cancels to the cancel address, and leaves the order as it was', async () => {
    const created = await sandbox.create(teaOrder());
    const way = await sandbox.press(idOf(created), 'cancel');
    expect(way.status).to.equal(303);
    expect(way.headers.get('location')).to.equal(`http://localhost:3978/cancel?token=${idOf(created)}`);
    expect((await sandbox.get(idOf(created))).body.status).to.equal('PAYER_ACTION_REQUIRED');
  });

  it('answers PayPal-Mock-Response with the refusal it names', async () => {
    const mock = (code: string) => ({
      'paypal-request-id': crypto.randomUUID(),
      'paypal-mock-response': JSON.stringify({ mock_application_codes: code }),
    });
    const created = await sandbox.create(teaOrder());
    const id = idOf(created);
    await sandbox.press(id, 'approve');
    const payerNeeded = await sandbox.capture(id, mock('PAYER_ACTION_REQUIRED'));
    expect([payerNeeded.status, issueOf(payerNeeded)]).to.deep.equal([422, 'PAYER_ACTION_REQUIRED']);
    expect(linkOf(payerNeeded, 'payer-action')).to.equal(linkOf(created, 'payer-action'));
    expect((await sandbox.capture(id, mock('PERMISSION_DENIED'))).status).to.equal(403);
    expect((await sandbox.capture(id, mock('INTERNAL_SERVER_ERROR'))).status).to.equal(500);
    expect((await sandbox.get(id, mock('INVALID_RESOURCE_ID'))).status).to.equal(404);
    expect(issueOf(await sandbox.create(teaOrder(), mock('PAYEE_ACCOUNT_RESTRICTED')))).to.equal(
      'PAYEE_ACCOUNT_RESTRICTED',
    );
    expect((await sandbox.capture(id, mock('NO_SUCH_CODE'))).status).to.equal(400);
    expect((await sandbox.capture(id, { 'paypal-mock-response': 'not json' })).status).to.equal(400);
    expect((await sandbox.capture(id)).status).to.equal(201);
  });
});
