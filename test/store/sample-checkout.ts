import type { Checkout } from '../../src/checkout/checkout.ts';
import type { Owner } from '../../src/round-trip/owner.ts';
import { newId } from '../../src/round-trip/new-id.ts';

export const shopper: Owner = { channelId: 'webchat', conversationId: 'conversation-1', shopperId: 'ada' };

/** A checkout as `start` writes it, with what a test wants to be different. */
export function sampleCheckout(now: number, changes: Partial<Checkout> = {}): Checkout {
  return {
    id: newId(),
    version: 1,
    status: 'open',
    owner: shopper,
    isGroup: false,
    shopperName: 'Ada',
    locale: 'en-GB',
    conversationReference: '{"conversation":{"id":"conversation-1"}}',
    startedBy: newId(),
    items: [
      {
        productId: 'tray',
        name: 'Walnut tray',
        description: 'For breakfast in bed',
        quantity: 2,
        unitPrice: eur(2500),
        unitTax: eur(475),
      },
    ],
    itemTotal: eur(5000),
    taxTotal: eur(950),
    shippingTotal: eur(0),
    total: eur(5950),
    createdAt: now,
    expiresAt: now + 3_600_000,
    updatedAt: now,
    orders: [],
    strayCaptures: [],
    refunds: [],
    numbersDrawn: 0,
    attempts: 0,
    ...changes,
  };
}

/** Paid, with a number that lives for ten minutes. */
export function paidCheckout(now: number, changes: Partial<Checkout> = {}): Checkout {
  return sampleCheckout(now, {
    status: 'paid',
    paidAt: now,
    capture: { captureId: newId(), status: 'COMPLETED', amount: eur(5950) },
    number: { hash: 'key:hash', sealed: 'key:sealed', expiresAt: now + 600_000, attempts: 0 },
    numbersDrawn: 1,
    ...changes,
  });
}

/** Every field that a checkout can have. */
export function fullCheckout(now: number): Required<Checkout> {
  const { items, ...paid } = paidCheckout(now);
  return {
    ...paid,
    items: items.map((item) => Object.assign({ image: '/products/tray.png' }, item)),
    shipping: { name: 'Post', price: eur(0) },
    taxIncluded: true,
    taxContained: eur(950),
    taxByRate: [{ rate: '0.19', tax: eur(950) }],
    payerSessionHash: 'session hash',
    orders: [
      {
        number: 1,
        requestId: 'request-1',
        live: true,
        nonceKeyId: 'key',
        nonceHash: 'nonce hash',
        publicUrl: 'http://localhost:3978',
        merchantName: 'Fern & Kettle',
        orderId: 'ORDER-1',
        approveUrl: 'https://paypal.example/checkoutnow?token=ORDER-1',
        payeeId: 'PAYEE',
        captures: 1,
      },
    ],
    captureRequestId: 'request-1-capture-1',
    payerId: 'PAYER',
    capture: { captureId: 'CAPTURE-1', status: 'COMPLETED', amount: eur(5950) },
    strayCaptures: [{ captureId: 'CAPTURE-2', status: 'COMPLETED', amount: eur(5950) }],
    refunds: [
      {
        requestId: 'refund-1',
        captureId: 'CAPTURE-2',
        amount: eur(5950),
        reason: 'late_capture',
        status: 'pending',
        refundId: 'REFUND-1',
        askedAt: now,
      },
    ],
    dispute: 'open',
    openDisputes: ['PP-D-2'],
    closedDisputes: ['PP-D-1'],
    declineIssue: 'INSTRUMENT_DECLINED',
    paidAt: now,
    number: { hash: 'key:hash', sealed: 'key:sealed', expiresAt: now + 600_000, attempts: 2 },
    confirmedAt: now,
    shipment: {
      carrier: 'DHL',
      number: '00340434161094',
      shippedAt: now,
      toldAt: now,
      tracking: {
        requestId: 'tracking-1',
        orderId: 'ORDER-1',
        captureId: 'CAPTURE-1',
        carrierCode: 'DHL',
        status: 'refused',
        issue: 'CAPTURE_STATUS_NOT_VALID',
        debugId: 'debug',
        askedAt: now,
      },
    },
    replacedBy: 'another',
    flag: 'unconfirmed',
    cardActivityId: 'activity-7',
    linkKeyId: 'link key',
    erasedAt: now,
    lease: { holder: 'one', until: now + 5000 },
    debugId: 'debug',
  };
}

function eur(minorUnits: number) {
  return { currency: 'EUR', minorUnits };
}
