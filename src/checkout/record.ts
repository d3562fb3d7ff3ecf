import type { Checkout } from './checkout.ts';
import type { Change, LogFields, Ports } from './ports.ts';
import { type NewSignal, type SignalKind, tellNow } from './signal.ts';

/** One step of a checkout, and what is said of it. */
export interface Step extends Pick<Change, 'insert' | 'payer' | 'who' | 'limits'> {
  readonly before: Checkout;
  readonly after: Checkout;
  /** What the shopper is told of it at once. */
  readonly tells?: SignalKind | undefined;
  /** What is told beside it: later, or of the checkout that is inserted with it. */
  readonly also?: readonly NewSignal[] | undefined;
  /** The line in the log, whose fields begin with the checkout's id. */
  readonly log?: readonly [event: string, fields?: LogFields] | undefined;
}

/**
 * Writes the step and what tells of it in one transaction; only then it stands in the log, and the worker of this
 * process is nudged to tell it. Answers the checkout as it is afterwards. @throws CheckoutError as `CheckoutStore.write`
 */
export async function record(
  ports: Pick<Ports, 'store' | 'holder' | 'signalled' | 'log'>,
  { before, after, tells, also = [], payer, log, insert, who, limits }: Step,
): Promise<Checkout> {
  const told = tells === undefined ? [] : [tellNow(ports.holder, after, tells)];
  const update = { before, after };
  const signals = await ports.store.write({
    update,
    insert,
    payer,
    who,
    limits,
    signals: [...told, ...also],
  });
  // Whatever has led to it, the merchant is warned of what a person must look at.
  if (after.status === 'flagged' && before.status !== 'flagged')
    ports.log('checkout_flagged', { checkoutId: before.id, flag: after.flag, debugId: after.debugId });
  if (log !== undefined) ports.log(log[0], { checkoutId: before.id, ...log[1] });
  ports.signalled(signals);
  return after;
}
