import { expect } from 'chai';
import { times } from '../store/outcome.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { type Paid, payFor, wrongNumber } from '../stage/payer.ts';
import { startRequest } from '../stage/sample-cart.ts';

describe('the number back in the chat', () => {
  let bench: Bench;
  let paid: Paid;
  beforeEach(async () => {
    bench = await openBench();
    paid = await payFor(bench);
  });
  afterEach(() => bench.close());

  const confirm = (digits = paid.digits, owner = paid.owner) => bench.flow.confirm(owner, digits);
  const row = () => bench.row(paid.checkout);
  const told = (wanted: string) => bench.signalled.filter(({ kind }) => kind === wanted).length;

  it('confirms the purchase, once, of two hundred at once', async () => {
    const all = await Promise.all(times(200, () => confirm()));
    expect(all.filter(({ kind }) => kind === 'confirmed')).to.have.length(1);
    expect(await row()).to.include({ status: 'confirmed', confirmedAt: bench.clock.now, number: undefined });
    expect(told('confirmed')).to.equal(1);
    expect((await confirm()).kind).to.equal('nothing_waits');
    const history = await bench.flow.history(paid.owner, 5, 'this_conversation');
    expect(history.map(({ id }) => id)).to.deep.equal([paid.checkout.id]);
  });

  it('is not even an attempt from another member, conversation or channel', async () => {
    for (const part of ['channelId', 'conversationId', 'shopperId'] as const) {
      const other = { ...paid.owner, [part]: 'other' };
      expect(await confirm(paid.digits, other)).to.deep.equal({ kind: 'nothing_waits' });
    }
    expect(await row()).to.include({ status: 'paid', attempts: 0 });
  });

  it('wrong, two hundred times at once, counts five times and then the number is spent', async () => {
    const wrong = wrongNumber(paid.digits);
    const all = await Promise.all(times(200, () => confirm(wrong)));
    expect(new Set(all.map((answer) => JSON.stringify(answer)))).to.deep.equal(
      new Set(['{"kind":"wrong","locked":false}']),
    );
    expect((await row()).attempts).to.equal(5);
    expect(await confirm()).to.deep.equal({ kind: 'wrong', locked: false });
    expect(await row()).to.include({ status: 'paid', attempts: 5 });
  });

  it('wrong ten times over all numbers locks the purchase for a person to look at', async () => {
    await Promise.all(times(9, () => confirm(wrongNumber(paid.digits))));
    await bench.flow.drawNewNumber(paid.back);
    const { digits = '' } = await bench.flow.showNumber(paid.back);
    const answers = await Promise.all(times(100, () => confirm(wrongNumber(digits))));
    expect(answers.filter((answer) => answer.kind === 'wrong' && answer.locked)).to.have.length(1);
    expect(await row()).to.include({ status: 'flagged', flag: 'number_locked', attempts: 10 });
    expect(told('flagged')).to.equal(1);
    expect((await confirm(digits)).kind).to.equal('nothing_waits');
  });

  it('is too late after its ten minutes, and a new one still confirms within the day', async () => {
    bench.clock.now += 600_000;
    expect(await confirm()).to.deep.equal({ kind: 'wrong', locked: false });
    expect((await row()).attempts).to.equal(0);
    bench.clock.now += 23 * 3_600_000;
    await bench.flow.expireDue();
    await bench.flow.endUnconfirmed();
    await bench.flow.drawNewNumber(paid.back);
    const { digits = '' } = await bench.flow.showNumber(paid.back);
    expect((await confirm(digits)).kind).to.equal('confirmed');
  });

  it('waits for nothing before the payment', async () => {
    const { owner } = await bench.start();
    expect(await confirm('123456', owner)).to.deep.equal({ kind: 'nothing_waits' });
  });

  it('fails a shopper twenty times an hour at most, over all purchases', async () => {
    const { owner } = startRequest();
    const purchases: Paid[] = [];
    for (let index = 0; index < 5; index += 1) {
      const checkout = await bench.start({ owner: { ...owner, conversationId: `c${index}` } });
      purchases.push(await payFor(bench, checkout));
    }
    for (const each of purchases.slice(0, 4)) {
      await Promise.all(times(5, () => confirm(wrongNumber(each.digits), each.owner)));
    }
    const last = purchases.at(-1) ?? paid;
    expect((await confirm(last.digits, last.owner)).kind).to.equal('wrong');
    expect((await bench.row(last.checkout)).attempts).to.equal(0);
    expect((await confirm()).kind).to.equal('confirmed');
    bench.clock.now += 3_600_000;
    await bench.flow.drawNewNumber(last.back);
    const { digits = '' } = await bench.flow.showNumber(last.back);
    expect((await confirm(digits, last.owner)).kind).to.equal('confirmed');
  });
});
