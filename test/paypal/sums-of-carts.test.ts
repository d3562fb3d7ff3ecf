import { expect } from 'chai';
import fc from 'fast-check';
import { z } from 'zod';
import { type PricedCart, priceCart, type WantedProduct } from '../../src/checkout/cart.ts';
import type { ShippingOption } from '../../src/checkout/catalog.ts';
import { maxLines, maxQuantity } from '../../src/checkout/limits.ts';
import { parseAmount } from '../../src/checkout/money.ts';
import type { OrderRequest } from '../../src/checkout/ports.ts';
import { toOrderBody } from '../../src/paypal/order-body.ts';
import { sampleOrder } from './sample-order.ts';
import { type SimulatedPayPal, startSimulatedPayPal } from './simulated-paypal.ts';

/** Every currency that a catalogue may have. */
const currencies = Intl.supportedValuesOf('currency').filter((currency) => {
  try {
    return parseAmount(currency, '0').minorUnits === 0;
  } catch {
    return false;
  }
});

/** The dearest that a catalogue takes in any currency. */
const dearest = 99_999_999_999;

const rate = fc.integer({ min: 0, max: 10_000 }).map((share) => String(share / 10_000));
const price = fc.oneof(fc.integer({ min: 1, max: 30_000 }), fc.integer({ min: 1, max: dearest }));

interface Line {
  readonly minorUnits: number;
  readonly taxRate: string | undefined;
  readonly quantity: number;
}

interface Shopping {
  readonly lines: readonly Line[];
  readonly shipping: { readonly minorUnits: number; readonly taxRate: string | undefined } | undefined;
}

const shopping: fc.Arbitrary<Shopping> = fc.record({
  lines: fc.array(
    fc.record({
      minorUnits: price,
      taxRate: fc.option(rate, { nil: undefined }),
      quantity: fc.integer({ min: 1, max: maxQuantity }),
    }),
    { minLength: 1, maxLength: maxLines },
  ),
  shipping: fc.option(
    fc.record({
      minorUnits: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 100_000 })),
      taxRate: fc.option(rate, { nil: undefined }),
    }),
    { nil: undefined },
  ),
});

describe('what PayPal is asked for', () => {
  let payPal: SimulatedPayPal;
  let asked = 0;
  before(async () => {
    payPal = await startSimulatedPayPal({}, { callTimeoutMs: 10_000 });
  });
  after(() => payPal.close());

  it('is in every currency that PayPal takes', () => {
    expect(currencies).to.have.length.above(20).and.include.members(['EUR', 'HUF', 'JPY', 'TWD', 'USD']);
  });

  for (const currency of currencies) {
    it(`adds up as PayPal checks it, whatever is in the cart, with tax on top and inside: ${currency}`, async () => {
      const adds = fc.asyncProperty(shopping, fc.boolean(), async (bought, taxIncluded) => {
        const cart = toCart(currency, bought, taxIncluded);
        asked += 1;
        const request = toRequest(cart, taxIncluded, `order-request-${asked}`);
        expectSums(currency, toOrderBody(request), taxIncluded);
        if (taxIncluded) expectTaxInside(cart, bought);
        else expectTaxOnTop(cart, bought);
        expect(await payPal.payments.createOrder(request)).to.have.property('orderId');
      });
      await fc.assert(adds, { numRuns: 20 });
    });
  }
});

function toCart(currency: string, { lines, shipping }: Shopping, taxIncluded: boolean): PricedCart {
  const wanted: WantedProduct[] = lines.map(({ minorUnits, taxRate, quantity }, index) => ({
    product: {
      id: `p${index}`,
      name: `Product ${index}`,
      description: '',
      price: { currency, minorUnits },
      ...(taxRate === undefined ? {} : { taxRate }),
    },
    quantity,
  }));
  const way: ShippingOption | undefined = shipping && {
    name: 'Post',
    price: { currency, minorUnits: shipping.minorUnits },
    ...(shipping.taxRate === undefined || !taxIncluded ? {} : { taxRate: shipping.taxRate }),
  };
  return priceCart({ currency, taxIncluded }, wanted, way);
}

function toRequest(cart: PricedCart, taxIncluded: boolean, requestId: string): OrderRequest {
  const items = cart.lines.map(({ product, quantity, unitTax }) => ({
    productId: product.id,
    name: product.name,
    description: product.description,
    quantity,
    unitPrice: product.price,
    unitTax,
  }));
  const { itemTotal, tax: taxTotal, shipping: shippingTotal, total } = cart;
  const sums = { items, itemTotal, taxTotal, shippingTotal, total };
  return sampleOrder({ ...sums, requestId, ...(taxIncluded ? { taxIncluded: true } : {}) });
}

