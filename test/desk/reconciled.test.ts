import { expect } from 'chai';
import { reconciledSentence } from '../../src/desk/reconciled.ts';

describe('the last line of a comparison with PayPal', () => {
  for (const [count, isWhole, sentence] of [
    [0, true, 'No differences.'],
    [1, true, '1 difference.'],
    [2, true, '2 differences.'],
    [0, false, 'PayPal did not answer, so not everything was compared: no differences so far.'],
    [1, false, '1 difference so far. PayPal did not answer any more, so the rest was not compared;'],
    [2, false, '2 differences so far. PayPal did not answer any more, so the rest was not compared;'],
  ] as const)
    it(`counts ${count}, ${isWhole ? 'all being compared' : 'some of it compared'}`, () => {
      const said = reconciledSentence(count, isWhole);
      expect(isWhole ? said : said.slice(0, sentence.length)).to.equal(sentence);
    });

  it('says that nothing was changed where PayPal has not answered', () => {
    for (const count of [0, 1, 2])
      expect(reconciledSentence(count, false)).to.match(/[Nn]othing was changed\. Try again later\.$/u);
  });
});
