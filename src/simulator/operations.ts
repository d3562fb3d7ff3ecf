import type { CatalogueOperation } from './refusal.ts';

/** The words by which faults and the ledger name what a caller asked for. */
export const operations = ['token', 'create', 'get', 'patch', 'capture', 'page', 'decide'] as const;

export type Operation = (typeof operations)[number];

/** The name of the operation in PayPal's document, where the catalogue has rows for it. */
export function catalogueOperationOf(operation: Operation): CatalogueOperation | undefined {
  switch (operation) {
    case 'create':
      return 'orders.create';
    case 'get':
      return 'orders.get';
    case 'patch':
      return 'orders.patch';
    case 'capture':
      return 'orders.capture';
    case 'token':
    case 'page':
    case 'decide':
      return undefined;
  }
}
