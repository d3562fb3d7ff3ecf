import { expect } from 'chai';
import { storm } from './storm.ts';
import { findViolations } from './violations.ts';

describe('the built program, killed with -9 every 2 s, with every tenth call to PayPal and to the channel failing', function () {
  this.timeout(300_000);

  it('loses no money, takes none twice, and leaves none hanging in 40 purchases', async () => {
    const seed = Date.now() % 1_000_000;
    const after = await storm({ purchases: 40, atOnce: 8, killEveryMs: 2_000, faultShare: 0.1, seed });
    expect(findViolations(after).join('\n'), `seed ${seed}`).to.equal('');
    expect(after.outcomes).to.have.length(40);
    expect(after.kills).to.be.greaterThan(2);
    expect(after.webhooks).to.be.greaterThan(0);
    for (const count of Object.values(after.channelFaults)) expect(count).to.be.greaterThan(0);
    expect(after.reconciled.output).to.contain('No differences.');
  });
});
