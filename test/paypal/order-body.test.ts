import { expect } from 'chai';
import { parseAmount } from '../../src/checkout/money.ts';
import type { OrderRequest } from '../../src/checkout/ports.ts';
import { toOrderBody } from '../../src/paypal/order-body.ts';
import { sampleItem, sampleOrder } from './sample-order.ts';
import { assertMatchesSchema, requestSchemaOf } from './schemas.ts';

const yen = { ...sampleItem, unitPrice: parseAmount('JPY', '1250'), unitTax: parseAmount('JPY', '125') };
const long = '🫖 a very long text \n'.repeat(30);

const requests: Readonly<Record<string, OrderRequest>> = {
  'an ordinary purchase': sampleOrder(),
  'a currency without decimals': sampleOrder({ items: [yen] }),
  'shipping to an address': sampleOrder({ shippingPrice: '4.90', collectsAddress: true }),
  'many items': sampleOrder({
    items: Array.from({ length: 50 }, (_, index) => ({
      ...sampleItem,
      productId: `p${index}`,
      quantity: index + 1,
    })),
  }),
  'long and strange texts': sampleOrder({
    items: [{ ...sampleItem, name: long, description: long, productId: long }],
    locale: 'x-klingon',
  }),
  'an item without a description': sampleOrder({ items: [{ ...sampleItem, description: '' }] }),
  'tax inside its prices': sampleOrder({
    items: [{ ...sampleItem, unitTax: parseAmount('EUR', '0') }],
    taxIncluded: true,
  }),
  'a picture': sampleOrder({
    items: [{ ...sampleItem, image: 'https://shop.example/products/tea-pot.png' }],
  }),
};

describe('the body of a create call', () => {
  for (const [name, request] of Object.entries(requests)) {
    it(`is what PayPal's document asks for with ${name}`, () => {
      assertMatchesSchema(requestSchemaOf('orders.create'), toOrderBody(request));
    });

    it(`is the same to the byte when asked twice for ${name}`, () => {
      const again = structuredClone(request);
      expect(JSON.stringify(toOrderBody(again))).to.equal(JSON.stringify(toOrderBody(request)));
    });
  }

  it('says everything about the purchase', () => {
    expect(toOrderBody(sampleOrder({ shippingPrice: '4.90', collectsAddress: true }))).to.deep.equal({
      intent: 'CAPTURE',
      purchase_units: [
        {
          reference_id: 'abcdefghijklmnopqrstuvwxyz',
          custom_id: 'abcdefghijklmnopqrstuvwxyz',
          invoice_id: 'abcdefghijklmnopqrstuvwxyz',
          description: '2 × Tea pot',
          amount: {
            currency_code: 'EUR',
            value: '64.16',
            breakdown: {
              item_total: { currency_code: 'EUR', value: '49.80' },
              tax_total: { currency_code: 'EUR', value: '9.46' },
              shipping: { currency_code: 'EUR', value: '4.90' },
            },
          },
          items: [
            {
              name: 'Tea pot',
              description: 'Holds a litre.',
              sku: 'tea-pot',
              unit_amount: { currency_code: 'EUR', value: '24.90' },
              tax: { currency_code: 'EUR', value: '4.73' },
              quantity: '2',
              category: 'PHYSICAL_GOODS',
            },
          ],
        },
      ],
      payment_source: {
        paypal: {
          experience_context: {
            brand_name: 'Tea & Things',
            locale: 'de-DE',
            shipping_preference: 'GET_FROM_FILE',
            user_action: 'PAY_NOW',
            payment_method_preference: 'IMMEDIATE_PAYMENT_REQUIRED',
            return_url: 'http://localhost:3978/checkouts/abcdefghijklmnopqrstuvwxyz/return/nonce',
            cancel_url: 'http://localhost:3978/checkouts/abcdefghijklmnopqrstuvwxyz/cancel/nonce',
          },
        },
      },
    });
  });

  it('says nothing of tax where the prices hold it: gross prices, and their sum', () => {
    const item = { ...sampleItem, unitTax: parseAmount('EUR', '0') };
    const body = toOrderBody(sampleOrder({ items: [item], shippingPrice: '4.90', taxIncluded: true }));
    expect(JSON.stringify(body)).not.to.match(/tax/iu);
    expect(body).to.have.deep.nested.property('purchase_units[0].amount', {
      currency_code: 'EUR',
      value: '54.70',
      breakdown: {
        item_total: { currency_code: 'EUR', value: '49.80' },
        shipping: { currency_code: 'EUR', value: '4.90' },
      },
    });
    expect(body).to.have.deep.nested.property('purchase_units[0].items[0].unit_amount', {
      currency_code: 'EUR',
      value: '24.90',
    });
  });

  it('asks for no address where nothing is shipped', () => {
    expect(JSON.stringify(toOrderBody(sampleOrder()))).to.include('"NO_SHIPPING"');
  });

  it('cuts texts to 127 characters without splitting one', () => {
    const name = `${'x'.repeat(126)}🫖`;
    const body = JSON.stringify(toOrderBody(sampleOrder({ items: [{ ...sampleItem, name }] })));
    expect(body).to.include(`"name":"${'x'.repeat(126)}"`);
  });

  for (const image of [
    '/products/tea-pot.png',
    'http://shop.example/tea-pot.png',
    'https://shop.example/tea-pot.svg',
    'https://shop.example/tea-pot.png?size=large',
    'https://shop.example:8443/tea-pot.png',
    `https://shop.example/${'x'.repeat(2_048)}.png`,
  ]) {
    it(`leaves out a picture that PayPal would not take: ${image.slice(0, 60)}`, () => {
      const body = toOrderBody(sampleOrder({ items: [{ ...sampleItem, image }] }));
      expect(JSON.stringify(body)).not.to.include('image_url');
    });
  }
});
