import type { Office } from '../office.ts';
import type { Authorization, Capture, Refund } from '../orders/order.ts';
import { findAuthorization, findCapture, findRefund, type Found } from '../orders/order-parts.ts';
import { refusal, type CatalogueOperation, type Refusal } from '../refusal.ts';

/** @throws Refusal for an id that is none */
export function loadCapture(office: Office, id: string, operation: CatalogueOperation): Found<Capture> {
  const found = findCapture(office.books, id);
  if (found === undefined) throw refuseUnknown(operation, 'capture_id', id);
  return found;
}

/** @throws Refusal for an id that is none */
export function loadAuthorization(
  office: Office,
  id: string,
  operation: CatalogueOperation,
): Found<Authorization> {
  const found = findAuthorization(office.books, id);
  if (found === undefined) throw refuseUnknown(operation, 'authorization_id', id);
  return found;
}

/** @throws Refusal for an id that is none */
export function loadRefund(office: Office, id: string): Found<Refund> {
  const found = findRefund(office.books, id);
  if (found === undefined) throw refuseUnknown('refunds.get', 'refund_id', id);
  return found;
}

function refuseUnknown(operation: CatalogueOperation, field: string, id: string): Refusal {
  const value = id.slice(0, 200);
  return refusal(operation, [{ issue: 'INVALID_RESOURCE_ID', field, value, location: 'path' }]);
}
