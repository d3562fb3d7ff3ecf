import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { z } from 'zod';
import { carriers, toCarrierCode } from '../../src/checkout/carriers.ts';
import type { TrackingRequest } from '../../src/checkout/tracking-ports.ts';
import type { PayPalPayments } from '../../src/paypal/payments.ts';
import { errorOf } from './error-of.ts';
import { collectLog, inTurn, type LocalServer, sendJson, startLocalServer } from './local-server.ts';
import { paymentsAt } from './payments-at.ts';
import { captureId, notFound, orderId, unprocessable } from './sample-refund.ts';
import { assertMatchesRequest, assertMatchesResponse } from './schemas.ts';

const tracked = { id: orderId, status: 'COMPLETED' };
const listed = z.object({
  components: z.object({
    schemas: z.object({ shipment_carrier: z.object({ enum: z.array(z.string()) }) }),
  }),
});

describe("a parcel's number over PayPal", () => {
  let server: LocalServer;
  let payments: PayPalPayments;
  const { lines, log } = collectLog();

  beforeEach(async () => {
    lines.length = 0;
    server = await startLocalServer();
    payments = paymentsAt(server.url, log);
  });
  afterEach(() => server.close());

  const parcel = { requestId: 'tracking-1', orderId, captureId, carrierCode: 'DHL', number: '0034' };
  const track = (changes: Partial<TrackingRequest> = {}) => payments.trackOrder({ ...parcel, ...changes });
  const bodies = (): unknown[] => server.calls().map(({ body }) => JSON.parse(body));

  for (const [what, changes, sent] of [
    ['with a code', { carrierCode: 'DHL', carrierName: 'dhl' }, { carrier: 'DHL' }],
    [
      'without one',
      { carrierCode: 'OTHER', carrierName: 'Bote' },
      { carrier: 'OTHER', carrier_name_other: 'Bote' },
    ],
    ['without a name', { carrierCode: undefined }, {}],
  ] as const)
    it(`is sent as PayPal's document wants it, of a carrier ${what}`, async () => {
      server.onCall = sendJson(201, tracked, { 'paypal-debug-id': 'abc' });
      expect(await track(changes)).to.deep.equal({ kind: 'accepted', debugId: 'abc' });
      const [call] = server.calls();
      expect(call).to.include({ method: 'POST', path: `/v2/checkout/orders/${orderId}/track` });
      expect(call?.headers).to.include({
        'content-type': 'application/json',
        'paypal-request-id': 'tracking-1',
      });
      expect(bodies()).to.deep.equal([{ capture_id: captureId, tracking_number: '0034', ...sent }]);
      // Its list leaves out the word that its description asks for.
      const carrier = changes.carrierCode === 'OTHER' ? { carrier: 'DHL' } : {};
      for (const body of bodies())
        assertMatchesRequest('orders.track.create', Object.assign({}, body, carrier));
    });

  it('is sent once more in the same bytes where the answer was none', async () => {
    server.onCall = inTurn(
      (response) => response.destroy(),
      sendJson(200, { id: 'ANOTHER' }),
      sendJson(503, {}),
      sendJson(200, tracked),
    );
    const first = await errorOf(track());
    expect(first).to.match(/^(?:no error but .*accepted|payments_unclear)/u);
    if (first.startsWith('payments_unclear')) expect(await track()).to.deep.include({ kind: 'accepted' });
    const sent = server.calls().map(({ headers, body }) => `${String(headers['paypal-request-id'])} ${body}`);
    expect(sent.length).to.be.greaterThan(1);
    expect(new Set(sent)).to.have.property('size', 1);
  });

  for (const issue of [
    'INVALID_TRACKING_NUMBER',
    'CAPTURE_STATUS_NOT_VALID',
    'CAPTURE_ID_NOT_FOUND',
    'ITEM_SKU_MISMATCH',
    'MSP_NOT_SUPPORTED',
  ])
    it(`is refused with PayPal's issue and log number: ${issue}`, async () => {
      server.onCall = sendJson(422, unprocessable(issue), { 'paypal-debug-id': 'abc' });
      expect(await track()).to.deep.equal({ kind: 'refused', issue, debugId: 'abc' });
      expect(server.calls()).to.have.length(1);
    });

  it('is refused where PayPal does not know the order, or does not let the shop', async () => {
    assertMatchesResponse('orders.track.create', 404, notFound);
    server.onCall = sendJson(404, notFound);
    expect(await track()).to.deep.include({ kind: 'refused', issue: 'INVALID_RESOURCE_ID' });
    server.onCall = sendJson(403, { name: 'NOT_AUTHORIZED', details: [{ issue: 'PERMISSION_DENIED' }] });
    expect(await track()).to.deep.include({ kind: 'refused', issue: 'PERMISSION_DENIED' });
  });

  for (const [what, status, body] of [
    ['a 404 that something on the way wrote', 404, { message: 'no route' }],
    ['credentials that PayPal refuses', 401, { error: 'invalid_token' }],
    ['the same request under way', 409, { name: 'RESOURCE_CONFLICT' }],
    ['too many requests', 429, { name: 'RATE_LIMIT_REACHED' }],
    ['PayPal broken', 500, { name: 'INTERNAL_SERVER_ERROR' }],
    ['an answer about another order', 200, { id: 'ANOTHER' }],
    ['an answer about nothing', 201, {}],
  ] as const)
    it(`is unclear after ${what}`, async () => {
      server.onCall = sendJson(status, body);
      expect(await errorOf(track())).to.match(/^payments_unclear/u);
    });

  for (const odd of [{ orderId: '../x' }, { captureId: 'a/b' }, { requestId: 'with space' }])
    it(`is never sent with ${JSON.stringify(odd)}`, async () => {
      expect(await errorOf(track(odd))).to.match(/^payments_refused/u);
      expect(server.received).to.deep.equal([]);
    });
});

describe("the table of PayPal's carriers", () => {
  it("holds those of PayPal's document, and no other", () => {
    const document: unknown = JSON.parse(readFileSync('test/paypal/checkout_orders_v2.json', 'utf8'));
    const { shipment_carrier: inDocument } = listed.parse(document).components.schemas;
    expect([...carriers].toSorted()).to.deep.equal(inDocument.enum.toSorted());
  });

  for (const [name, code] of [
    ['UPS', 'UPS'],
    ['ups', 'UPS'],
    [' Royal Mail ', 'ROYAL_MAIL'],
    ['hermes-de', 'HERMES_DE'],
    ['OTHER', undefined],
    ['', undefined],
    ['DHL Deutschland', undefined],
    ['toString', undefined],
  ] as const)
    it(`knows "${name}" as ${String(code)}`, () => {
      expect(toCarrierCode(name)).to.equal(code);
    });
});
