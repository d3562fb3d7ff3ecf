export const captureId = '3C679366HH908993F';
export const refundId = '1JU08902781691411';
export const orderId = '5O190127TN364715T';
export const eur = (value: string) => ({ currency_code: 'EUR', value });
export const cents = (minorUnits: number) => ({ currency: 'EUR', minorUnits });
export const api = 'https://api-m.sandbox.paypal.com';

export const refund = {
  id: refundId,
  status: 'COMPLETED',
  amount: eur('10.00'),
  seller_payable_breakdown: {
    gross_amount: eur('10.00'),
    paypal_fee: eur('0.00'),
    net_amount: eur('10.00'),
    total_refunded_amount: eur('25.00'),
  },
  links: [
    { href: `${api}/v2/payments/refunds/${refundId}`, rel: 'self', method: 'GET' },
    { href: `${api}/v2/payments/captures/${captureId}`, rel: 'up', method: 'GET' },
  ],
};

export const capture = {
  id: captureId,
  status: 'PARTIALLY_REFUNDED',
  amount: eur('59.26'),
  final_capture: true,
  custom_id: 'abcdefghijklmnopqrstuvwxyz',
  supplementary_data: { related_ids: { order_id: orderId } },
  payee: { merchant_id: 'MERCHANT23456' },
  links: [
    { href: `${api}/v2/payments/captures/${captureId}`, rel: 'self', method: 'GET' },
    { href: `${api}/v2/checkout/orders/${orderId}`, rel: 'up', method: 'GET' },
  ],
};

export function unprocessable(issue: string, description = 'For people.'): object {
  return {
    name: 'UNPROCESSABLE_ENTITY',
    message:
      'The requested action could not be performed, semantically incorrect, or failed business validation.',
    debug_id: 'f00d',
    details: [{ issue, description }],
    links: [],
  };
}

export const notFound = {
  name: 'RESOURCE_NOT_FOUND',
  message: 'The specified resource does not exist.',
  debug_id: 'f00d',
  details: [
    {
      issue: 'INVALID_RESOURCE_ID',
      description: 'Specified resource ID does not exist. Please check the resource ID and try again.',
    },
  ],
  links: [],
};
