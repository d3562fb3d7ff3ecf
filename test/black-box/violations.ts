import type { CheckoutRow, PayPalBooks } from './books.ts';
import type { AfterStorm } from './storm.ts';

/** Every promise that the storm broke, one sentence each. */
export function findViolations(after: AfterStorm): string[] {
  const { outcomes, unsettled, checkouts, payPal, reconciled } = after;
  return [
    ...outcomes.flatMap(({ trouble }) => trouble ?? []),
    ...unsettled.map((what) => `At rest ${what}.`),
    ...checkouts.flatMap((checkout) => findWrongMoney(checkout, payPal)),
    ...payPal.captures
      .filter(({ custom_id }) => checkouts.every(({ id }) => id !== custom_id))
      .map(({ id }) => `The capture ${id} belongs to no checkout.`),
    ...outcomes.flatMap((outcome) => findWrongEnd(outcome, checkouts)),
    ...outcomes.flatMap(({ conversationId }) => findRepeated(after, conversationId)),
    ...findForgottenRequestIds(payPal),
    ...(reconciled.code === 0 ? [] : [`reconcile: ${reconciled.output}${reconciled.errors}`]),
  ];
}

/** Confirmed means charged once, with the sum that was shown; anything else means not charged. */
function findWrongMoney({ id, status, total, flag }: CheckoutRow, { captures }: PayPalBooks): string[] {
  const held = captures.filter((capture) => capture.custom_id === id && capture.status !== 'DECLINED');
  const sums = held.map(({ amount }) => `${Math.round(Number(amount.value) * 100)} ${amount.currency_code}`);
  const expected = status === 'confirmed' ? [total] : [];
  return [
    ...(JSON.stringify(sums) === JSON.stringify(expected)
      ? []
      : [`${id} is ${status}, ${total}, and PayPal took ${sums.join(' and ') || 'nothing'}.`]),
    ...(flag === null ? [] : [`${id} is flagged: ${flag}.`]),
  ];
}

/** Who wanted to buy has bought once; who left or cancelled has not bought. */
function findWrongEnd(
  { conversationId, intention }: AfterStorm['outcomes'][number],
  checkouts: readonly CheckoutRow[],
): string[] {
  const statuses = checkouts
    .filter((row) => row.conversationId === conversationId)
    .map(({ status }) => status);
  const confirmed = statuses.filter((status) => status === 'confirmed').length;
  const isRight = confirmed === (intention === 'buys' ? 1 : 0);
  return isRight ? [] : [`${conversationId} (${intention}) ended with ${statuses.join(', ') || 'nothing'}.`];
}

const onceTold = [/Your payment of [^"]* arrived/u, /is confirmed/u];

/** A telling keeps its name over crashes and lost answers, so that a channel that knows names shows it once. */
function findRepeated({ shown }: AfterStorm, conversationId: string): string[] {
  return onceTold.flatMap((pattern) => {
    const tellings = shown(conversationId).filter(({ json, isNew }) => isNew && pattern.test(json));
    const names = new Set(tellings.map(({ key }) => key ?? 'nameless'));
    return names.size <= 1
      ? []
      : [`${conversationId} was told ${String(pattern)} as ${[...names].join(' and ')}.`];
  });
}

/** No order and no capture was asked for without an id, by which asking again is the same request. */
function findForgottenRequestIds({ requests }: PayPalBooks): string[] {
  return requests
    .filter(({ method, path }) => method === 'POST' && path.startsWith('/v2/'))
    .filter(({ requestId }) => requestId === null)
    .map(({ path }) => `POST ${path} had no request id.`);
}
