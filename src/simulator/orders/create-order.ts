import { jsonAnswer, type Answer } from '../answer.ts';
import { bendOrder } from '../faults/bend-order.ts';
import type { Call, Office } from '../office.ts';
import { refuseForcedIssue } from '../faults/forced-issue.ts';
import { createResourceId } from '../ids.ts';
import { orderRequestSchema, type OrderRequest, type UnitRequest } from './order-request.ts';
import { toOrderUnit } from './order-unit.ts';
import type { Order } from './order.ts';
import { refusal, type Detail } from '../refusal.ts';
import { prefersRepresentation, toOrderBody } from './representation.ts';
import { parseBody, requireJson } from '../request-body.ts';
import { findKeptAnswer, keepAnswer } from '../request-id.ts';
import { requireToken } from '../token.ts';
import { findUnitMistakes } from './unit-checks.ts';

/** `POST /v2/checkout/orders`. */
export function createOrder(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  requireJson(call.headers['content-type']);
  const request = parseBody('orders.create', orderRequestSchema, call.body);
  refuseUnsupported(request);
  if (request.payment_source !== undefined && call.requestId === undefined) {
    throw refusal('orders.create', [{ issue: 'PAYPAL_REQUEST_ID_REQUIRED', field: 'PayPal-Request-Id' }]);
  }
  const kept = findKeptAnswer(office, call, 'create');
  const known = kept && office.books.findOrder(kept.orderId);
  if (known !== undefined) return answerWith(office, call, known, 200);
  refuseForcedIssue('orders.create', call);
  refuseMistakes(request);
  const order = bendOrder(toOrder(request, office.now()), call.fault);
  office.books.save({ order, ...keepAnswer(office, call, 'create', order.id) });
  return answerWith(office, call, order, order.shape === 'payer-action' ? 200 : 201);
}

function answerWith(office: Office, call: Call, order: Order, status: number): Answer {
  const detail = prefersRepresentation(call.headers) ? 'full' : 'minimal';
  return jsonAnswer(status, toOrderBody(order, office.settings, detail));
}

/** Only the PayPal wallet, without vaulting, pays here. */
function refuseUnsupported(request: OrderRequest): void {
  const sources = Object.keys(request.payment_source ?? {}).filter((name) => name !== 'paypal');
  const vaulting = Object.keys(request.payment_source?.paypal ?? {}).filter((name) =>
    ['vault_id', 'billing_agreement_id'].includes(name),
  );
  const details: readonly Detail[] = [...sources, ...vaulting.map((name) => `paypal/${name}`)].map(
    (name) => ({
      issue: 'NOT_SUPPORTED',
      field: `/payment_source/${name}`,
      location: 'body',
    }),
  );
  if (details.length > 0) throw refusal('orders.create', details);
}

function refuseMistakes(request: OrderRequest): void {
  const details: Detail[] = request.purchase_units.flatMap((unit, index) =>
    findUnitMistakes(unit, `/purchase_units/${index}`),
  );
  if (request.payment_source?.paypal?.experience_context && request.application_context) {
    details.push({ issue: 'INCOMPATIBLE_PARAMETER_VALUE', field: '/application_context', location: 'body' });
  }
  details.push(...findReferenceMistakes(request.purchase_units));
  if (details.length > 0) throw refusal('orders.create', details);
}

function findReferenceMistakes(units: readonly UnitRequest[]): readonly Detail[] {
  if (units.length < 2) return [];
  const ids = units.map((unit) => unit.reference_id);
  return ids.flatMap((id, index): readonly Detail[] => {
    const field = `/purchase_units/${index}/reference_id`;
    if (id === undefined) return [{ issue: 'REFERENCE_ID_REQUIRED', field, location: 'body' }];
    return ids.indexOf(id) < index
      ? [{ issue: 'DUPLICATE_REFERENCE_ID', field, value: id, location: 'body' }]
      : [];
  });
}

function toOrder(request: OrderRequest, now: number): Order {
  const wallet = request.payment_source?.paypal;
  const context = wallet?.experience_context ?? request.application_context;
  return {
    id: createResourceId(),
    intent: request.intent,
    status: wallet === undefined ? 'CREATED' : 'PAYER_ACTION_REQUIRED',
    shape: wallet === undefined ? 'approve' : 'payer-action',
    createdAt: now,
    updatedAt: now,
    units: request.purchase_units.map(toOrderUnit),
    shippingPreference: context?.shipping_preference ?? 'GET_FROM_FILE',
    ...(context?.brand_name === undefined ? {} : { brandName: context.brand_name }),
    ...(context?.return_url === undefined ? {} : { returnUrl: context.return_url }),
    ...(context?.cancel_url === undefined ? {} : { cancelUrl: context.cancel_url }),
  };
}
