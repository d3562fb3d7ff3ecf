/** A tea order as a shop sends it today, with the new kind of context. */
export function teaOrder(invoice: string = crypto.randomUUID(), more: Record<string, unknown> = {}) {
  return {
    intent: 'CAPTURE',
    purchase_units: [
      {
        amount: {
          currency_code: 'EUR',
          value: '29.80',
          breakdown: { item_total: euros('27.00'), tax_total: euros('2.80') },
        },
        custom_id: `checkout-${invoice}`,
        invoice_id: invoice,
        items: [
          {
            name: 'Green tea <2026> & "friends"',
            quantity: '2',
            unit_amount: euros('10.00'),
            tax: euros('1.40'),
          },
          { name: 'Cup', quantity: '1', unit_amount: euros('7.00'), category: 'PHYSICAL_GOODS' },
        ],
      },
    ],
    payment_source: {
      paypal: {
        experience_context: {
          brand_name: 'Tea & Sons',
          locale: 'de-DE',
          shipping_preference: 'NO_SHIPPING',
          user_action: 'PAY_NOW',
          return_url: 'http://localhost:3978/return?nonce=a%20b+c',
          cancel_url: 'http://localhost:3978/cancel',
        },
      },
    },
    ...more,
  };
}

/** The smallest order there is: one amount, and nowhere to return to. */
export function plainOrder(value = '10.00', currency = 'USD', unit: Record<string, unknown> = {}) {
  return { intent: 'CAPTURE', purchase_units: [{ amount: { currency_code: currency, value }, ...unit }] };
}

export function euros(value: string) {
  return { currency_code: 'EUR', value };
}
