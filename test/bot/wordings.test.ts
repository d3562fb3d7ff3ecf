import { expect } from 'chai';
import { splitText, wordings } from '../../src/bot/wordings.ts';

describe('a text that is longer than the channel takes', () => {
  for (const [what, text, longest, parts] of [
    ['nothing', '', 5, ['']],
    ['just fits', '12345', 5, ['12345']],
    ['between paragraphs', 'one two\n\nthree\nfour', 16, ['one two', 'three\nfour']],
    ['between lines', 'one two\nthree four', 12, ['one two', 'three four']],
    ['between words', 'one two three', 9, ['one two', 'three']],
    ['anywhere, where there is no gap', '1234567890ab', 5, ['12345', '67890', 'ab']],
    ['never inside a character', '123😀😀', 4, ['123', '😀😀']],
    ['anywhere behind a character of two halves', '😀12345', 4, ['😀12', '345']],
    ['in halves where not one character fits', '😀', 1, ['\uD83D', '\uDE00']],
    ['not at a gap before everything', ' 123456', 5, [' 1234', '56']],
    ['at several gaps', 'ab  cd', 3, ['ab', 'cd']],
    ['a gap at the very end of a part', '12345 678', 5, ['12345', '678']],
  ] as const)
    it(`is split well: ${what}`, () => {
      expect(splitText(text, longest)).to.deep.equal(parts);
    });
});

describe('a message that is ready', () => {
  const long = `${'a'.repeat(1_500)} ${'b'.repeat(1_500)}`;
  const rest = { type: 'message', channelId: 'sms', textFormat: 'plain' };
  const below = {
    suggestedActions: { to: [], actions: [] },
    attachments: [{ contentType: 'image/png' }],
  };

  it('goes out as it is where it fits, or has no text', () => {
    for (const message of [
      { ...rest, ...below, text: 'short' },
      { ...rest, ...below },
      { ...rest, text: '' },
    ])
      expect(wordings.inParts(message)).to.deep.equal([message]);
  });

  it('goes out in as many parts as the channel wants; the last one bears what is no text', () => {
    expect(wordings.inParts({ ...rest, ...below, text: long })).to.deep.equal([
      { ...rest, text: 'a'.repeat(1_500) },
      { ...rest, ...below, text: 'b'.repeat(1_500) },
    ]);
    expect(wordings.inParts({ ...rest, text: `${long} ${long}` })).to.have.length(4);
    const roomy = { ...rest, channelId: 'webchat', text: long };
    expect(wordings.inParts(roomy)).to.deep.equal([roomy]);
  });

  it('has words in place of a card that is refused, with its quick replies and without its layout', () => {
    const { suggestedActions, attachments } = below;
    const card = { ...rest, suggestedActions, attachments, attachmentLayout: 'carousel', text: 'beside' };
    expect(wordings.inPlainWords({ ...card, summary: 'in words' })).to.deep.equal([
      { ...rest, suggestedActions, text: 'in words' },
    ]);
    expect(wordings.inPlainWords({ ...card, summary: long })).to.deep.equal([
      { ...rest, text: 'a'.repeat(1_500) },
      { ...rest, suggestedActions, text: 'b'.repeat(1_500) },
    ]);
  });

  it('has no other words where it has no card, or none that stand for it', () => {
    const { attachments } = below;
    for (const message of [
      { ...rest, text: 'short', summary: 'in words' },
      { ...rest, text: 'short', summary: 'in words', attachments: [] },
      { ...rest, text: 'short', attachments },
    ])
      expect(wordings.inPlainWords(message)).to.deep.equal([]);
  });
});
