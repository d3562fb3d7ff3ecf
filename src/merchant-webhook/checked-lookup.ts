import { lookup as resolve, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** All addresses of a host, as the system knows them. */
export type Resolver = (
  hostname: string,
  answer: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void;

/** Where a host leads to may not be called. `address` is none of the public network. */
export class AddressRefused extends Error {
  readonly address: string;

  constructor(address: string) {
    super(`refused ${address}`);
    this.name = 'AddressRefused';
    this.address = address;
  }
}

/**
 * What node connects by: the addresses that it answers are those that are connected to, so that no second answer of the
 * DNS comes between the look and the call. One that is not public refuses them all.
 */
export function createCheckedLookup(resolver: Resolver = resolveAll): LookupFunction {
  return (hostname, { all, family }, answer) => {
    resolver(hostname, (error, addresses) => {
      if (error !== null) return answer(error, []);
      const refused = addresses.find(({ address }) => !isPublicAddress(address));
      if (refused !== undefined) return answer(new AddressRefused(refused.address), []);
      answerWith(addresses, { all, family }, answer);
    });
  };
}

/** The same for a host that was named by the merchant: wherever it leads to is meant. */
export function createNamedLookup(resolver: Resolver = resolveAll): LookupFunction {
  return (hostname, options, answer) => {
    resolver(hostname, (error, addresses) => {
      if (error !== null) return answer(error, []);
      answerWith(addresses, options, answer);
    });
  };
}

function answerWith(
  addresses: readonly LookupAddress[],
  { all, family }: Parameters<LookupFunction>[1],
  answer: Parameters<LookupFunction>[2],
): void {
  const wanted = addresses.filter((one) => (family === 4 || family === 6 ? one.family === family : true));
  const [first] = wanted;
  if (first === undefined) return answer(noAddress(), []);
  if (all === true) return answer(null, [...wanted]);
  answer(null, first.address, first.family);
}

/** As node's own lookup has it. */
function noAddress(): Error {
  return Object.assign(new Error('the host has no address'), { code: 'ENOTFOUND' });
}

function resolveAll(hostname: string, answer: Parameters<Resolver>[1]): void {
  resolve(hostname, { all: true }, answer);
}
