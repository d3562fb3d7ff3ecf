import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import { hashesOfEmail, openPayer } from '../../src/checkout/payer-seal.ts';
import { createKeyRing } from '../../src/round-trip/keys.ts';
import { createMagicNumbers } from '../../src/round-trip/magic-number.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { goToPayPal, payFor } from '../stage/payer.ts';
import { atPayPal, captureOf, disputeAtPayPal } from '../stage/paypal-side.ts';
import { outcomeOf } from '../store/outcome.ts';
import { ledgerOf } from '../stage/trail.ts';

const dayMs = 86_400_000;
const price = { currency: 'EUR', minorUnits: 490 };
const shipping = { name: 'Post', price };

for (const capture of ['on_return', 'on_confirmation'] as const)
  describe(`who paid is kept beside the checkout (${capture})`, () => {
    let bench: Bench;
    beforeEach(async () => {
      bench = await openBench({ capture });
    });
    afterEach(() => bench.close());

    const sealedOf = async ({ id }: Pick<Checkout, 'id'>) =>
      (await bench.store.checkouts.findPayers([id]))[0];
    const payerOf = async (checkout: Pick<Checkout, 'id'>) => {
      const sealed = await sealedOf(checkout);
      return sealed === undefined ? undefined : openPayer(bench.ports.keys, sealed);
    };

    it('with the status change that first knows it, and not before', async () => {
      const started = await bench.start({ shipping });
      const back = await goToPayPal(bench, started);
      expect(await payerOf(started)).to.equal(undefined);
      const { status } = await bench.flow.returnFromPayPal(back);
      expect(status).to.equal(capture === 'on_return' ? 'paid' : 'approved');
      const payer = await payerOf(started);
      expect(payer).to.include({ name: 'Pat Payer', email: 'pat.payer@example.com', phone: '4085551234' });
      expect(payer?.address).to.include({ line1: '1 Main St', postalCode: '95131', countryCode: 'US' });
    });

    it('without an address where none was asked for', async () => {
      const { checkout } = await payFor(bench);
      expect(await payerOf(checkout)).to.deep.equal({
        name: 'Pat Payer',
        email: 'pat.payer@example.com',
        phone: '4085551234',
      });
    });

    it('as nothing where PayPal names nothing, and the purchase goes on', async () => {
      await atPayPal(bench, 'account', { account: {} });
      const { checkout, owner, digits } = await payFor(bench, await bench.start({ shipping }));
      expect(await payerOf(checkout)).to.equal(undefined);
      await bench.flow.confirm(owner, digits);
      await bench.flow.completePayment(checkout.id);
      expect((await bench.row(checkout)).status).to.equal('confirmed');
    });

    it('readable with the keys alone, for its own checkout alone, and in no log or document', async () => {
      const { checkout } = await payFor(bench, await bench.start({ shipping }));
      const sealed = await sealedOf(checkout);
      if (sealed === undefined) throw new Error('it is kept');
      expect(openPayer(createKeyRing([randomBytes(32)]), sealed)).to.equal(undefined);
      expect(() => openPayer(bench.ports.keys, { ...sealed, checkoutId: 'another' })).to.throw();
      const texts = [sealed, await bench.row(checkout), bench.logs, bench.signalled].map((one) =>
        JSON.stringify(one),
      );
      for (const text of texts) expect(text).not.to.match(/Pat|pat\.payer|Main St|95131|5551234/u);
    });

    it('and found by the e-mail address, in any case and with spaces, by no other', async () => {
      const { checkout } = await payFor(bench);
      const find = (email: string) =>
        bench.store.searchOrders({ limit: 9, emailHashes: hashesOfEmail(bench.ports.keys, email) });
      for (const email of ['pat.payer@example.com', ' PAT.Payer@Example.COM '])
        expect((await find(email)).map(({ id }) => id)).to.deep.equal([checkout.id]);
      for (const email of ['pat.payer@example.co', 'pat.payer', ''])
        expect(await find(email)).to.deep.equal([]);
    });

    it('sealed and hashed anew under the first of KEYS, so that the older one may go', async () => {
      const [newer, older] = [randomBytes(32), randomBytes(32)];
      const under = (...secrets: [Uint8Array, ...Uint8Array[]]) => {
        const keys = createKeyRing(secrets);
        return bench.flowWith({ keys, numbers: createMagicNumbers(keys, 6) });
      };
      const { checkout } = await payFor({ ...bench, flow: under(older) });
      expect(await bench.store.countKeyUses(createKeyRing([newer])('payer-seal')[0].id)).to.deep.include({
        what: 'payers',
        keyId: createKeyRing([older])('payer-seal')[0].id,
        count: 1,
      });
      expect(await under(newer, older).sealPayersAnew()).to.equal(1);
      expect(await under(newer, older).sealPayersAnew()).to.equal(0);
      const alone = createKeyRing([newer]);
      const sealed = await sealedOf(checkout);
      expect(sealed && openPayer(alone, sealed)).to.include({ name: 'Pat Payer' });
      const emailHashes = hashesOfEmail(alone, 'pat.payer@example.com');
      expect(await bench.store.searchOrders({ limit: 9, emailHashes })).to.have.length(1);
      expect(await bench.store.countKeyUses(alone('payer-seal')[0].id)).not.to.deep.include({
        what: 'payers',
      });
    });

    it('erased with the name in the chat and its hash; a refund is made and told all the same', async () => {
      const conversationReference = JSON.stringify({
        user: { id: 'u', name: 'Maria', aadObjectId: 'aad' },
        conversation: { id: 'c', name: 'Maria' },
        channelId: 'directline',
      });
      const { checkout, owner, digits } = await payFor(
        bench,
        await bench.start({ shipping, conversationReference }),
      );
      if (capture === 'on_confirmation') {
        expect(await outcomeOf(bench.flow.erase(checkout.id))).to.equal('status_conflict');
        expect(await payerOf(checkout)).to.include({ name: 'Pat Payer' });
        await bench.flow.confirm(owner, digits);
        await bench.flow.completePayment(checkout.id);
      }
      const before = await bench.row(checkout);
      await bench.flow.erase(checkout.id);
      const after = await bench.row(checkout);
      expect(await sealedOf(checkout)).to.equal(undefined);
      expect(JSON.stringify(after)).not.to.include('Maria');
      expect(JSON.parse(after.conversationReference)).to.deep.equal({
        user: { id: 'u', aadObjectId: 'aad' },
        conversation: { id: 'c' },
        channelId: 'directline',
      });
      const { shopperName, conversationReference: reference, erasedAt } = after;
      const version = before.version + 1;
      expect(after).to.deep.equal({
        ...before,
        shopperName,
        conversationReference: reference,
        erasedAt,
        version,
      });
      expect((await ledgerOf(bench, checkout)).at(-1)).to.equal('merchant: erased');
      expect(await bench.flow.erase(checkout.id)).to.deep.equal(after);
      bench.signalled.length = 0;
      const refunded = await bench.flow.refund({ checkoutId: checkout.id, reason: 'merchant' });
      expect(refunded.status).to.equal('refunded');
      expect(bench.signalled.map(({ kind }) => kind)).to.deep.equal(['refunded']);
      expect(await sealedOf(checkout)).to.equal(undefined);
    });

    it('until its time has come, and while a dispute is open longer', async () => {
      const [kept, disputed] = [await payFor(bench), await payFor(bench)];
      for (const { owner, digits, checkout } of [kept, disputed]) {
        await bench.flow.confirm(owner, digits);
        await bench.flow.completePayment(checkout.id);
      }
      const taken = captureOf(await bench.row(disputed.checkout));
      const disputeId = await disputeAtPayPal(bench, taken, 'opened');
      const hear = (type: string) =>
        bench.flow.handleEvent({ eventId: `WH-${type}`, type, disputeId, sellerTransactionIds: [taken] });
      await hear('CUSTOMER.DISPUTE.CREATED');
      expect((await bench.row(disputed.checkout)).dispute).to.equal('open');
      bench.clock.now = kept.checkout.createdAt + 180 * dayMs;
      expect(await bench.flow.eraseDue()).to.equal(0);
      bench.clock.now += 1;
      expect(await bench.flow.eraseDue()).to.equal(1);
      expect((await ledgerOf(bench, kept.checkout)).at(-1)).to.equal('clock: erased');
      expect([await payerOf(kept.checkout), (await bench.row(kept.checkout)).shopperName]).to.deep.equal([
        undefined,
        '',
      ]);
      expect(await payerOf(disputed.checkout)).to.include({ name: 'Pat Payer' });
      await disputeAtPayPal(bench, taken, 'closed_for_seller');
      await hear('CUSTOMER.DISPUTE.RESOLVED');
      expect(await bench.flow.eraseDue()).to.equal(1);
      expect(await payerOf(disputed.checkout)).to.equal(undefined);
      expect(await bench.flow.eraseDue()).to.equal(0);
    });
  });

describe('what came to nothing', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  it('loses its name by time too, in batches, and what is under way keeps it', async () => {
    const checkouts = await Promise.all(Array.from({ length: 203 }, () => bench.start()));
    const [first, ...others] = checkouts;
    for (const one of others) await bench.force(one, { status: 'cancelled' });
    bench.clock.now += 180 * dayMs + 1;
    expect(await bench.flow.eraseDue()).to.equal(200);
    expect(await bench.flow.eraseDue()).to.equal(2);
    expect(first && (await bench.row(first)).shopperName).to.equal('Maria');
    for (const one of others) expect((await bench.row(one)).shopperName).to.equal('');
  }).timeout(30_000);
});
