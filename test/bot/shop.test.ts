import { expect } from 'chai';
import { day, isGroup, localeOf, minutesLeft, ownerOf, reachOf } from '../../src/bot/shop.ts';
import { turn } from './turn.ts';

describe('a turn', () => {
  it('is of the owner whom the channel vouches for, whatever else is written in it', () => {
    const forged = { shopperId: 'eve', conversationId: 'other', channelId: 'other' };
    expect(ownerOf(turn({ value: forged, channelData: forged, text: 'eve' }))).to.deep.equal({
      channelId: 'directline',
      conversationId: 'conversation-1',
      shopperId: 'shopper-1',
    });
  });

  it('is in the language of its activity, or in English', () => {
    expect(localeOf(turn({ locale: 'de-DE' }))).to.equal('de-DE');
    expect(localeOf(turn())).to.equal('en-US');
  });

  for (const [said, group] of [
    [{}, false],
    [{ isGroup: false }, false],
    [{ isGroup: true }, true],
    [{ conversationType: 'personal' }, false],
    [{ conversationType: 'groupChat' }, true],
    [{ conversationType: 'channel' }, true],
    [{ isGroup: false, conversationType: 'channel' }, true],
    [{ isGroup: true, conversationType: 'personal' }, true],
  ] as const)
    it(`with ${JSON.stringify(said)} is ${group ? 'before a group, which hears of what it saw' : 'alone with the bot'}`, () => {
      const context = turn({ conversation: { id: 'c', ...said } });
      expect(isGroup(context)).to.equal(group);
      expect(reachOf(context)).to.equal(group ? 'this_conversation' : 'all_conversations');
    });
});

describe('a time', () => {
  it('that is left is said in minutes that have begun, and is never less than none', () => {
    for (const [ms, minutes] of [
      [60_001, 2],
      [60_000, 1],
      [1, 1],
      [0, 0],
      [-60_000, 0],
    ] as const)
      expect(minutesLeft(1_000 + ms, 1_000), String(ms)).to.equal(minutes);
  });

  it('is a day of UTC', () => {
    expect(day(Date.UTC(2026, 10, 25, 23, 59, 59))).to.equal('25 Nov 2026');
    expect(day(Date.UTC(2026, 10, 26))).to.equal('26 Nov 2026');
  });
});
