import { expect } from 'chai';
import { openBench, type Bench } from '../stage/flow-harness.ts';
import { newSession, pressPay } from '../stage/payer.ts';
import { atPayPal } from '../stage/paypal-side.ts';

const shipping = { name: 'Post', price: { currency: 'EUR', minorUnits: 490 } };

describe("the simulator's payers", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  /** Approves with this choice on the page; answers who pays, by PayPal's own GET. */
  const approve = async (choice: Record<string, string>, collectsAddress = true) => {
    const checkout = await bench.start(collectsAddress ? { shipping } : {});
    const approveUrl = await pressPay(bench.flow, checkout, newSession());
    const page = await (await fetch(approveUrl)).text();
    const body = new URLSearchParams({ decision: 'approve', ...choice });
    await fetch(approveUrl, { method: 'POST', redirect: 'manual', body });
    const orderId = new URL(approveUrl).searchParams.get('token') ?? '';
    return { page, payer: (await bench.ports.payments.findOrder(orderId))?.payer };
  };

  it('are chosen on its page, where Pat Payer is chosen already', async () => {
    const { page, payer } = await approve({});
    expect(page).to.include('<input type="radio" name="account" value="pat" checked>');
    expect(payer).to.include({ name: 'Pat Payer', email: 'pat.payer@example.com' });
    expect((await approve({ account: 'maria' })).payer?.address).to.include({
      city: 'Köln',
      countryCode: 'DE',
    });
    expect((await approve({ account: 'nonsense' })).payer).to.include({ name: 'Pat Payer' });
  });

  it('tell an address where the order asks for one, and where they have one', async () => {
    expect((await approve({ account: 'maria' }, false)).payer?.address).to.equal(undefined);
    expect((await approve({ account: 'homeless' })).payer).to.deep.include({
      name: 'Pat Payer',
      address: undefined,
    });
    expect((await approve({ account: 'nobody' })).payer).to.equal(undefined);
  });

  it('may be anybody whom a tester arranges, whatever the page says, until that is taken back', async () => {
    await atPayPal(bench, 'account', { account: { given_name: 'Zoë', shipping: { country_code: 'FR' } } });
    expect((await approve({ account: 'maria' })).payer).to.deep.include({ name: 'Zoë', email: undefined });
    await atPayPal(bench, 'account', { account: null });
    expect((await approve({ account: 'maria' })).payer).to.include({ name: 'María Núñez' });
    expect(await atPayPal(bench, 'account', { account: { card: '4111' } }).catch(String)).to.match(/card/u);
  });
});
