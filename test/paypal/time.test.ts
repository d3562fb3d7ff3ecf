import { expect } from 'chai';
import { systemTime } from '../../src/paypal/time.ts';

describe('the time of this machine', () => {
  it('passes, runs what is due, and not what was called off', async () => {
    const { now, after, pause, date } = systemTime;
    const before = now();
    const run: string[] = [];
    after(1, () => run.push('due'));
    const callOff = after(2, () => run.push('called off'));
    callOff();
    await pause(20);
    expect(run).to.deep.equal(['due']);
    expect(now()).to.be.above(before);
    expect(date()).to.be.above(Date.parse('2026-01-01'));
  });
});
