import { expect } from 'chai';
import { splitText } from '../../src/bot/wordings.ts';

describe('a text that is longer than the channel takes', () => {
  for (const [what, text, longest, parts] of [
    ['nothing', '', 5, ['']],
    ['just fits', '12345', 5, ['12345']],
    ['between paragraphs', 'one two\n\nthree\nfour', 16, ['one two', 'three\nfour']],
    ['between lines', 'one two\nthree four', 12, ['one two', 'three four']],
    ['between words', 'one two three', 9, ['one two', 'three']],
    ['anywhere, where there is no gap', '1234567890ab', 5, ['12345', '67890', 'ab']],
    ['never inside a character', '123😀😀', 4, ['123', '😀😀']],
    ['a gap at the very end of a part', '12345 678', 5, ['12345', '678']],
  ] as const)
    it(`is split well: ${what}`, () => {
      expect(splitText(text, longest)).to.deep.equal(parts);
    });
});
