import { expect } from 'chai';
import type { PayPalPayments } from '../../src/paypal/payments.ts';
import { badAnswers } from './bad-answers.ts';
import { errorOf } from './error-of.ts';
import { collectLog, inTurn, type LocalServer, sendJson, startLocalServer } from './local-server.ts';
import { paymentsAt } from './payments-at.ts';
import { captureId, eur } from './sample-refund.ts';

const disputeId = 'PP-R-NUK-10108093';
const dispute = {
  dispute_id: disputeId,
  create_time: '2026-02-18T19:21:18.000Z',
  update_time: '2026-02-18T19:32:53.000Z',
  disputed_transactions: [
    { seller_transaction_id: captureId, custom: 'abcdefghijklmnopqrstuvwxyz', gross_amount: eur('59.26') },
  ],
  reason: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
  status: 'WAITING_FOR_SELLER_RESPONSE',
  dispute_amount: eur('59.26'),
  dispute_life_cycle_stage: 'INQUIRY',
  dispute_channel: 'INTERNAL',
};

describe('disputes over PayPal', () => {
  let server: LocalServer;
  let payments: PayPalPayments;
  const { lines, log } = collectLog();

  beforeEach(async () => {
    lines.length = 0;
    server = await startLocalServer();
    payments = paymentsAt(server.url, log);
  });
  afterEach(() => server.close());

  it('are read, with the captures that they are about', async () => {
    server.onCall = sendJson(200, dispute, { 'paypal-debug-id': 'abc' });
    expect(await payments.findDispute(disputeId)).to.deep.equal({
      kind: 'found',
      dispute: {
        disputeId,
        status: 'WAITING_FOR_SELLER_RESPONSE',
        outcome: undefined,
        captureIds: [captureId],
        debugId: 'abc',
      },
    });
    expect(server.calls()[0]).to.include({
      method: 'GET',
      path: `/v1/customer/disputes/${disputeId}`,
      body: '',
    });
    expect(lines.at(-1)).to.include({
      operation: 'get_dispute',
      disputeId,
      status: 200,
      debugId: 'abc',
      outcome: 'waiting_for_seller_response',
    });
  });

  it('name how they ended, and leave out what is no capture', async () => {
    const disputed_transactions = [
      { seller_transaction_id: 'not-a-capture' },
      {},
      ...dispute.disputed_transactions,
    ];
    const dispute_outcome = { outcome_code: 'RESOLVED_BUYER_FAVOUR', amount_refunded: eur('59.26') };
    server.onCall = sendJson(200, { ...dispute, status: 'RESOLVED', disputed_transactions, dispute_outcome });
    const answer = await payments.findDispute(disputeId);
    if (answer.kind !== 'found') throw new Error(answer.kind);
    expect(answer.dispute).to.deep.include({
      status: 'RESOLVED',
      outcome: 'RESOLVED_BUYER_FAVOUR',
      captureIds: [captureId],
    });
  });

  for (const [name, changes] of Object.entries({
    'an unknown status': { status: 'ALMOST' },
    'no status': { status: undefined },
    'another dispute': { dispute_id: 'PP-D-2' },
    'no transactions': { disputed_transactions: [] },
    'transactions of another form': { disputed_transactions: [7] },
    'an outcome that is no word': { dispute_outcome: { outcome_code: 'a b' } },
  }))
    it(`are unclear when the answer names ${name}`, async () => {
      server.onCall = sendJson(200, { ...dispute, ...changes });
      expect(await errorOf(payments.findDispute(disputeId))).to.equal(
        'payments_unclear: get_dispute malformed',
      );
    });

  for (const name of ['INVALID_RESOURCE_ID', 'RESOURCE_NOT_FOUND'])
    it(`are unknown where PayPal answers ${name}`, async () => {
      server.onCall = sendJson(404, { name, message: 'The requested resource ID was not found.' });
      expect(await payments.findDispute(disputeId)).to.deep.equal({ kind: 'unknown' });
    });

  it('are known no less for a 404 of something on the way', async () => {
    server.onCall = sendJson(404, { name: 'NO_SUCH_APPLICATION' });
    expect(await errorOf(payments.findDispute(disputeId))).to.match(/^payments_unclear: get_dispute 404/u);
  });

  for (const name of ['FORBIDDEN', 'NOT_AUTHORIZED'])
    it(`may not be seen where PayPal answers 403 ${name}, and are asked for once`, async () => {
      server.onCall = sendJson(403, { name, message: 'No permission for the requested operation.' });
      expect(await payments.findDispute(disputeId)).to.deep.equal({ kind: 'not_permitted' });
      expect(server.calls()).to.have.length(1);
    });

  for (const [name, badly] of Object.entries(badAnswers))
    it(`are unclear when the answer is ${name}`, async () => {
      server.onCall = badly;
      expect(await errorOf(payments.findDispute(disputeId))).to.match(/^payments_unclear: get_dispute /u);
    });

  for (const status of [400, 401, 408, 409, 422, 429, 500, 503])
    it(`are unclear on ${status}`, async () => {
      server.onCall = sendJson(status, { name: 'INVALID_RESOURCE_ID' });
      expect(await errorOf(payments.findDispute(disputeId))).to.match(/^payments_unclear: get_dispute /u);
    });

  it('are asked for again after an unclear answer', async () => {
    server.onCall = inTurn(sendJson(503, {}), sendJson(200, dispute));
    expect(await payments.findDispute(disputeId)).to.include({ kind: 'found' });
  });

  it('are not asked for by an id that would lead to another address', async () => {
    for (const id of ['..', '', 'PP/../D', 'PP?x', 'PP_D', 'PP%2F', 'P'.repeat(256), 'P\n'])
      expect(await errorOf(payments.findDispute(id))).to.equal('payments_refused: not the id of a dispute');
    expect(server.received).to.have.length(0);
  });
});
