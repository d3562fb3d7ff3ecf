import { expect } from 'chai';
import { channelName, maskName } from '../../src/words/language.ts';

describe('for whom a checkout is', () => {
  it('names the channel as shoppers do, and an unknown one by its id', () => {
    expect(channelName('msteams')).to.equal('Microsoft Teams');
    expect(channelName('carrier-pigeon')).to.equal('carrier-pigeon');
  });

  it('shows one letter of a name, whole even where it is made of several characters', () => {
    expect(maskName('Maria')).to.equal('M…');
    expect(maskName('  é́lodie')).to.equal('é́…');
    expect(maskName('👩‍👩‍👧 family')).to.equal('👩‍👩‍👧…');
    expect(maskName(' ')).to.equal('a shopper');
    expect(maskName('\u202E\u200B\nMaria')).to.equal('M…');
    expect(maskName('\u3164\u200B')).to.equal('a shopper');
  });
});
