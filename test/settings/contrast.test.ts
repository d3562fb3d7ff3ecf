import { expect } from 'chai';
import { contrastOf } from '../../src/settings/contrast.ts';

describe('the contrast of two colours', () => {
  // What WCAG's own examples and common checkers answer.
  for (const [one, other, ratio] of [
    ['#000000', '#ffffff', 21],
    ['#123456', '#123456', 1],
    ['#777777', '#ffffff', 4.478],
    ['#767676', '#ffffff', 4.542],
    ['#ff0000', '#ffffff', 3.998],
    ['#00ff00', '#ffffff', 1.372],
    ['#0000ff', '#ffffff', 8.592],
    ['#0a0a0a', '#000000', 1.061],
    ['#0b0b0b', '#000000', 1.067],
  ] as const)
    it(`of ${one} and ${other} is ${ratio}, whichever comes first`, () => {
      expect(contrastOf(one, other)).to.be.closeTo(ratio, 0.001);
      expect(contrastOf(other, one)).to.equal(contrastOf(one, other));
    });
});
