import type { LineItem } from '../checkout/checkout.ts';
import type { OrderRequest } from '../checkout/ports.ts';
import { toPayPalMoney } from './amounts.ts';
import { toPayPalLocale } from './locale.ts';
import { toText } from './text.ts';

/** PayPal's own pattern of an image that it shows. */
const shownImage = /^https:[/.\w\s-]*\.(?:jpe?g|gif|png|JPE?G|GIF|PNG)$/u;

/** The body of a create call. The same request always gives the same bytes. */
export function toOrderBody(request: OrderRequest): object {
  const { checkoutId, invoiceId, items, total, itemTotal, taxTotal, shippingTotal } = request;
  const isTaxTold = request.taxIncluded !== true;
  return {
    intent: 'CAPTURE',
    purchase_units: [
      {
        reference_id: checkoutId,
        custom_id: checkoutId,
        invoice_id: invoiceId,
        description: toText(items.map(({ name, quantity }) => `${quantity} × ${name}`).join(', ')),
        amount: {
          ...toPayPalMoney(total),
          breakdown: {
            item_total: toPayPalMoney(itemTotal),
            // Prices that hold their tax go as they are; a tax beside them would be added once more.
            ...(isTaxTold ? { tax_total: toPayPalMoney(taxTotal) } : {}),
            shipping: toPayPalMoney(shippingTotal),
          },
        },
        items: items.map((item) => toItem(item, isTaxTold)),
      },
    ],
    payment_source: { paypal: { experience_context: toContext(request) } },
  };
}

function toContext(request: OrderRequest): object {
  const { brandName, collectsAddress, returnUrl, cancelUrl } = request;
  const locale = toPayPalLocale(request.locale);
  return {
    brand_name: toText(brandName),
    ...(locale === undefined ? {} : { locale }),
    shipping_preference: collectsAddress ? 'GET_FROM_FILE' : 'NO_SHIPPING',
    user_action: 'PAY_NOW',
    // An e-cheque would stay pending for days, and the magic number lives for minutes.
    payment_method_preference: 'IMMEDIATE_PAYMENT_REQUIRED',
    return_url: returnUrl,
    cancel_url: cancelUrl,
  };
}

function toItem(item: LineItem, isTaxTold: boolean): object {
  const description = toText(item.description);
  return {
    name: toText(item.name),
    ...(description === '' ? {} : { description }),
    sku: toText(item.productId),
    unit_amount: toPayPalMoney(item.unitPrice),
    ...(isTaxTold ? { tax: toPayPalMoney(item.unitTax) } : {}),
    quantity: String(item.quantity),
    category: 'PHYSICAL_GOODS',
    ...(isShown(item.image) ? { image_url: item.image } : {}),
  };
}

function isShown(image: string | undefined): boolean {
  return image !== undefined && image.length <= 2_048 && shownImage.test(image);
}
