import { expect } from 'chai';
import { cardMessage, say, usualReplies } from '../../src/bot/cards.ts';
import { channelOf } from '../../src/bot/channels.ts';

describe('a message on each channel', () => {
  const text = '**Paid** & done\n\n2 × <Mug>: €32.00';
  const card = { title: 'Cart', text, plainly: text };

  it('is written in the form that the channel reads', () => {
    expect(JSON.stringify(cardMessage(channelOf('webchat'), card, []))).to.include('**Paid** & done\\n\\n2');
    expect(JSON.stringify(cardMessage(channelOf('msteams'), card, []))).to.include(
      '<strong>Paid</strong> &amp; done<br>2 × &lt;Mug&gt;: €32.00',
    );
    expect(say(channelOf('sms'), text).text).to.equal('Paid & done\n\n2 × <Mug>: €32.00');
  });

  it('has quick replies where they are shown, and none elsewhere', () => {
    expect(say(channelOf('msteams'), 'Hi', usualReplies).suggestedActions?.actions).to.have.lengthOf(3);
    expect(say(channelOf('sms'), 'Hi', usualReplies)).not.to.have.property('suggestedActions');
  });

  it('on a channel that nobody knows is plain text', () => {
    const channel = channelOf('carrier-pigeon');
    expect([channel.cards, channel.edits, channel.format]).to.deep.equal([false, false, 'plain']);
    expect(channelOf('__proto__').cards).to.equal(false);
    expect(channelOf(undefined).cards).to.equal(false);
  });
});
