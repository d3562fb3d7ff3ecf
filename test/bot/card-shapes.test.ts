import { expect } from 'chai';
import { cardMessage, cardsMessage, heroCard, imBack, quickReplies, say } from '../../src/bot/cards.ts';
import { channelOf } from '../../src/bot/channels.ts';
import { theirs } from '../../src/words/as-text.ts';

const open = { type: 'openUrl', title: 'Open', value: 'https://shop.example/' };
const buttons = [open, imBack('One', '1'), imBack('Two', '2'), imBack('Three', '3')];

describe('a card', () => {
  it('on a channel that shows its text has words and buttons in it, and nothing beside it', () => {
    expect(
      cardMessage(channelOf('webchat'), { title: 'Cart', text: '**All**', plainly: 'All' }, buttons),
    ).to.deep.equal({
      type: 'message',
      textFormat: 'plain',
      summary: 'All',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.hero',
          content: { title: 'Cart', text: '**All**', images: [], buttons: buttons },
        },
      ],
    });
  });

  it('on a channel that shows none has the words beside it, and the buttons without room below', () => {
    const message = cardMessage(
      channelOf('facebook'),
      { title: 'Cart', text: '**All**', plainly: '**All** of it' },
      [...buttons, open],
    );
    expect(message).to.deep.equal({
      type: 'message',
      textFormat: 'plain',
      summary: 'All of it',
      text: 'All',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.hero',
          content: {
            title: 'Cart',
            subtitle: '',
            images: [],
            buttons: buttons.slice(0, 3),
          },
        },
      ],
      suggestedActions: { to: [], actions: [imBack('Three', '3')] },
    });
  });

  it('without a text has none beside it either', () => {
    const message = cardMessage(channelOf('facebook'), { title: 'Cart', plainly: 'All' }, []);
    expect(message).not.to.have.any.keys('text', 'suggestedActions');
    const shown = cardMessage(channelOf('webchat'), { title: 'Cart', plainly: 'All' }, []);
    expect(shown.attachments?.[0]?.content).to.deep.equal({ title: 'Cart', images: [], buttons: [] });
  });

  it('on Slack is not called plain, and its words are written with Slack’s marks', () => {
    const message = cardsMessage(channelOf('slack'), `a & ${theirs('<b>')}`, []);
    expect(message).to.deep.equal({ type: 'message', summary: 'a &amp; &lt;b&gt;', attachments: [] });
    expect(cardsMessage(channelOf('webchat'), `a & ${theirs('<b>')}`, [])).to.deep.equal({
      type: 'message',
      textFormat: 'plain',
      summary: 'a & <b>',
      attachments: [],
    });
  });

  it('has titles no longer than the channel takes, and pictures', () => {
    const long = 'x'.repeat(100);
    const images = [{ url: 'https://shop.example/tea.png' }];
    const hero = (channelId: string) =>
      heroCard(channelOf(channelId), 'Tea', long, images, [{ ...open, title: long }]).content;
    expect(hero('webchat')).to.include({ title: 'Tea', text: long }).and.not.have.property('subtitle');
    expect(hero('webchat').buttons[0].title).to.match(/^x+…$/u).and.have.length(60);
    expect(hero('facebook')).to.include({ title: 'Tea' }).and.not.have.property('text');
    expect(hero('facebook').subtitle).to.match(/^x+…$/u).and.have.length(80);
    expect(hero('facebook').buttons[0].title).to.have.length(20);
    expect(hero('facebook').images).to.deep.equal(images);
  });
});

describe('quick replies', () => {
  it('are messages of the shopper, as long as the channel takes', () => {
    const long = 'x'.repeat(100);
    expect(
      quickReplies(channelOf('facebook'), [
        ['Cart', 'cart'],
        [long, long],
      ]),
    ).to.deep.equal({
      suggestedActions: {
        to: [],
        actions: [
          { type: 'imBack', title: 'Cart', value: 'cart' },
          { type: 'imBack', title: `${'x'.repeat(19)}…`, value: long },
        ],
      },
    });
  });

  it('are none where there are none, or where the channel shows none', () => {
    expect(quickReplies(channelOf('facebook'), [])).to.deep.equal({});
    expect(quickReplies(channelOf('sms'), [['Cart', 'cart']])).to.deep.equal({});
  });
});

describe('a sentence', () => {
  it('names another word where the carrier takes the usual one, and there alone', () => {
    expect(say(channelOf('sms'), 'Say "help".')).to.deep.equal({
      type: 'message',
      text: 'Say "menu".',
      textFormat: 'plain',
    });
    expect(say(channelOf('email'), 'Say "help".')).to.include({ text: 'Say "help".' });
    expect(say(channelOf('webchat'), 'Say "help".')).to.include({ text: 'Say "help".' });
  });
});
