import { expect } from 'chai';
import { looksLikeCardNumber, maskCardNumbers } from '../../src/bot/card-number.ts';

describe('a payment card’s number', () => {
  it('is seen as people type it', () => {
    for (const text of [
      '4111111111111111',
      '4111 1111 1111 1111',
      '4111-1111-1111-1111',
      '4111‑1111‑1111‑1111',
      '４１１１１１１１１１１１１１１１',
      '٤١١١ ١١١١ ١١١١ ١١١١',
      '۴۱۱۱۱۱۱۱۱۱۱۱۱۱۱۱',
      'my card: 5500 0000 0000 0004, thanks',
      '3782 822463 10005',
      'add 2 4111 1111 1111 1111',
      '4111 1111 1111 1111 12/28 123',
      '4111 1111 1111 1111 12 28',
      '4222222222222',
      '4000000000000000006',
      '4999 9999 9999 9996',
    ]) {
      expect(looksLikeCardNumber(text), text).to.equal(true);
    }
  });

  it('is not seen in other numbers', () => {
    for (const text of [
      '123456',
      'add 2 sencha',
      '4111 1111 1111 1112',
      '+49 30 901820',
      '400000000002',
      '41111111111111111115',
      '1'.repeat(40),
      '',
    ]) {
      expect(looksLikeCardNumber(text), text).to.equal(false);
    }
  });

  it('is masked, and the rest of the text stays byte for byte', () => {
    const masked = maskCardNumbers('ﬁrst 4111 1111 1111 1111, then 5500000000000004.');
    expect(masked).to.equal('ﬁrst •••• 1111, then •••• 0004.');
    expect(maskCardNumbers('0000 4222222222222 and 2')).to.equal('•••• 2222 and 2');
    expect(maskCardNumbers('2 4222222222222 4222222222222 7')).to.equal('2 •••• 2222 •••• 2222 7');
    expect(maskCardNumbers('ﬁve teapots ２')).to.equal('ﬁve teapots ２');
  });

  it('is looked for in little time, however long the text', () => {
    const text = '1 '.repeat(14_000);
    expect(maskCardNumbers(text).length).to.be.greaterThan(0);
  });
});