const money = z.strictObject({ currency_code: z.string(), value: z.string() });
const bodySchema = z.looseObject({
  purchase_units: z.tuple([
    z.looseObject({
      amount: money.extend({
        breakdown: z.strictObject({ item_total: money, tax_total: money.optional(), shipping: money }),
      }),
      items: z.array(z.looseObject({ unit_amount: money, tax: money.optional(), quantity: z.string() })),
    }),
  ]),
});

/** PayPal's own formulas, from its decimal strings alone; three currencies have no decimals there. */
function expectSums(currency: string, body: object, taxIncluded: boolean): void {
  const [{ amount, items }] = bodySchema.parse(body).purchase_units;
  const pattern = ['HUF', 'JPY', 'TWD'].includes(currency) ? /^\d+$/u : /^\d+\.\d\d$/u;
  const units = ({ currency_code: code, value }: z.infer<typeof money>): bigint => {
    expect(code).to.equal(currency);
    expect(value).to.match(pattern);
    return BigInt(value.replace('.', ''));
  };
  const { item_total: itemTotal, tax_total: taxTotal, shipping } = amount.breakdown;
  const sum = (each: (item: (typeof items)[number]) => bigint): bigint =>
    items.reduce((before, item) => before + each(item) * BigInt(item.quantity), 0n);
  expect(units(itemTotal)).to.equal(sum(({ unit_amount: each }) => units(each)));
  expect(taxTotal === undefined).to.equal(taxIncluded);
  expect(items.every(({ tax }) => (tax === undefined) === taxIncluded)).to.equal(true);
  const tax = taxTotal === undefined ? 0n : units(taxTotal);
  expect(tax).to.equal(sum((item) => (item.tax === undefined ? 0n : units(item.tax))));
  expect(units(amount)).to.equal(units(itemTotal) + tax + units(shipping));
}

/** Nothing on top; what is shown in all is the sum of what is shown by rate, each the nearest to its exact share. */
function expectTaxInside(cart: PricedCart, { lines, shipping }: Shopping): void {
  const { tax, total, taxContained, taxByRate } = cart;
  const gross = lines.map(({ minorUnits, quantity, taxRate }) => ({
    paid: BigInt(minorUnits) * BigInt(quantity),
    share: shareOf(taxRate),
  }));
  if (shipping !== undefined)
    gross.push({ paid: BigInt(shipping.minorUnits), share: shareOf(shipping.taxRate) });
  expect(tax.minorUnits).to.equal(0);
  expect(BigInt(total.minorUnits)).to.equal(gross.reduce((sum, { paid }) => sum + paid, 0n));
  const shown = new Map(
    taxByRate.map(({ rate: shownRate, tax: part }) => [shareOf(shownRate), part.minorUnits]),
  );
  expect(taxContained.minorUnits).to.equal([...shown.values()].reduce((sum, part) => sum + part, 0));
  expect(taxContained.minorUnits).to.be.at.most(total.minorUnits);
  if (gross.every(({ share }) => share === 0n)) expect(taxContained.minorUnits).to.equal(0);
  for (const wanted of new Set(gross.map(({ share }) => share))) {
    const paid = gross.reduce((sum, one) => (one.share === wanted ? sum + one.paid : sum), 0n);
    const part = BigInt(shown.get(wanted) ?? 0);
    const [exact, whole] = [paid * wanted, 10_000n + wanted];
    expect(part <= paid && 2n * part * whole <= 2n * exact + whole, `at ${wanted}`).to.equal(true);
    expect(2n * (part + 1n) * whole > 2n * exact + whole, `at ${wanted}`).to.equal(true);
  }
}

/** Nothing inside; each unit's tax is the nearest to its exact share. */
function expectTaxOnTop({ lines: priced, taxContained, taxByRate }: PricedCart, { lines }: Shopping): void {
  expect([taxContained.minorUnits, taxByRate]).to.deep.equal([0, []]);
  for (const [index, { minorUnits, taxRate }] of lines.entries()) {
    const tax = BigInt(priced[index]?.unitTax.minorUnits ?? -1);
    const exact = BigInt(minorUnits) * shareOf(taxRate);
    expect(2n * tax * 10_000n <= 2n * exact + 10_000n, `line ${index}`).to.equal(true);
    expect(2n * (tax + 1n) * 10_000n > 2n * exact + 10_000n, `line ${index}`).to.equal(true);
  }
}

/** A rate in ten-thousandths. */
function shareOf(taxRate: string | undefined): bigint {
  return BigInt(Math.round(Number(taxRate ?? 0) * 10_000));
}
