import { expect } from 'chai';
import { usualPolicies } from '../../src/checkout/policies.ts';
import { isCheckoutError } from '../../src/checkout/errors.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { startRequest } from '../stage/sample-cart.ts';
import { payFor } from '../stage/payer.ts';
import { tell, now } from '../bot/telling.ts';
import { sampleCheckout } from '../store/sample-checkout.ts';

const hourMs = 3_600_000;

describe('a shop with policies of its own', () => {
  let bench: Bench;
  afterEach(() => bench.close());

  for (const minutes of [[], [5], [0.5, 3, 60]])
    it(`reminds of a number after ${minutes.join(', ') || 'no'} minutes`, async () => {
      bench = await openBench({ policies: { ...usualPolicies, remindersAfterMinutes: minutes } });
      await payFor(bench);
      const reminders = bench.signalled.filter(({ kind }) => kind === 'number_reminder');
      expect(reminders.map(({ dueAt }) => (dueAt - bench.clock.now) / 60_000)).to.deep.equal(minutes);
    });

  for (const hours of [1, 48])
    it(`waits ${hours} hours for a number, and no moment longer`, async () => {
      bench = await openBench({
        unconfirmed: 'keep',
        policies: { ...usualPolicies, unconfirmedHours: hours },
      });
      const { checkout } = await payFor(bench);
      bench.clock.now += hours * hourMs;
      expect(await bench.flow.endUnconfirmed()).to.equal(0);
      bench.clock.now += 1;
      await bench.flow.endUnconfirmed();
      expect(await bench.row(checkout)).to.include({ status: 'flagged', flag: 'unconfirmed' });
    });

  it('lets a shopper start as many checkouts in an hour as it says', async () => {
    bench = await openBench({ policies: { ...usualPolicies, checkoutsPerHour: 2 } });
    const { owner } = startRequest();
    const start = (conversationId: string) => bench.start({ owner: { ...owner, conversationId } });
    await start('one');
    await start('two');
    const refusal: unknown = await start('three').catch((error: unknown) => error);
    expect(isCheckoutError(refusal, 'rate_limited')).to.equal(true);
  });
});

describe('what a shopper hears of a payment that waited too long', () => {
  for (const [unconfirmedHours, waited] of [
    [1, 'an hour'],
    [23, '23 hours'],
    [24, 'a day'],
    [36, '36 hours'],
    [72, '3 days'],
  ] as const)
    it(`is ${waited} in a shop that waits ${unconfirmedHours} hours`, async () => {
      const flagged = sampleCheckout(now, { status: 'flagged', flag: 'unconfirmed' });
      const { said } = await tell('flagged', flagged, {}, { unconfirmedHours });
      expect(said.join()).to.include(`Your payment waited ${waited} for its number`);
    });
});
