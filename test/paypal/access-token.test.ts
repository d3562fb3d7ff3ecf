import { expect } from 'chai';
import { createAccessTokens } from '../../src/paypal/access-token.ts';

const lifeMs = 32_400_000;

describe('access tokens', () => {
  it('are renewed a minute before they end, and not sooner', async () => {
    let now = 0;
    let fetched = 0;
    const tokens = createAccessTokens(
      async () => {
        fetched += 1;
        return { value: `token-${fetched}`, lifeMs };
      },
      () => now,
    );
    expect(await tokens.get(1)).to.equal('token-1');
    now = lifeMs - 60_001;
    expect(await tokens.get(1)).to.equal('token-1');
    now = lifeMs - 60_000;
    expect(await tokens.get(1)).to.equal('token-2');
  });

  it('are asked for once by all who wait, who fail together and may then try again', async () => {
    let fetched = 0;
    const tokens = createAccessTokens(async () => {
      fetched += 1;
      if (fetched === 1) throw new Error('no answer');
      return { value: 'token', lifeMs };
    });
    const outcomes = await Promise.allSettled([tokens.get(1), tokens.get(1), tokens.get(1)]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'rejected']);
    expect(fetched).to.equal(1);
    expect(await tokens.get(1)).to.equal('token');
  });

  it('are not forgotten because of a complaint about an older one', async () => {
    let fetched = 0;
    const tokens = createAccessTokens(async () => {
      fetched += 1;
      return { value: `token-${fetched}`, lifeMs };
    });
    const old = await tokens.get(1);
    tokens.drop(old);
    const renewed = await tokens.get(1);
    tokens.drop(old);
    expect(await tokens.get(1)).to.equal(renewed);
  });
});
