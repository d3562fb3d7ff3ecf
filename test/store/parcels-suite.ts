import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import type { Tracking } from '../../src/checkout/shipment.ts';
import type { TestDatabase, TestStore } from './databases.ts';
import { paidCheckout, shopper } from './sample-checkout.ts';

export function describeParcels({ open }: TestDatabase): void {
  let opened: TestStore;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.remove());

  async function ship(
    conversationId: string,
    status: Tracking['status'] | undefined,
    lease?: Checkout['lease'],
  ): Promise<string> {
    const { now } = opened.clock;
    const asked = { requestId: 'one', orderId: 'O', captureId: 'C', askedAt: now };
    const tracking = status === undefined ? undefined : { ...asked, status };
    const shipment = { shippedAt: now, toldAt: now, tracking };
    const owner = { ...shopper, conversationId };
    const insert = paidCheckout(now, { owner, status: 'confirmed', shipment, lease });
    await opened.store.checkouts.write({ insert });
    return insert.id;
  }
  const listed = async (limit = 10): Promise<readonly string[]> =>
    (await opened.store.checkouts.listTracking(limit)).map(({ id }) => id);

  it('holds numbers that PayPal has not answered, and that nobody has a lease on', async () => {
    const unheard = await ship('a', 'submitted');
    const held = await ship('b', 'submitted', { holder: 'one', until: opened.clock.now + 5 });
    for (const status of ['accepted', 'refused', undefined] as const) await ship(String(status), status);
    const owner = { ...shopper, conversationId: 'not sent' };
    await opened.store.checkouts.write({ insert: paidCheckout(opened.clock.now, { owner }) });
    expect(await listed()).to.deep.equal([unheard]);
    opened.clock.now += 5;
    expect(await listed()).to.have.members([unheard, held]);
    expect(await listed(1)).to.have.length(1);
  });
}
