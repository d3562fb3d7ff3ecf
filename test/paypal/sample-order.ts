import type { LineItem } from '../../src/checkout/checkout.ts';
import { addMoney, multiplyMoney, parseAmount, taxOn } from '../../src/checkout/money.ts';
import type { OrderRequest } from '../../src/checkout/ports.ts';

export const sampleItem: LineItem = {
  productId: 'tea-pot',
  name: 'Tea pot',
  description: 'Holds a litre.',
  quantity: 2,
  unitPrice: parseAmount('EUR', '24.90'),
  unitTax: taxOn(parseAmount('EUR', '24.90'), '0.19'),
};

/** A request whose sums are right for its items. */
export function sampleOrder(
  changes: Partial<OrderRequest> & { readonly shippingPrice?: string } = {},
): OrderRequest {
  const { items = [sampleItem], shippingPrice = '0', ...others } = changes;
  const currency = items[0]?.unitPrice.currency ?? 'EUR';
  const none = parseAmount(currency, '0');
  const itemTotal = items.reduce(
    (sum, item) => addMoney(sum, multiplyMoney(item.unitPrice, item.quantity)),
    none,
  );
  const taxTotal = items.reduce(
    (sum, item) => addMoney(sum, multiplyMoney(item.unitTax, item.quantity)),
    none,
  );
  const shippingTotal = parseAmount(currency, shippingPrice);
  return {
    requestId: 'order-request-1',
    brandName: 'Tea & Things',
    checkoutId: 'abcdefghijklmnopqrstuvwxyz',
    invoiceId: 'abcdefghijklmnopqrstuvwxyz',
    items,
    itemTotal,
    taxTotal,
    shippingTotal,
    total: addMoney(addMoney(itemTotal, taxTotal), shippingTotal),
    collectsAddress: false,
    locale: 'de',
    returnUrl: 'http://localhost:3978/checkouts/abcdefghijklmnopqrstuvwxyz/return/nonce',
    cancelUrl: 'http://localhost:3978/checkouts/abcdefghijklmnopqrstuvwxyz/cancel/nonce',
    ...others,
  };
}
