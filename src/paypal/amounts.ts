import { z } from 'zod';
import { type Money, parseAmount, toAmount } from '../checkout/money.ts';

/** A sum as PayPal writes it, read into ours. */
export const amountSchema = z
  .object({ currency_code: z.string(), value: z.string() })
  .transform((amount, context) => {
    try {
      return parseAmount(amount.currency_code, withoutZeros(amount.value));
    } catch {
      context.issues.push({ code: 'custom', message: 'not a sum of money', input: amount });
      return z.NEVER;
    }
  });

export function toPayPalMoney(money: Money): { currency_code: string; value: string } {
  return { currency_code: money.currency, value: toAmount(money) };
}

/** Decimals that are nothing but zeros say nothing: "6337.00" forints are 6337. */
function withoutZeros(value: string): string {
  if (!/^\d+\.\d+$/u.test(value)) return value;
  let end = value.length;
  while (value[end - 1] === '0') end -= 1;
  return value.slice(0, value[end - 1] === '.' ? end - 1 : end);
}
