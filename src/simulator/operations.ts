import type { CatalogueOperation } from './refusal.ts';

/** The words by which faults and the ledger name what a caller asked for. */
export const operations = [
  'token',
  'create',
  'get',
  'patch',
  'capture',
  'track',
  'authorize',
  'find_capture',
  'refund',
  'find_refund',
  'find_dispute',
  'find_authorization',
  'capture_authorization',
  'reauthorize',
  'void',
  'register_webhook',
  'list_webhooks',
  'find_webhook',
  'delete_webhook',
  'list_events',
  'find_event',
  'resend_event',
  'simulate_event',
  'certificate',
  'page',
  'decide',
] as const;

export type Operation = (typeof operations)[number];

/** The name of the operation in PayPal's document, where the catalogue has rows for it. */
export function catalogueOperationOf(operation: Operation): CatalogueOperation | undefined {
  return catalogued[operation];
}

const catalogued: Readonly<Partial<Record<Operation, CatalogueOperation>>> = {
  create: 'orders.create',
  get: 'orders.get',
  patch: 'orders.patch',
  capture: 'orders.capture',
  track: 'orders.track.create',
  authorize: 'orders.authorize',
  find_capture: 'captures.get',
  refund: 'captures.refund',
  find_refund: 'refunds.get',
  find_authorization: 'authorizations.get',
  capture_authorization: 'authorizations.capture',
  reauthorize: 'authorizations.reauthorize',
  void: 'authorizations.void',
};

/** The operations that change something of PayPal's: a second one on the same resource waits its turn, by a 409. */
export const exclusiveOperations: ReadonlySet<Operation> = new Set<Operation>([
  'create',
  'capture',
  'track',
  'authorize',
  'refund',
  'capture_authorization',
  'reauthorize',
  'void',
]);
