import { expect } from 'chai';
import { maskDeep } from '../../src/local-channel/mask-deep.ts';
import { maskCardNumbers } from '../../src/bot/card-number.ts';

describe('card numbers in the transcript', () => {
  it('are masked to their last four digits, however they are grouped', () => {
    const written = [
      '4111111111111111',
      '4111 1111 1111 1111',
      '4111-1111-1111-1111',
      '4111\u00a01111\u00a01111\u00a01111',
      '４１１１１１１１１１１１１１１１',
    ];
    for (const number of written)
      expect(maskCardNumbers(`pay with ${number}.`)).to.equal('pay with •••• 1111.');
    expect(maskCardNumbers('3782 822463 10005')).to.equal('•••• 0005');
    expect(maskCardNumbers('4222222222222')).to.equal('•••• 2222');
    expect(maskCardNumbers('6304000000000000000')).to.equal('•••• 0000');
  });

  it('are found beside other digits that a shopper types along', () => {
    expect(maskCardNumbers('4111 1111 1111 1111 123')).to.equal('•••• 1111 123');
    expect(maskCardNumbers('2 4111111111111111 12-27')).to.match(/^2 •••• 1111 12-27$/);
    expect(maskCardNumbers('4111111111111111 5555555555554444')).to.equal('•••• 1111 •••• 4444');
  });

  it('are not seen in other numbers', () => {
    const others = ['123456', '012 345', '4111111111111112', '41111111111111110000', '1.50', '', 'tea-4111'];
    for (const text of others) expect(maskCardNumbers(text)).to.equal(text);
  });

  it('are masked anywhere inside a value, and the rest of it stays', () => {
    const value = { a: ['4111111111111111', 4111111111111111, 7, null, true], b: { c: 'tea' } };
    expect(maskDeep(maskCardNumbers, value, 5)).to.deep.equal({
      a: ['•••• 1111', '•••• 1111', 7, null, true],
      b: { c: 'tea' },
    });
  });

  it('cost no time in a long text', () => {
    expect(maskCardNumbers('1 '.repeat(125_000))).to.have.lengthOf(250_000);
  });
});
