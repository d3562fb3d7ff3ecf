import { expect } from 'chai';
import { taxOn } from '../../src/checkout/money.ts';
import { maxLines, maxQuantity } from '../../src/checkout/limits.ts';
import { parsePrice } from '../../src/checkout/price.ts';
import { sampleItem, sampleOrder } from './sample-order.ts';
import { type SimulatedPayPal, startSimulatedPayPal } from './simulated-paypal.ts';

describe('the fullest cart of the dearest things', () => {
  let payPal: SimulatedPayPal;
  before(async () => {
    payPal = await startSimulatedPayPal();
  });
  after(() => payPal.close());

  for (const [currency, most] of [
    ['EUR', '9999999999.99'],
    ['JPY', '99999999999'],
    ['HUF', '99999999999'],
  ] as const)
    it(`is taken by PayPal, and its sum is read back as it was: ${currency}`, async () => {
      const unitPrice = parsePrice(currency, most);
      const items = Array.from({ length: maxLines }, (_, index) => ({
        ...sampleItem,
        productId: `gold-${index}`,
        quantity: maxQuantity,
        unitPrice,
        unitTax: taxOn(unitPrice, '0.999999'),
      }));
      const request = sampleOrder({ requestId: `largest-${currency}`, items, shippingPrice: most });
      const made = await payPal.payments.createOrder(request);
      const found = await payPal.payments.findOrder('orderId' in made ? made.orderId : '');
      expect(found?.total).to.deep.equal(request.total);
    });
});
