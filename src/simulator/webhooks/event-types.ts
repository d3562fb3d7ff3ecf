/** The events that a webhook can be registered for, with what each says happened. */
export const eventTypes = {
  'CHECKOUT.ORDER.APPROVED': 'An order has been approved by buyer',
  'CHECKOUT.ORDER.COMPLETED': 'Checkout Order Completed',
  'CHECKOUT.PAYMENT-APPROVAL.REVERSED': 'A payment has been reversed after approval.',
  'PAYMENT.AUTHORIZATION.CREATED': 'A payment authorization was created',
  'PAYMENT.AUTHORIZATION.VOIDED': 'A payment authorization was voided',
  'PAYMENT.CAPTURE.COMPLETED': 'Payment completed',
  'PAYMENT.CAPTURE.PENDING': 'Payment pending',
  'PAYMENT.CAPTURE.DENIED': 'Payment denied',
  'PAYMENT.CAPTURE.DECLINED': 'Payment declined',
  'PAYMENT.CAPTURE.REFUNDED': 'A capture payment was refunded',
  'PAYMENT.CAPTURE.REVERSED': 'A capture payment was reversed',
  'PAYMENT.REFUND.PENDING': 'A refund is pending',
  'PAYMENT.REFUND.FAILED': 'A refund failed',
  'CUSTOMER.DISPUTE.CREATED': 'A new dispute opened with case',
  'CUSTOMER.DISPUTE.UPDATED': 'A dispute was updated with case',
  'CUSTOMER.DISPUTE.RESOLVED': 'A dispute was resolved with case',
} as const;

export type EventType = keyof typeof eventTypes;

export function isEventType(name: string): name is EventType {
  return Object.hasOwn(eventTypes, name);
}
