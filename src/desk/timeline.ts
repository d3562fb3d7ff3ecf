import type { Checkout } from '../checkout/checkout.ts';
import type { LedgerLine, NamedEvent, OrderTrail, Telling } from '../checkout/desk-ports.ts';
import { toAmount } from '../checkout/money.ts';

/** One thing that happened to a purchase, or is to happen. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly who: LedgerLine['who'] | 'bot';
  readonly what: string;
  /** PayPal's log number, where it was asked. */
  readonly debugId?: string | undefined;
}

/** Statuses, what was told in the chat and its fate, webhooks, wrong numbers and refunds, in their order. */
export function toTimeline(checkout: Checkout, { ledger, tellings, events }: OrderTrail): readonly Moment[] {
  return [
    ...ledger.map((line) => ({ ...line, what: withAmounts(checkout, line.what) })),
    ...events.map(toEvent),
    ...tellings.map(toTelling),
  ].toSorted((one, other) => one.at - other.at);
}

/** The ledger names a refund by its place; how much it was stands in the checkout. */
function withAmounts({ refunds }: Checkout, what: string): string {
  return what.replaceAll(/\brefund (\d+)\b/gu, (name, place: string) => {
    const refund = refunds.find(({ requestId }) => requestId.endsWith(`-refund-${place}`));
    return refund === undefined ? name : `${name} of ${toAmount(refund.amount)} ${refund.amount.currency}`;
  });
}

function toEvent({ at, type, eventId, state }: NamedEvent): Moment {
  const fates = { waiting: ', not looked at yet', done: '', not_ours: ', not ours', given_up: ', given up' };
  return { at, who: 'paypal', what: `webhook ${type} (${eventId}${fates[state]})` };
}

function toTelling({ at, kind, state, tries, reason }: Telling): Moment {
  const fates = {
    waiting: 'to be told',
    delivered: 'told',
    dropped: 'not told any more',
    undeliverable: 'could not be told',
  };
  const facts = [tries === 0 ? '' : `${tries} ${tries === 1 ? 'try' : 'tries'} failed`, reason ?? ''];
  const why = facts.filter((fact) => fact !== '').join(', ');
  return { at, who: 'bot', what: `${fates[state]}: ${kind}${why === '' ? '' : ` (${why})`}` };
}
