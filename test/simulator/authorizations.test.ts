import { expect } from 'chai';
import { plainOrder } from './order-bodies.ts';
import { idOf, issueOf, newRequestId, openSandbox, type Reply, type Sandbox } from './sandbox.ts';

const dayMs = 86_400_000;

describe('an authorization at the simulator', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await openSandbox();
  });
  afterEach(() => sandbox.simulator.close());

  function dollars(value: string) {
    return { amount: { currency_code: 'USD', value } };
  }
  async function approve(decision = 'approve'): Promise<string> {
    const order = { ...plainOrder('100.00'), intent: 'AUTHORIZE' };
    const orderId = idOf(await sandbox.create(order));
    await sandbox.press(orderId, decision);
    return orderId;
  }
  function authorize(orderId: string, headers = newRequestId()): Promise<Reply> {
    return sandbox.ask('orders.authorize', 'POST', `/v2/checkout/orders/${orderId}/authorize`, { headers });
  }
  async function authorized(): Promise<string> {
    const reply = await authorize(await approve());
    return reply.body.purchase_units[0]?.payments?.authorizations[0]?.id ?? '';
  }
  function act(
    id: string,
    action: 'capture' | 'void' | 'reauthorize',
    body?: unknown,
    headers = newRequestId(),
  ) {
    const path = `/v2/payments/authorizations/${id}/${action}`;
    return sandbox.ask(`authorizations.${action}`, 'POST', path, { body, headers });
  }
  function look(id: string): Promise<Reply> {
    return sandbox.ask('authorizations.get', 'GET', `/v2/payments/authorizations/${id}`);
  }

  it('sets the money of an approved order aside, once, for 29 days', async () => {
    const orderId = await approve();
    expect(issueOf(await sandbox.capture(orderId))).to.equal('INCOMPATIBLE_PARAMETER_VALUE');
    const headers = newRequestId();
    const reply = await authorize(orderId, headers);
    expect([reply.status, reply.body.status]).to.deep.equal([201, 'COMPLETED']);
    expect((await authorize(orderId, headers)).status).to.equal(200);
    expect(issueOf(await authorize(orderId))).to.equal('ORDER_ALREADY_AUTHORIZED');
    const { authorizations, captures } = await sandbox.ledger();
    expect(captures).to.deep.equal([]);
    const seen = await look(authorizations[0]?.id ?? '');
    expect(seen.body).to.include({ status: 'CREATED', expiration_time: '2026-03-30T10:00:00Z' });
    expect((await sandbox.get(orderId)).body['intent']).to.equal('AUTHORIZE');
  });

  it('is refused before the approval, for a declined card and for an order to be captured', async () => {
    const unapproved = idOf(await sandbox.create({ ...plainOrder(), intent: 'AUTHORIZE' }));
    expect(issueOf(await authorize(unapproved))).to.equal('ORDER_NOT_APPROVED');
    expect(issueOf(await authorize(await approve('decline')))).to.equal('PAYMENT_DENIED');
    const other = idOf(await sandbox.create(plainOrder()));
    expect(issueOf(await authorize(other))).to.equal('ACTION_DOES_NOT_MATCH_INTENT');
    expect((await look('NONE')).status).to.equal(404);
  });

  it('is captured in parts, up to 115 % of it', async () => {
    const id = await authorized();
    const part = await act(id, 'capture', dollars('40.00'), {
      ...newRequestId(),
      prefer: 'return=representation',
    });
    expect([part.status, part.body.status]).to.deep.equal([201, 'COMPLETED']);
    expect((await look(id)).body.status).to.equal('PARTIALLY_CAPTURED');
    expect(issueOf(await act(id, 'capture', dollars('75.01')))).to.equal('MAX_CAPTURE_AMOUNT_EXCEEDED');
    const headers = newRequestId();
    const rest = await act(id, 'capture', dollars('75.00'), headers);
    expect(rest.status).to.equal(201);
    expect(idOf(await act(id, 'capture', dollars('75.00'), headers))).to.equal(idOf(rest));
    expect((await look(id)).body.status).to.equal('CAPTURED');
    expect(issueOf(await act(id, 'capture'))).to.equal('AUTHORIZATION_ALREADY_CAPTURED');
    expect(issueOf(await act(id, 'void'))).to.equal('PREVIOUSLY_CAPTURED');
    const seen = await sandbox.ask('captures.get', 'GET', `/v2/payments/captures/${idOf(rest)}`);
    expect(seen.body['supplementary_data']).to.have.nested.property('related_ids.authorization_id', id);
    expect((await sandbox.ledger()).captures).to.have.length(2);
  });

  it('is used up by a final capture, and without a sum gives all that is left', async () => {
    const final = await authorized();
    await act(final, 'capture', { ...dollars('1.00'), final_capture: true });
    expect((await look(final)).body.status).to.equal('CAPTURED');
    const whole = await authorized();
    await act(whole, 'capture', dollars('99.00'));
    const rest = await act(whole, 'capture', undefined, {
      ...newRequestId(),
      prefer: 'return=representation',
    });
    expect(rest.body['amount']).to.deep.equal({ currency_code: 'USD', value: '1.00' });
  });

  it('that is void gives nothing', async () => {
    const id = await authorized();
    const headers = newRequestId();
    expect((await act(id, 'void', undefined, headers)).status).to.equal(204);
    expect((await act(id, 'void', undefined, headers)).status).to.equal(204);
    expect(issueOf(await act(id, 'void'))).to.equal('PREVIOUSLY_VOIDED');
    expect(issueOf(await act(id, 'capture'))).to.equal('AUTHORIZATION_VOIDED');
    expect((await look(id)).body.status).to.equal('VOIDED');
  });

  it('can be renewed after three days and within 29, and a new one takes its place', async () => {
    const id = await authorized();
    expect(issueOf(await act(id, 'reauthorize'))).to.equal('REAUTHORIZATION_TOO_SOON');
    sandbox.clock.now += 3 * dayMs;
    expect(issueOf(await act(id, 'reauthorize', dollars('115.01')))).to.equal(
      'AUTHORIZATION_AMOUNT_EXCEEDED',
    );
    const renewed = await act(id, 'reauthorize', dollars('115.00'));
    expect(renewed.status).to.equal(201);
    expect(issueOf(await act(id, 'capture'))).to.equal('AUTHORIZATION_VOIDED');
    expect(issueOf(await act(idOf(renewed), 'reauthorize'))).to.equal('REAUTHORIZATION_TOO_SOON');
    sandbox.clock.now += 26 * dayMs;
    expect(issueOf(await act(idOf(renewed), 'capture'))).to.equal('AUTHORIZATION_EXPIRED');
    expect(issueOf(await act(idOf(renewed), 'reauthorize'))).to.equal('REAUTHORIZATION_NOT_SUPPORTED');
    expect(issueOf(await act(idOf(renewed), 'void'))).to.equal('CANNOT_BE_VOIDED');
  });

  it('refuses sums that are none', async () => {
    const id = await authorized();
    const euros = { amount: { currency_code: 'EUR', value: '1.00' } };
    expect(issueOf(await act(id, 'capture', euros))).to.equal('AUTH_CAPTURE_CURRENCY_MISMATCH');
    expect(issueOf(await act(id, 'capture', dollars('0')))).to.equal('CANNOT_BE_ZERO_OR_NEGATIVE');
    sandbox.clock.now += 4 * dayMs;
    expect(issueOf(await act(id, 'reauthorize', euros))).to.equal('AUTH_CURRENCY_MISMATCH');
  });
});
