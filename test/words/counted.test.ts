import { expect } from 'chai';
import { counted } from '../../src/words/counted.ts';

describe('what is counted', () => {
  for (const [count, one, many, words] of [
    [0, 'refund', undefined, '0 refunds'],
    [1, 'refund', undefined, '1 refund'],
    [2, 'refund', undefined, '2 refunds'],
    [11, 'refund', undefined, '11 refunds'],
    [1, 'purchase waits', 'purchases wait', '1 purchase waits'],
    [2, 'purchase waits', 'purchases wait', '2 purchases wait'],
  ] as const)
    it(`is one thing once and many things otherwise: ${words}`, () => {
      expect(counted(count, one, many)).to.equal(words);
    });
});
