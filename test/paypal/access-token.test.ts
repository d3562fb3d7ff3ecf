import { expect } from 'chai';
import { createAccessTokens } from '../../src/paypal/access-token.ts';
import { errorOf } from './error-of.ts';
import { createVirtualTime, type VirtualTime } from './virtual-time.ts';

const lifeMs = 32_400_000;

describe('access tokens', () => {
  let time: VirtualTime;
  let fetched: number;

  beforeEach(() => {
    time = createVirtualTime();
    fetched = 0;
  });

  function tokensThatLive(ms: number) {
    return createAccessTokens(async () => {
      fetched += 1;
      return { value: `token-${fetched}`, lifeMs: ms };
    }, time);
  }

  it('are renewed a minute before they end, and not sooner', async () => {
    const tokens = tokensThatLive(lifeMs);
    expect(await tokens.get(1)).to.equal('token-1');
    time.elapse(lifeMs - 60_001);
    expect(await tokens.get(lifeMs)).to.equal('token-1');
    time.elapse(1);
    expect(await tokens.get(lifeMs)).to.equal('token-2');
  });

  it('are used for nine tenths of a life of seconds', async () => {
    const tokens = tokensThatLive(100_000);
    expect(await tokens.get(1)).to.equal('token-1');
    time.elapse(89_999);
    expect(await tokens.get(100_000)).to.equal('token-1');
    time.elapse(1);
    expect(await tokens.get(100_000)).to.equal('token-2');
  });

  it('live from when they were asked for, however long the answer took', async () => {
    const tokens = createAccessTokens(async () => {
      fetched += 1;
      time.elapse(5_000);
      return { value: `token-${fetched}`, lifeMs };
    }, time);
    expect(await tokens.get(10_000)).to.equal('token-1');
    time.elapse(lifeMs - 65_000);
    expect(await tokens.get(lifeMs)).to.equal('token-2');
  });

  it('are asked for once by all who wait, who fail together and may then try again', async () => {
    const tokens = createAccessTokens(async () => {
      fetched += 1;
      if (fetched === 1) throw new Error('no answer');
      return { value: 'token', lifeMs };
    }, time);
    const outcomes = await Promise.allSettled([tokens.get(1), tokens.get(1), tokens.get(1)]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'rejected']);
    expect(fetched).to.equal(1);
    expect(await tokens.get(1)).to.equal('token');
  });

  it('are not waited for beyond the time that a caller has, though another waits on', async () => {
    const tokens = createAccessTokens(async () => {
      await new Promise<void>((resolve) => time.after(20_000, resolve));
      return { value: 'token', lifeMs };
    }, time);
    time.elapse(1_000);
    const patient = tokens.get(29_000);
    const hasty = errorOf(tokens.get(11_000));
    time.elapse(10_000);
    expect(await hasty).to.equal('payments_unclear: token timeout');
    time.elapse(10_000);
    expect(await patient).to.equal('token');
  });

  it('are not forgotten because of a complaint about an older one', async () => {
    const tokens = tokensThatLive(lifeMs);
    const old = await tokens.get(1);
    tokens.drop(old);
    const renewed = await tokens.get(1);
    tokens.drop(old);
    expect(await tokens.get(1)).to.equal(renewed);
  });
});
