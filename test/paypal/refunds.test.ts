import { expect } from 'chai';
import type { RefundRequest } from '../../src/checkout/refund-ports.ts';
import type { PayPalPayments } from '../../src/paypal/payments.ts';
import { paymentsAt } from './payments-at.ts';
import { badAnswers } from './bad-answers.ts';
import { errorOf } from './error-of.ts';
import { collectLog, inTurn, type LocalServer, sendJson, startLocalServer } from './local-server.ts';
import {
  captureId,
  cents,
  eur,
  notFound,
  refund,
  refundId,
  capture,
  unprocessable,
} from './sample-refund.ts';
import { assertMatchesRequest, assertMatchesResponse } from './schemas.ts';

describe('refunds over PayPal', () => {
  let server: LocalServer;
  let payments: PayPalPayments;
  const { lines, log } = collectLog();

  beforeEach(async () => {
    lines.length = 0;
    server = await startLocalServer();
    payments = paymentsAt(server.url, log);
  });
  afterEach(() => server.close());

  function refundWith(changes: Partial<RefundRequest> = {}) {
    return payments.refundCapture({ captureId, requestId: 'refund-1', ...changes });
  }

  it('stand on samples that PayPal could have sent', () => {
    assertMatchesResponse('captures.refund', 201, refund);
    assertMatchesResponse('refunds.get', 200, refund);
    assertMatchesResponse('captures.get', 200, capture);
    const spent = unprocessable('CAPTURE_FULLY_REFUNDED', 'The capture has already been fully refunded');
    assertMatchesResponse('captures.refund', 422, spent);
    assertMatchesResponse('captures.refund', 404, notFound);
  });

  it('give back a part, with a note', async () => {
    server.onCall = sendJson(201, refund, { 'paypal-debug-id': 'abc' });
    const note = `Two\nlines and ${'more '.repeat(80)}`;
    expect(await refundWith({ amount: cents(1_000), note })).to.deep.equal({
      kind: 'answered',
      refund: {
        refundId,
        status: 'COMPLETED',
        amount: cents(1_000),
        captureId,
        refundedTotal: cents(2_500),
        debugId: 'abc',
      },
    });
    const [call] = server.calls();
    expect(call).to.include({ method: 'POST', path: `/v2/payments/captures/${captureId}/refund` });
    expect(call?.headers).to.include({
      'content-type': 'application/json',
      prefer: 'return=representation',
      'paypal-request-id': 'refund-1',
    });
    const body: unknown = JSON.parse(call?.body ?? '');
    assertMatchesRequest('captures.refund', body);
    expect(body).to.deep.equal({
      amount: eur('10.00'),
      note_to_payer: note.replaceAll(/\s+/gu, ' ').slice(0, 255),
    });
  });

  it('give back all that is left by naming no amount', async () => {
    server.onCall = sendJson(201, refund);
    await refundWith();
    await refundWith({ note: ' ' });
    expect(server.calls().map(({ body }) => body)).to.deep.equal(['{}', '{}']);
    assertMatchesRequest('captures.refund', {});
  });

  it('write amounts as the currency wants them', async () => {
    server.onCall = sendJson(201, { ...refund, amount: { currency_code: 'JPY', value: '1250' } });
    const answer = await refundWith({ amount: { currency: 'JPY', minorUnits: 1_250 } });
    if (answer.kind !== 'answered') throw new Error(answer.kind);
    expect(answer.refund.amount).to.deep.equal({ currency: 'JPY', minorUnits: 1_250 });
    expect(server.calls()[0]?.body).to.equal('{"amount":{"currency_code":"JPY","value":"1250"}}');
  });

  it('send the same bytes for the same request', async () => {
    server.onCall = sendJson(201, refund);
    await refundWith({ amount: cents(1_000), note: 'Sorry' });
    await refundWith({ amount: cents(1_000), note: 'Sorry' });
    const sent = server.calls().map(({ body, headers }) => `${String(headers['paypal-request-id'])} ${body}`);
    expect(new Set(sent)).to.have.property('size', 1);
  });

  for (const status of ['PENDING', 'FAILED', 'CANCELLED', 'COMPLETED'] as const) {
    it(`tell that a refund is ${status}, at once and later`, async () => {
      server.onCall = sendJson(200, { ...refund, status });
      const answer = await refundWith();
      if (answer.kind !== 'answered') throw new Error(answer.kind);
      expect(answer.refund.status).to.equal(status);
      expect(await payments.findRefund(refundId)).to.include({ refundId, status, captureId });
      expect(lines.map(({ operation, outcome }) => [operation, outcome])).to.deep.equal([
        ['token', 'ok'],
        ['refund', status.toLowerCase()],
        ['get_refund', 'ok'],
      ]);
    });
  }

  it('tell that nothing is left', async () => {
    server.onCall = sendJson(422, unprocessable('CAPTURE_FULLY_REFUNDED'));
    expect(await refundWith()).to.deep.equal({ kind: 'already_refunded' });
  });

  for (const issue of [
    'REFUND_AMOUNT_EXCEEDED',
    'REFUND_FAILED_INSUFFICIENT_FUNDS',
    'PENDING_CAPTURE',
    'TRANSACTION_DISPUTED',
    'REFUND_TIME_LIMIT_EXCEEDED',
    'AN_ISSUE_OF_NEXT_YEAR',
  ]) {
    it(`are refused for ${issue}`, async () => {
      server.onCall = sendJson(422, unprocessable(issue));
      expect(await refundWith()).to.deep.equal({ kind: 'refused', issue, debugId: 'f00d' });
      expect(server.calls()).to.have.length(1);
    });
  }

  it('are refused for a bad request and a missing permission', async () => {
    for (const [status, name] of [
      [400, 'INVALID_REQUEST'],
      [403, 'NOT_AUTHORIZED'],
    ] as const) {
      server.onCall = sendJson(status, { name });
      expect(await refundWith()).to.deep.equal({ kind: 'refused', issue: name, debugId: undefined });
    }
  });

  it('take a full refund for one only where PayPal says so with 422', async () => {
    server.onCall = sendJson(403, { ...unprocessable('CAPTURE_FULLY_REFUNDED'), name: 'NOT_AUTHORIZED' });
    expect(await refundWith()).to.include({ kind: 'refused' });
  });

  it('tell that PayPal does not know the capture or the refund', async () => {
    server.onCall = sendJson(404, notFound);
    expect(await refundWith()).to.deep.equal({ kind: 'gone' });
    expect(await payments.findCapture(captureId)).to.equal(undefined);
    expect(await payments.findRefund(refundId)).to.equal(undefined);
  });

  it('do not take a 404 of something on the way for PayPal’s', async () => {
    server.onCall = sendJson(404, { name: 'NO_SUCH_APPLICATION' });
    for (const ask of [
      () => refundWith(),
      () => payments.findCapture(captureId),
      () => payments.findRefund(refundId),
    ])
      expect(await errorOf(ask())).to.match(/^payments_unclear/u);
  });

  for (const [name, badly] of Object.entries(badAnswers)) {
    it(`are unclear, and asked for once, when the answer is ${name}`, async () => {
      server.onCall = badly;
      expect(await errorOf(refundWith())).to.match(/^payments_unclear: refund /u);
      expect(server.calls()).to.have.length(1);
      expect(lines.filter(({ operation }) => operation === 'refund')).to.have.length(1);
    });
  }

  for (const status of [401, 408, 409, 429, 500, 503]) {
    it(`are unclear, and not repeated by us, on ${status}`, async () => {
      server.onCall = sendJson(status, { name: 'ANYTHING' });
      expect(await errorOf(refundWith())).to.match(/^payments_unclear: refund /u);
      // A 401 is replayed with a new token, for nothing was done.
      expect(server.calls()).to.have.length(status === 401 ? 2 : 1);
    });
  }

  it('pass on an amount that differs, for the checkout to judge', async () => {
    server.onCall = sendJson(201, { ...refund, amount: eur('11.00') });
    const answer = await refundWith({ amount: cents(1_000) });
    if (answer.kind !== 'answered') throw new Error(answer.kind);
    expect(answer.refund.amount).to.deep.equal(cents(1_100));
  });

  it('ask again for a capture or a refund after an unclear answer', async () => {
    server.onCall = inTurn(sendJson(503, {}), sendJson(200, capture));
    expect(await payments.findCapture(captureId)).to.include({ captureId });
    server.onCall = inTurn((response) => response.socket?.resetAndDestroy(), sendJson(200, refund));
    expect(await payments.findRefund(refundId)).to.include({ refundId });
  });

  it('never take a refusal of a GET for good', async () => {
    for (const status of [400, 401, 403, 422]) {
      server.onCall = sendJson(status, { name: 'ANYTHING' });
      expect(await errorOf(payments.findCapture(captureId))).to.match(/^payments_unclear/u);
      expect(await errorOf(payments.findRefund(refundId))).to.match(/^payments_unclear/u);
    }
  });

  it('make no call with an id that would lead to another address, or a bad request id', async () => {
    for (const id of ['..', '', 'A/../B', 'A?x', 'a', 'A%2F', 'A'.repeat(37), 'A\n']) {
      for (const asking of [
        refundWith({ captureId: id }),
        payments.findCapture(id),
        payments.findRefund(id),
      ]) {
        expect(await errorOf(asking)).to.match(/^payments_refused: not the id of a (?:capture|refund)$/u);
      }
    }
    for (const requestId of ['', 'x'.repeat(109), 'a\r\nb']) {
      expect(await errorOf(refundWith({ requestId }))).to.match(/^payments_refused/u);
    }
    expect(server.received).to.have.length(0);
  });

  it('write one line each into the log, without the note', async () => {
    server.onCall = sendJson(201, refund, { 'paypal-debug-id': 'abc' });
    await refundWith({ note: 'For Pat Payer' });
    expect(lines[1]).to.include({
      event: 'paypal_call',
      operation: 'refund',
      captureId,
      requestId: 'refund-1',
      status: 201,
      debugId: 'abc',
      outcome: 'completed',
    });
    expect(lines).to.have.length(2);
    expect(JSON.stringify(lines)).not.to.include('Pat');
  });
});
