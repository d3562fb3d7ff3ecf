import type { LookupAddress } from 'node:dns';
import type { MerchantEvent } from '../../src/checkout/merchant-event-ports.ts';
import type { Resolver } from '../../src/merchant-webhook/checked-lookup.ts';

/** With letters of more than one byte, and what other writers of JSON would spell otherwise. */
export const body =
  '{"type":"checkout.confirmed","data":{"items":[{"name":"Tæ \\u2013 Schüssel / 茶"}],"sum":1.0}}';

export const event: MerchantEvent = {
  eventId: 'msg_abc_7_confirmed',
  destination: 'webhook',
  checkoutId: 'abc',
  kind: 'confirmed',
  body,
  happenedAt: 0,
  dueAt: 0,
  tries: 0,
  lease: { holder: 'one', until: 0 },
};

/** A DNS in which every name leads there. */
export function leadingTo(...addresses: readonly string[]): Resolver {
  const found = addresses.map((address): LookupAddress => ({
    address,
    family: address.includes(':') ? 6 : 4,
  }));
  return (_hostname, answer) => answer(null, found);
}
