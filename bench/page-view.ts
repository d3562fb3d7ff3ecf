/** What the product's checkout page shows for the purchase that is measured. */
export const pageView = {
  merchantName: 'Fernhill Tea & Pottery',
  supportContact: 'hello@fernhill.example',
  supportHref: 'mailto:hello@fernhill.example',
  notice: 'Test shop: no real money moves.',
  styleHref: '/assets/site.css',
  iconHref: '/favicon.svg',
  checkoutId: 'abcdefghijklmnopqrstuvwxyz',
  isClaimed: false,
  payToken: 'a-token-of-the-usual-length-for-the-form-to-pay-with',
  notMineToken: 'a-token-of-the-usual-length-for-the-form-to-decline-with',
  deadline: { left: 'in 60 minutes', clock: '14:05 UTC', iso: '2026-01-01T14:05:00.000Z' },
  summary: {
    shopper: 'P… P…',
    channel: 'Microsoft Teams',
    isGroup: false,
    total: '€29.00',
    itemTotal: '€29.00',
    hasParts: false,
    items: [
      {
        name: 'Spring Sencha',
        quantity: 2,
        unitPrice: '€14.50',
        price: '€29.00',
        picture: '/products/spring-sencha.svg',
      },
    ],
  },
};
