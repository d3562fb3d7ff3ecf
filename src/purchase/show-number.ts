import { revise, waitsForNumber } from '../checkout/checkout.ts';
import { CheckoutError } from '../checkout/errors.ts';
import { attemptsPerNumber, numbersPerCheckout } from '../checkout/limits.ts';
import type { PayerRequest } from './payer-session.ts';
import { newNumber } from '../round-trip/new-number.ts';
import type { Ports } from '../checkout/ports.ts';
import { record } from '../checkout/record.ts';
import { viewForPayer } from './view-for-payer.ts';

export interface ShownNumber {
  /** Undefined when its time or its attempts are over. */
  readonly digits: string | undefined;
  readonly expiresAt: number;
  readonly now: number;
  /** How many more may be drawn. */
  readonly numbersLeft: number;
}

/** A reload shows the same number: it is opened from its sealed copy. */
export async function showNumber(ports: Ports, request: PayerRequest): Promise<ShownNumber> {
  const { checkout, now } = await viewForPayer(ports, request);
  const number = waitsForNumber(checkout) ? checkout.number : undefined;
  if (number === undefined) throw new CheckoutError('status_conflict', checkout.status);
  const isLive = number.expiresAt > now && number.attempts < attemptsPerNumber;
  return {
    digits: isLive ? ports.numbers.open(checkout.id, number.sealed) : undefined,
    expiresAt: number.expiresAt,
    now,
    numbersLeft: numbersPerCheckout - checkout.numbersDrawn,
  };
}

/** The former number leads to nothing from this moment. */
export async function drawNewNumber(ports: Ports, request: PayerRequest): Promise<void> {
  const { checkout, now } = await viewForPayer(ports, request);
  if (!waitsForNumber(checkout)) throw new CheckoutError('status_conflict', checkout.status);
  if (checkout.numbersDrawn >= numbersPerCheckout) throw new CheckoutError('numbers_spent');
  const after = revise(checkout, newNumber(ports, checkout, now), now);
  const log = ['number_drawn', { drawn: after.numbersDrawn }] as const;
  await record(ports, { before: checkout, after, who: 'payer', log });
}
