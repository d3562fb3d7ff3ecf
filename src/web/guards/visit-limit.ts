import type { Middleware } from 'koa';
import { CheckoutError } from '../../checkout/errors.ts';
import { clientAddress } from './client-address.ts';

const windowMs = 60_000;

/** Counts visits in this process alone; nothing is stored. Answers whether one more is taken. */
export type MayVisit = (address: string) => boolean;

/**
 * So many in any minute from one address; what was refused does not count. Whoever came longest ago is forgotten where
 * there are too many addresses, so that many callers cost no more than a little memory.
 */
export function createVisitLimit({
  perMinute,
  mostAddresses = 10_000,
  now = () => performance.now(),
}: {
  readonly perMinute: number;
  readonly mostAddresses?: number;
  readonly now?: () => number;
}): MayVisit {
  const visits = new Map<string, readonly number[]>();
  return (address) => {
    const at = now();
    const inWindow = (visits.get(address) ?? []).filter((one) => one > at - windowMs);
    const isTaken = inWindow.length < perMinute;
    visits.delete(address);
    visits.set(address, isTaken ? [...inWindow, at] : inWindow);
    const [oldest] = visits.keys();
    if (visits.size > mostAddresses && oldest !== undefined) visits.delete(oldest);
    return isTaken;
  };
}

/** Guessing at links, or fetching one for ever, ends with a page that says so; previews and scanners stay far below. */
export function limitVisits(mayVisit: MayVisit, trustedProxies: number): Middleware {
  return async (ctx, next) => {
    if (!mayVisit(clientAddress(ctx.req, trustedProxies))) {
      ctx.set('Retry-After', '60');
      throw new CheckoutError('rate_limited', 'links');
    }
    await next();
  };
}
