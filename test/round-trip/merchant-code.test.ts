import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { createKeyRing } from '../../src/round-trip/keys.ts';
import {
  createMerchantCodes,
  readMerchantSentence,
  toMerchantSentence,
} from '../../src/round-trip/merchant-code.ts';

describe('the code that claims a chat for the merchant', () => {
  const [old, young] = [randomBytes(32), randomBytes(32)];

  it('is eight consonants, each time others, and every consonant comes up', () => {
    const { draw } = createMerchantCodes(createKeyRing([old]));
    const drawn = Array.from({ length: 500 }, draw);
    for (const letters of drawn) expect(letters).to.match(/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/u);
    expect(new Set(drawn).size).to.equal(500);
    expect(new Set(drawn.join('')).size).to.equal(20);
  });

  it('fits its own row and letters alone', () => {
    const { hash, matches } = createMerchantCodes(createKeyRing([old]));
    const kept = hash('one', 'KXQTMWRP');
    expect(kept).not.to.match(/KXQT|MWRP/u);
    expect(matches('one', 'KXQTMWRP', kept)).to.equal(true);
    expect(matches('one', 'KXQTMWRQ', kept)).to.equal(false);
    expect(matches('two', 'KXQTMWRP', kept)).to.equal(false);
    expect(matches('one', 'KXQTMWRP', '')).to.equal(false);
  });

  it('outlives a key that is put in front of its own, and not one that is taken out', () => {
    const kept = createMerchantCodes(createKeyRing([old])).hash('one', 'KXQTMWRP');
    const matchesWith = (...secrets: [Uint8Array, ...Uint8Array[]]): boolean =>
      createMerchantCodes(createKeyRing(secrets)).matches('one', 'KXQTMWRP', kept);
    expect(matchesWith(young, old)).to.equal(true);
    expect(matchesWith(young)).to.equal(false);
  });

  for (const text of [
    toMerchantSentence('KXQTMWRP'),
    'merchant KXQT-MWRP',
    'Merchant kxqt-mwrp',
    'MERCHANT KXQTMWRP',
    ' merchant  KXQT MWRP ',
    'merchant KXQT – MWRP',
    'merchant KXQT\u2010MWRP',
    'merchant: KXQT-MWRP',
  ])
    it(`is read in ${JSON.stringify(text)}`, () => {
      expect(readMerchantSentence(text)).to.equal('KXQTMWRP');
    });

  for (const text of [
    '',
    'merchant',
    'merchant of what?',
    'merchant stop',
    'merchant KXQT',
    'merchant KXQT-MWR',
    'merchant KXQT-MWRPK',
    'merchant KXQA-MWRP',
    'merchant KXQY-MWRP',
    'merchant 1234-5678',
    'merchantKXQTMWRP',
    'the merchant KXQT-MWRP',
    'merchant KXQT-MWRP now',
    'KXQT-MWRP',
    `merchant ${' '.repeat(200)}KXQT-MWRP`,
    'merchant KXQT----MWRP',
  ])
    it(`is not read in ${JSON.stringify(text.slice(0, 40))}`, () => {
      expect(readMerchantSentence(text)).to.equal(undefined);
    });
});
