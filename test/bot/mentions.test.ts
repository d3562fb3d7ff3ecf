import { expect } from 'chai';
import { isBotMention, type Mention, mentionsOf, namesOfBot } from '../../src/bot/mentions.ts';

const nothing: Mention = { id: undefined, name: undefined, text: undefined };

describe('the mentions of a message', () => {
  for (const [what, entities, mentions] of [
    ['none where there are no entities', undefined, []],
    ['none where none of them is a mention', [{ type: 'clientInfo' }, { type: 'mentions' }], []],
    [
      'one, whole',
      [{ type: 'Mention', text: '@shop', mentioned: { id: 'bot', name: 'Shop' } }],
      [{ id: 'bot', name: 'Shop', text: '@shop' }],
    ],
    ['one that tells nothing', [{ type: 'mention' }], [nothing]],
    ['one that tells its text alone', [{ type: 'mention', text: 'x' }], [{ ...nothing, text: 'x' }]],
    [
      'one that tells its id alone',
      [{ type: 'mention', mentioned: { id: 'bot' } }],
      [{ ...nothing, id: 'bot' }],
    ],
    [
      'one that tells its name alone',
      [{ type: 'mention', mentioned: { name: 'Shop' } }],
      [{ ...nothing, name: 'Shop' }],
    ],
    ['one in which nothing can be seen', [{ type: 'mention', text: ' ', mentioned: { id: '' } }], [nothing]],
    ['one of other types', [{ type: 'mention', text: 7, mentioned: { id: {}, name: [] } }], [nothing]],
    ['one of nobody', [{ type: 'mention', mentioned: null }, { type: 'x' }], [nothing]],
    [
      'two, in their order',
      [
        { type: 'mention', text: 'a' },
        { type: 'mention', text: 'b' },
      ],
      [
        { ...nothing, text: 'a' },
        { ...nothing, text: 'b' },
      ],
    ],
  ] as const)
    it(`are ${what}`, () => {
      expect(mentionsOf(entities === undefined ? {} : { entities: [...entities] })).to.deep.equal(mentions);
    });
});

describe('whether a mention is the bot’s', () => {
  for (const [what, mention, name, isBot] of [
    ['by its id', { id: 'bot', name: 'Ann' }, 'Shop', true],
    ['not by a name, where the id is another', { id: 'ann', name: 'Shop' }, 'Shop', false],
    ['by its name, where there is no id', { name: 'shop ' }, ' Shop', true],
    ['not by another name', { name: 'Ann' }, 'Shop', false],
    ['by the name in its tag', { text: '<at>SHOP</at>' }, 'Shop', true],
    ['by the name in a tag with an id', { text: ' <at id="0">Shop</at> ' }, 'Shop', true],
    ['by the name behind a sign', { text: '@shop' }, 'Shop', true],
    ['not by another one in its tag', { text: '<at>Ann</at>' }, 'Shop', false],
    ['not by another one behind a sign', { text: '@ann' }, 'Shop', false],
    ['as far as its name counts and not its text', { name: 'Ann', text: '@shop' }, 'Shop', false],
    ['where it names nobody', {}, 'Shop', true],
    ['where its text names nobody', { text: 'Ann' }, 'Shop', true],
    ['where its tag names nobody', { text: '<at> </at>' }, 'Shop', true],
    ['where its tag is of another kind', { text: '<atom>Ann</atom>' }, 'Shop', true],
    ['where more stands before its tag', { text: 'x<at>Ann</at>' }, 'Shop', true],
    ['where more stands behind its tag', { text: '<at>Ann</at>x' }, 'Shop', true],
    ['where more stands before its sign', { text: 'x@ann' }, 'Shop', true],
    ['where the bot has no name', { name: 'Ann' }, undefined, true],
    ['where the bot’s name is blank', { name: 'Ann' }, ' ', true],
  ] as const satisfies readonly (readonly [string, Partial<Mention>, string | undefined, boolean])[])
    it(`is told ${what}: ${isBot}`, () => {
      const recipient = { id: 'bot', name: name ?? '' };
      expect(isBotMention({ recipient })({ ...nothing, ...mention })).to.equal(isBot);
    });
});

describe('the names of the bot', () => {
  const namesOn = (channelId: string, own: readonly Partial<Mention>[], name = ' Shop '): string[] => [
    ...namesOfBot(
      { channelId, recipient: { id: 'ShopBot', name } },
      own.map((mention) => Object.assign({}, nothing, mention)),
    ),
  ];

  it('are its own and those of its mentions, in small letters', () => {
    expect(namesOn('msteams', [])).to.deep.equal(['shop']);
    const own = [{ name: 'Tea Shop' }, { text: '<at>Fernhill</at>' }, { name: 'SHOP', text: '@Kettle Shop' }];
    expect(namesOn('msteams', own)).to.deep.equal(['shop', 'tea shop', 'fernhill', 'kettle shop']);
    expect(namesOn('msteams', [{ text: 'Shop here' }], '')).to.deep.equal([]);
  });

  it('are its id too in Telegram, where ids are what one is called by', () => {
    expect(namesOn('telegram', [])).to.deep.equal(['shop', 'shopbot']);
    expect(namesOn('slack', [])).to.deep.equal(['shop']);
  });
});
