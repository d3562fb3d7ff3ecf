import { expect } from 'chai';
import { storm } from './storm.ts';
import { findViolations } from './violations.ts';

/** The long form of `storm.test.ts`: `npm run test:black-box`, with `SEED=…` to raise the same storm again. */
describe('the built program in a long storm', function () {
  this.timeout(3_600_000);

  it('loses no money, takes none twice, and leaves none hanging in 500 purchases', async () => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
    const after = await storm({ purchases: 500, atOnce: 12, killEveryMs: 2_000, faultShare: 0.1, seed });
    const { kills, channelFaults, webhooks, settledAfterMs, checkouts, payPal } = after;
    const confirmed = checkouts.filter(({ status }) => status === 'confirmed').length;
    process.stdout.write(
      `seed ${seed}: ${kills} kills, faults of the channel ${JSON.stringify(channelFaults)}, ` +
        `${payPal.requests.length} requests to PayPal, ${webhooks} webhooks, ${confirmed} purchases confirmed, ` +
        `${payPal.captures.length} captures, at rest after ${settledAfterMs} ms\n`,
    );
    expect(findViolations(after).join('\n'), `seed ${seed}`).to.equal('');
    expect(after.outcomes).to.have.length(500);
  });
});
