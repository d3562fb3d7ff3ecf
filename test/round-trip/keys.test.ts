import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { createKeyRing } from '../../src/round-trip/keys.ts';

describe('the keys', () => {
  const [one, two] = [randomBytes(32), randomBytes(32)];

  it('are another for each use, of 32 bytes', () => {
    const keys = createKeyRing([one]);
    const uses = ['link', 'number-hash', 'number-seal', 'return-nonce', 'csrf', 'address'] as const;
    const all = uses.map((use) => keys(use)[0]);
    expect(new Set(all.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).size).to.equal(uses.length);
    expect(new Set(all.map(({ id }) => id)).size).to.equal(uses.length);
    expect(all.every(({ bytes }) => bytes.length === 32)).to.equal(true);
  });

  it('are the same in every process, and never the secret itself', () => {
    expect(createKeyRing([one])('link')).to.deep.equal(createKeyRing([one])('link'));
    expect(Buffer.from(createKeyRing([one])('link')[0].bytes).equals(one)).to.equal(false);
  });

  it('are the same in every release, so that what was sealed before an update still opens', () => {
    const [{ id, bytes }] = createKeyRing([Buffer.alloc(32, 7)])('link');
    const known = '09360fb8a32d9abbc4f7de708a50fb0298e763a068eee155b3fbb63419746c36';
    expect([id, Buffer.from(bytes).toString('hex')]).to.deep.equal(['6c29cfcd', known]);
  });

  it('are derived once for each use', () => {
    const keys = createKeyRing([one, two]);
    expect(keys('link')).to.equal(keys('link')).and.not.equal(keys('csrf'));
  });

  it('seal with the first and keep the others for opening', () => {
    const [first, second] = createKeyRing([two, one])('link');
    expect(first).to.deep.equal(createKeyRing([two])('link')[0]);
    expect(second).to.deep.equal(createKeyRing([one])('link')[0]);
  });
});
