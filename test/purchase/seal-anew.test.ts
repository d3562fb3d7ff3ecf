import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { CheckoutStore, Ports } from '../../src/checkout/ports.ts';
import type { CheckoutFlow } from '../../src/purchase/flow.ts';
import { createKeyRing } from '../../src/round-trip/keys.ts';
import { createMagicNumbers } from '../../src/round-trip/magic-number.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { type Paid, payFor, wrongNumber } from '../stage/payer.ts';
import { paidCheckout } from '../store/sample-checkout.ts';

for (const capture of ['on_return', 'on_confirmation'] as const)
  describe(`a number that an older key has sealed (${capture})`, () => {
    const [newer, older, oldest] = [randomBytes(32), randomBytes(32), randomBytes(32)];
    let bench: Bench;
    let paid: Paid;
    beforeEach(async () => {
      bench = await openBench({ capture });
      paid = await payFor({ ...bench, flow: under([older]) });
    });
    afterEach(() => bench.close());

    /** A process that was started with these KEYS. */
    const under = (secrets: readonly [Uint8Array, ...Uint8Array[]], changes: Partial<Ports> = {}) => {
      const keys = createKeyRing(secrets);
      return bench.flowWith({ keys, numbers: createMagicNumbers(keys, 6), ...changes });
    };
    const show = async (flow: CheckoutFlow) => (await flow.showNumber(paid.back)).digits;
    /** A process that lists, and is held up by something else before it writes. */
    const heldUpBy = (act: () => Promise<unknown>): CheckoutStore => ({
      ...bench.store.checkouts,
      listSealedUnder: async (...asked) => {
        const found = await bench.store.checkouts.listSealedUnder(...asked);
        await act();
        return found;
      },
    });

    it('is the same under the first key, on the page and in the chat, and the older key may go', async () => {
      expect(await under([newer, oldest, older]).sealAnew()).to.equal(1);
      const alone = under([newer]);
      expect(await show(alone)).to.equal(paid.digits);
      expect((await alone.confirm(paid.owner, wrongNumber(paid.digits))).kind).to.equal('wrong');
      const kind = capture === 'on_return' ? 'confirmed' : 'accepted';
      expect((await alone.confirm(paid.owner, paid.digits)).kind).to.equal(kind);
    });

    it('is sealed anew once, and nothing else of its checkout changes', async () => {
      const before = await bench.row(paid.checkout);
      bench.clock.now += 1_000;
      const flow = under([newer, older]);
      expect(await flow.sealAnew()).to.equal(1);
      const after = await bench.row(paid.checkout);
      expect(after).to.deep.equal({ ...before, number: { ...before.number, ...sealOf(after) } });
      expect(sealOf(after)).not.to.deep.equal(sealOf(before));
      expect(await flow.sealAnew()).to.equal(0);
      expect(await bench.row(paid.checkout)).to.deep.equal(after);
    });

    it('is left alone where its key is the first one, or the only one, or is gone, or its time is over', async () => {
      for (const secrets of [[older, newer], [older], [older, older], [newer, oldest]] as const)
        expect(await under(secrets).sealAnew()).to.equal(0);
      bench.clock.now += 600_000;
      expect(await under([newer, older]).sealAnew()).to.equal(0);
    });

    it('counts an attempt that comes between, and is sealed anew in a later round', async () => {
      const flow = under([newer, older]);
      const attempt = () => flow.confirm(paid.owner, wrongNumber(paid.digits));
      expect(await under([newer, older], { store: heldUpBy(attempt) }).sealAnew()).to.equal(0);
      expect((await bench.row(paid.checkout)).number?.attempts).to.equal(1);
      expect(await flow.sealAnew()).to.equal(1);
      expect((await bench.row(paid.checkout)).number?.attempts).to.equal(1);
      expect(await show(under([newer]))).to.equal(paid.digits);
    });

    it('does not come back where a new one was drawn meanwhile', async () => {
      const flow = under([newer, older]);
      const draw = () => under([older]).drawNewNumber(paid.back);
      expect(await under([newer, older], { store: heldUpBy(draw) }).sealAnew()).to.equal(0);
      const drawn = await show(flow);
      expect(await flow.sealAnew()).to.equal(1);
      expect(await show(under([newer]))).to.equal(drawn);
    });

    it('refuses nobody who had looked at the checkout before', async () => {
      const before = await bench.row(paid.checkout);
      const flow = under([newer, older]);
      await flow.sealAnew();
      await bench.store.checkouts.write({
        update: { before, after: { ...before, version: before.version + 1 } },
      });
      expect(await show(flow)).to.equal(paid.digits);
      expect(await flow.sealAnew()).to.equal(1);
      expect(await show(under([newer]))).to.equal(paid.digits);
    });

    it('is one of many: all of them are sealed anew in one round, and one that is damaged holds up none', async () => {
      const numbers = createMagicNumbers(createKeyRing([older]), 6);
      const sealed = numbers.seal('another checkout', '123456');
      for (let index = 0; index < 120; index += 1) {
        const owner = { channelId: 'webchat', conversationId: `c${index}`, shopperId: 'ada' };
        const checkout = paidCheckout(bench.clock.now, { owner });
        const seal = {
          hash: numbers.hash(checkout.id, '123456'),
          sealed: numbers.seal(checkout.id, '123456'),
        };
        const number = { expiresAt: bench.clock.now + 600_000, attempts: 0, ...seal };
        const insert = { ...checkout, number: index === 0 ? { ...number, sealed } : number };
        await bench.store.checkouts.write({ insert });
      }
      expect(await under([newer, older]).sealAnew()).to.equal(120);
      const left = bench.logs.filter(({ event }) => event === 'checkout_left_for_later');
      expect(left.length).to.be.greaterThan(0);
      expect(JSON.stringify(bench.logs)).not.to.include('123456');
    });
  });

function sealOf({
  number,
}: {
  readonly number?: { readonly hash: string; readonly sealed: string } | undefined;
}) {
  return { hash: number?.hash, sealed: number?.sealed };
}
