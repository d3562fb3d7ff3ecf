import { toMinorUnits, type Amount } from '../amount.ts';
import { currencyDecimals } from '../currencies.ts';
import type { UnitRequest } from './order-request.ts';
import type { Detail } from '../refusal.ts';

const maxMajorUnits = 999_999_999_999_999n;

/** Finds what PayPal would refuse in the sums of a purchase unit; `at` is the unit's JSON pointer. */
export function findUnitMistakes(unit: UnitRequest, at: string): readonly Detail[] {
  const mistakes = listAmounts(unit, at).flatMap(({ amount, field, isTotal }) =>
    findAmountMistakes(amount, field, isTotal, unit.amount.currency_code),
  );
  // Sums of amounts that are wrong in themselves would only repeat the mistake.
  return mistakes.length > 0 ? mistakes : findSumMistakes(unit, at);
}

interface PlacedAmount {
  readonly amount: Amount;
  readonly field: string;
  readonly isTotal: boolean;
}

function listAmounts(unit: UnitRequest, at: string): readonly PlacedAmount[] {
  const place = (amount: Amount | undefined, field: string, isTotal = false): readonly PlacedAmount[] =>
    amount === undefined ? [] : [{ amount, field: `${at}${field}`, isTotal }];
  return [
    ...place(unit.amount, '/amount', true),
    ...Object.entries(unit.amount.breakdown ?? {}).flatMap(([name, amount]) =>
      place(amount, `/amount/breakdown/${name}`),
    ),
    ...(unit.items ?? []).flatMap((item, index) =>
      place(item.unit_amount, `/items/${index}/unit_amount`).concat(place(item.tax, `/items/${index}/tax`)),
    ),
  ];
}

function findAmountMistakes(
  amount: Amount,
  field: string,
  isTotal: boolean,
  currency: string,
): readonly Detail[] {
  const value = { field: `${field}/value`, value: amount.value, location: 'body' as const };
  const code = { field: `${field}/currency_code`, value: amount.currency_code, location: 'body' as const };
  const decimals = currencyDecimals[amount.currency_code];
  if (decimals === undefined) return [{ issue: 'INVALID_CURRENCY_CODE', ...code }];
  if (amount.currency_code !== currency) return [{ issue: 'MULTI_CURRENCY_ORDER', ...code }];
  const units = toMinorUnits(amount);
  if (units === undefined) return [{ issue: 'DECIMAL_PRECISION', ...value }];
  if (isTotal && units <= 0n) return [{ issue: 'CANNOT_BE_ZERO_OR_NEGATIVE', ...value }];
  if (units < 0n) return [{ issue: 'CANNOT_BE_NEGATIVE', ...value }];
  const major = units / 10n ** BigInt(decimals);
  return major > maxMajorUnits ? [{ issue: 'MAX_VALUE_EXCEEDED', ...value }] : [];
}

function findSumMistakes(unit: UnitRequest, at: string): readonly Detail[] {
  const { breakdown } = unit.amount;
  const items = unit.items ?? [];
  const itemTotal = items.reduce((sum, item) => sum + unitsOf(item.unit_amount) * BigInt(item.quantity), 0n);
  const taxTotal = items.reduce((sum, item) => sum + unitsOf(item.tax) * BigInt(item.quantity), 0n);
  const hasTax = items.some((item) => item.tax !== undefined);
  const mistake = (issue: string, field: string, amount?: Amount): readonly Detail[] => [
    { issue, field: `${at}/amount${field}`, ...(amount ? { value: amount.value } : {}), location: 'body' },
  ];
  return [
    ...(items.length > 0 && !breakdown?.item_total
      ? mistake('ITEM_TOTAL_REQUIRED', '/breakdown/item_total')
      : []),
    ...(hasTax && !breakdown?.tax_total ? mistake('TAX_TOTAL_REQUIRED', '/breakdown/tax_total') : []),
    ...(items.length > 0 && breakdown?.item_total && unitsOf(breakdown.item_total) !== itemTotal
      ? mistake('ITEM_TOTAL_MISMATCH', '/breakdown/item_total/value', breakdown.item_total)
      : []),
    ...(hasTax && breakdown?.tax_total && unitsOf(breakdown.tax_total) !== taxTotal
      ? mistake('TAX_TOTAL_MISMATCH', '/breakdown/tax_total/value', breakdown.tax_total)
      : []),
    ...(breakdown && sumOf(breakdown) !== unitsOf(unit.amount)
      ? mistake('AMOUNT_MISMATCH', '/value', unit.amount)
      : []),
  ];
}

function sumOf(breakdown: NonNullable<UnitRequest['amount']['breakdown']>): bigint {
  const { item_total, tax_total, shipping, handling, insurance, shipping_discount, discount } = breakdown;
  const added = [item_total, tax_total, shipping, handling, insurance];
  const taken = [shipping_discount, discount];
  return addUp(added) - addUp(taken);
}

function addUp(amounts: readonly (Amount | undefined)[]): bigint {
  return amounts.reduce((total, amount) => total + unitsOf(amount), 0n);
}

function unitsOf(amount: Amount | undefined): bigint {
  return amount === undefined ? 0n : (toMinorUnits(amount) ?? 0n);
}
