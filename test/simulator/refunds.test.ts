import { expect } from 'chai';
import { euros, plainOrder } from './order-bodies.ts';
import { idOf, issueOf, linkOf, newRequestId, openSandbox, type Reply, type Sandbox } from './sandbox.ts';

const dayMs = 86_400_000;

describe('a refund at the simulator', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await openSandbox();
  });
  afterEach(() => sandbox.simulator.close());

  function refund(captureId: string, body?: unknown, headers = newRequestId()): Promise<Reply> {
    const path = `/v2/payments/captures/${captureId}/refund`;
    return sandbox.ask('captures.refund', 'POST', path, { body, headers });
  }
  function part(value: string) {
    return { amount: euros(value) };
  }
  function look(captureId: string): Promise<Reply> {
    return sandbox.ask('captures.get', 'GET', `/v2/payments/captures/${captureId}`);
  }
  async function statusOf(captureId: string): Promise<string | undefined> {
    return (await look(captureId)).body.status;
  }

  it('with an empty body gives all back, and answers what PayPal answers', async () => {
    const { orderId, captureId } = await sandbox.buy();
    const minimal = await refund(captureId);
    expect(minimal.status).to.equal(201);
    expect(Object.keys(minimal.body)).to.include.members(['id', 'status', 'links']);
    expect(linkOf(minimal, 'up')).to.equal(`${sandbox.simulator.url}/v2/payments/captures/${captureId}`);
    expect(await statusOf(captureId)).to.equal('REFUNDED');
    const seen = await sandbox.ask('refunds.get', 'GET', `/v2/payments/refunds/${idOf(minimal)}`);
    expect(seen.body).to.deep.include({ status: 'COMPLETED', amount: euros('29.80') });
    const order = await sandbox.get(orderId);
    expect(order.body.purchase_units[0]?.payments?.refunds[0]?.id).to.equal(idOf(minimal));
  });

  it('may be made of parts, which never exceed the capture', async () => {
    const { captureId } = await sandbox.buy();
    const first = await refund(captureId, part('10'), { ...newRequestId(), prefer: 'return=representation' });
    expect(first.body).to.deep.include({ amount: euros('10.00') });
    expect(await statusOf(captureId)).to.equal('PARTIALLY_REFUNDED');
    expect(issueOf(await refund(captureId, part('19.81')))).to.equal('REFUND_AMOUNT_EXCEEDED');
    const rest = await refund(captureId, {}, { ...newRequestId(), prefer: 'return=representation' });
    expect(rest.body).to.deep.include({ amount: euros('19.80') });
    expect(rest.body['seller_payable_breakdown']).to.deep.include({ total_refunded_amount: euros('29.80') });
    expect(await statusOf(captureId)).to.equal('REFUNDED');
    expect(issueOf(await refund(captureId, part('0.01')))).to.equal('CAPTURE_FULLY_REFUNDED');
    expect((await sandbox.ledger()).refunds.map(({ amount }) => amount.value)).to.deep.equal([
      '10.00',
      '19.80',
    ]);
  });

  const refused: [title: string, body: unknown, status: number, issue: string][] = [
    [
      'another currency',
      { amount: { currency_code: 'USD', value: '1.00' } },
      422,
      'REFUND_CAPTURE_CURRENCY_MISMATCH',
    ],
    ['no currency', { amount: { currency_code: 'XXX', value: '1.00' } }, 422, 'INVALID_CURRENCY_CODE'],
    ['three decimals', part('1.001'), 422, 'DECIMAL_PRECISION'],
    ['nothing', part('0.00'), 422, 'CANNOT_BE_ZERO_OR_NEGATIVE'],
    ['less than nothing', part('-1.00'), 422, 'CANNOT_BE_ZERO_OR_NEGATIVE'],
    ['a word', part('all'), 400, 'INVALID_PARAMETER_SYNTAX'],
    ['no value', { amount: { currency_code: 'EUR' } }, 400, 'MISSING_REQUIRED_PARAMETER'],
    ['a long note', { note_to_payer: 'x'.repeat(256) }, 400, 'INVALID_STRING_LENGTH'],
    ['no JSON', '{"amount":', 400, 'INVALID_PARAMETER_SYNTAX'],
  ];
  it('is refused with rows of the catalogue, and then nothing is given back', async () => {
    const { captureId } = await sandbox.buy();
    for (const [title, body, status, issue] of refused) {
      const reply = await refund(captureId, body);
      expect([reply.status, issueOf(reply)], title).to.deep.equal([status, issue]);
    }
    expect((await sandbox.ledger()).refunds).to.deep.equal([]);
    expect(await statusOf(captureId)).to.equal('COMPLETED');
  });

  it('of yen takes no decimals', async () => {
    const { captureId } = await sandbox.buy(plainOrder('500', 'JPY'));
    const reply = await refund(captureId, { amount: { currency_code: 'JPY', value: '1.5' } });
    expect(issueOf(reply)).to.equal('DECIMALS_NOT_SUPPORTED');
  });

  it('is made once for one request id, for 45 days', async () => {
    const { captureId } = await sandbox.buy();
    const headers = newRequestId();
    const first = await refund(captureId, part('5.00'), headers);
    const again = await refund(captureId, part('5.00'), headers);
    expect([again.status, idOf(again)]).to.deep.equal([200, idOf(first)]);
    expect((await refund(captureId, part('6.00'), headers)).status).to.equal(400);
    sandbox.clock.now += 45 * dayMs - 1;
    expect(idOf(await refund(captureId, part('5.00'), headers))).to.equal(idOf(first));
    sandbox.clock.now += 1;
    expect(idOf(await refund(captureId, part('5.00'), headers))).to.not.equal(idOf(first));
  });

  it('needs a request id, unlike at PayPal, and is refused without anything done', async () => {
    const { captureId } = await sandbox.buy();
    const reply = await refund(captureId, undefined, {});
    expect([reply.status, issueOf(reply)]).to.deep.equal([400, 'MISSING_REQUIRED_PARAMETER']);
    expect(await statusOf(captureId)).to.equal('COMPLETED');
  });

  it('is possible for 180 days', async () => {
    const { captureId } = await sandbox.buy();
    sandbox.clock.now += 180 * dayMs - 1;
    expect((await refund(captureId, part('1.00'))).status).to.equal(201);
    sandbox.clock.now += 1;
    expect(issueOf(await refund(captureId, part('1.00')))).to.equal('REFUND_TIME_LIMIT_EXCEEDED');
  });

  it('is not possible of a capture that is pending, declined or unknown', async () => {
    for (const [fault, issue] of [
      ['pending', 'PENDING_CAPTURE'],
      ['declined', 'REFUND_NOT_ALLOWED'],
    ] as const) {
      await sandbox.arrange({ operation: 'capture', fault });
      const { captureId } = await sandbox.buy();
      expect(issueOf(await refund(captureId))).to.equal(issue);
    }
    const unknown = await refund('NOSUCHCAPTURE');
    expect([unknown.status, issueOf(unknown)]).to.deep.equal([404, 'INVALID_RESOURCE_ID']);
    expect((await look('NOSUCHCAPTURE')).status).to.equal(404);
    expect((await sandbox.ask('refunds.get', 'GET', '/v2/payments/refunds/NONE')).status).to.equal(404);
  });

  it('can be pending, and then counts against the capture until it fails', async () => {
    const { captureId } = await sandbox.buy();
    await sandbox.arrange({ operation: 'refund', fault: 'pending_declined', afterMs: 60_000 });
    const pending = await refund(captureId, part('29.00'));
    expect(pending.body.status).to.equal('PENDING');
    expect(issueOf(await refund(captureId, part('1.00')))).to.equal('REFUND_AMOUNT_EXCEEDED');
    sandbox.clock.now += 60_000;
    const failed = await sandbox.ask('refunds.get', 'GET', `/v2/payments/refunds/${idOf(pending)}`);
    expect(failed.body.status).to.equal('FAILED');
    expect(await statusOf(captureId)).to.equal('COMPLETED');
    expect((await refund(captureId)).status).to.equal(201);
  });

  it('takes the faults of every operation, by issue too', async () => {
    const { captureId } = await sandbox.buy();
    await sandbox.arrange(
      { operation: 'refund', fault: { issue: 'REFUND_FAILED_INSUFFICIENT_FUNDS' } },
      { operation: 'refund', fault: 'reset_after' },
      { operation: 'find_capture', fault: 'wrong_amount' },
    );
    expect(issueOf(await refund(captureId))).to.equal('REFUND_FAILED_INSUFFICIENT_FUNDS');
    const headers = newRequestId();
    expect(await refund(captureId, undefined, headers).catch(() => 'cut')).to.equal('cut');
    expect((await refund(captureId, undefined, headers)).status).to.equal(200);
    expect((await look(captureId)).body['amount']).to.deep.equal(euros('29.81'));
    expect((await look(captureId)).body['amount']).to.deep.equal(euros('29.80'));
    expect((await sandbox.ledger()).refunds).to.have.length(1);
  });
});
