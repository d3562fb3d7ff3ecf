import { toMinorUnits, type Amount } from '../amount.ts';
import { currencyDecimals } from '../currencies.ts';
import { refusal, type CatalogueOperation, type Refusal } from '../refusal.ts';

type PaymentOperation = Extract<
  CatalogueOperation,
  'captures.refund' | 'authorizations.capture' | 'authorizations.reauthorize'
>;

const mismatches: Readonly<Record<PaymentOperation, string>> = {
  'captures.refund': 'REFUND_CAPTURE_CURRENCY_MISMATCH',
  'authorizations.capture': 'AUTH_CAPTURE_CURRENCY_MISMATCH',
  'authorizations.reauthorize': 'AUTH_CURRENCY_MISMATCH',
};

/** The minor units of a sum that a payment's request names. @throws Refusal for what cannot be paid */
export function readAskedSum(operation: PaymentOperation, amount: Amount, currency: string): bigint {
  const { currency_code, value } = amount;
  const refuse = (issue: string, field: string): Refusal =>
    refusal(operation, [{ issue, field: `/amount/${field}`, location: 'body' }]);
  const decimals = currencyDecimals[currency_code];
  if (decimals === undefined) throw refuse('INVALID_CURRENCY_CODE', 'currency_code');
  if (currency_code !== currency) throw refuse(mismatches[operation], 'currency_code');
  const units = toMinorUnits({ currency_code, value });
  if (units === undefined) {
    throw refuse(decimals === 0 ? 'DECIMALS_NOT_SUPPORTED' : 'DECIMAL_PRECISION', 'value');
  }
  if (units <= 0n) throw refuse('CANNOT_BE_ZERO_OR_NEGATIVE', 'value');
  return units;
}
