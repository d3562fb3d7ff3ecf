/** What a 422 to a capture means, by PayPal's issue. Every issue that is not named here is a refusal for good. */
export const captureIssues = {
  /** The payer's card or account was declined; another one may be chosen for the same order. */
  declined: [
    'INSTRUMENT_DECLINED',
    'BANK_VERIFICATION_REQUIRED',
    'CARD_BRAND_NOT_SUPPORTED',
    'CARD_COUNTRY_NOT_SUPPORTED',
    'CARD_DATA_NOT_FOUND',
    'CARD_EXPIRED',
    'COMPLIANCE_VIOLATION',
    'CONTINGENCY_NOT_SUCCESSFUL',
    'COUNTRY_NOT_SUPPORTED_BY_PAYMENT_SOURCE',
    'DOMESTIC_TRANSACTION_REQUIRED',
    'PAYEE_BLOCKED_TRANSACTION',
    'PAYER_ACCOUNT_LOCKED_OR_CLOSED',
    'PAYER_ACCOUNT_RESTRICTED',
    'PAYER_CANNOT_PAY',
    'PAYMENT_DENIED',
    'REDIRECT_PAYER_FOR_ALTERNATE_FUNDING',
    'REFERENCED_CARD_EXPIRED',
    'TRANSACTION_BLOCKED_BY_PAYEE',
    'TRANSACTION_LIMIT_EXCEEDED',
    'TRANSACTION_REFUSED',
  ],
  /** The payer has to go to PayPal's page (again) before anything can be captured. */
  not_approved: ['ORDER_NOT_APPROVED', 'PAYER_ACTION_REQUIRED', 'SHIPPING_ADDRESS_INVALID'],
  already_captured: ['ORDER_ALREADY_CAPTURED'],
  /** Somebody is capturing it just now. */
  unclear: ['AUTO_CAPTURE_ENABLED', 'ORDER_COMPLETION_IN_PROGRESS'],
} as const;

export interface CaptureIssue {
  readonly kind: keyof typeof captureIssues | 'refused';
  readonly issue: string;
}

/** The first issue of a 422 that has a meaning decides. Without one it is a refusal, named by whatever there is. */
export function classifyCapture(
  status: number,
  issues: readonly string[],
  name: string | undefined,
): CaptureIssue {
  const meant = status === 422 ? issues.find((issue) => meanings.has(issue)) : undefined;
  const kind = meant === undefined ? undefined : meanings.get(meant);
  if (meant !== undefined && kind !== undefined) return { kind, issue: meant };
  return { kind: 'refused', issue: issues[0] ?? name ?? String(status) };
}

const kinds = ['declined', 'not_approved', 'already_captured', 'unclear'] as const;

const meanings: ReadonlyMap<string, keyof typeof captureIssues> = new Map(
  kinds.flatMap((kind) => captureIssues[kind].map((issue) => [issue, kind] as const)),
);
