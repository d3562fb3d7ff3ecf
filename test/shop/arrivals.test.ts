import { expect } from 'chai';
import { type ChatHarness, openHarness } from '../stage/chat-harness.ts';

const bot = { id: 'shop', name: 'Fernhill' };
const personal = { conversationType: 'personal' };
const team = { isGroup: true, conversationType: 'channel' };
const groupChat = { isGroup: true, conversationType: 'groupChat' };

type Activity = Readonly<Record<string, unknown>>;
const botAdded: Activity = { type: 'conversationUpdate', membersAdded: [bot] };
const botRemoved: Activity = { type: 'conversationUpdate', membersRemoved: [bot] };
const bothAdded: Activity = { type: 'conversationUpdate', membersAdded: [bot, { id: 'ann' }] };
const annAdded: Activity = { type: 'conversationUpdate', membersAdded: [{ id: 'ann' }] };
const annRemoved: Activity = { type: 'conversationUpdate', membersRemoved: [{ id: 'ann' }] };
const installed: Activity = { type: 'installationUpdate', action: 'add' };
const upgraded: Activity = { type: 'installationUpdate', action: 'add-upgrade' };
const uninstalled: Activity = { type: 'installationUpdate', action: 'remove' };

describe('who comes', () => {
  let shop: ChatHarness;
  before(async () => {
    shop = await openHarness();
  });
  after(() => shop.close());

  for (const [place, conversation] of Object.entries({ personal, team, groupChat }))
    for (const [what, activities, welcomes] of [
      ['the bot is added', [botAdded], [1]],
      ['the bot is installed', [installed], [1]],
      ['the bot is added and installed', [botAdded, installed], [1, 0]],
      ['the bot is installed and added', [installed, botAdded], [1, 0]],
      ['the bot is added with Ann, and installed', [bothAdded, installed], [1, 0]],
      ['the bot is installed, and added with Ann', [installed, bothAdded], [1, 0]],
      ['the bot is added twice', [botAdded, botAdded], [1, 0]],
      ['the bot is brought up to date', [installed, upgraded], [1, 0]],
      [
        'the bot is taken away and comes again',
        [botAdded, installed, uninstalled, installed, botAdded],
        [1, 0, 0, 1, 0],
      ],
      ['the bot is removed and added again', [botAdded, botRemoved, botAdded], [1, 0, 1]],
      ['Ann comes later', [installed, annAdded], [1, 1]],
      ['Ann goes', [annRemoved], [0]],
    ] as const)
      it(`is welcomed in Teams, ${place}, each time once: ${what}`, async () => {
        const chat = shop.join({ channelId: 'msteams', shopperId: 'ann' });
        const heard: number[] = [];
        for (const activity of activities) {
          const before = chat.heard().length;
          await chat.post({ conversation: { id: chat.who.conversationId, ...conversation }, ...activity });
          heard.push(chat.heard().length - before);
        }
        expect(heard).to.deep.equal(welcomes);
        expect(chat.heard().every(({ words }) => words.startsWith('Welcome to Fernhill'))).to.equal(true);
      });

  for (const channelId of ['directline', 'webchat', 'slack', 'telegram', 'sms'])
    it(`is a person on ${channelId}, where the bot is there before`, async () => {
      const chat = shop.join({ channelId, shopperId: 'ann' });
      await chat.post(botAdded);
      expect(chat.heard()).to.deep.equal([]);
      await chat.post(annAdded);
      expect(chat.heard()).to.have.lengthOf(1);
    });
});

describe('a message that was changed after it was sent', () => {
  let shop: ChatHarness;
  before(async () => {
    shop = await openHarness();
  });
  after(() => shop.close());

  const edit = { type: 'messageUpdate', text: 'add 2 sencha', channelData: { eventType: 'editMessage' } };
  for (const [what, activity, told] of [
    ['alone with the bot', edit, /I read new messages only.*send it again/u],
    ['without a word of the channel about it', { ...edit, channelData: undefined }, /send it again/u],
    ['with a card number in it', { ...edit, text: '4111 1111 1111 1111' }, /payment card number/u],
    ['in a group', { ...edit, conversation: { id: 'g', isGroup: true } }, undefined],
    ['in a channel', { ...edit, conversation: { id: 'g', conversationType: 'channel' } }, undefined],
    ['by bringing it back', { ...edit, channelData: { eventType: 'undeleteMessage' } }, undefined],
    ['by the bot itself', { ...edit, from: bot }, undefined],
  ] as const)
    it(`has no effect, and ${told === undefined ? 'nobody is told' : 'the shopper is told so'}: ${what}`, async () => {
      const chat = shop.join({
        channelId: 'msteams',
        conversationId: 'conversation' in activity ? 'g' : what,
      });
      const before = chat.heard().length;
      expect(await chat.post(activity)).to.equal(200);
      const answers = chat.heard().slice(before);
      expect(answers).to.have.lengthOf(told === undefined ? 0 : 1);
      if (told !== undefined) expect(answers[0]?.words).to.match(told);
      const [cart] = await chat.say(
        '<at>Fernhill</at> cart',
        'conversation' in activity ? { conversation: activity.conversation } : {},
      );
      expect(cart?.words).to.match(/cart is empty/u);
    });
});
