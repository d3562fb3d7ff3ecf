import { expect } from 'chai';
import { parseCommand } from '../../src/bot/commands.ts';

describe('what a shopper says', () => {
  it('is understood in any case, with politeness and punctuation around it', () => {
    for (const text of [
      'checkout',
      'Checkout',
      ' check out ',
      'CHECKOUT!',
      'please checkout',
      'checkout, please.',
    ]) {
      expect(parseCommand(text), text).to.deep.equal({ kind: 'checkout' });
    }
    expect(parseCommand('new link')).to.deep.equal({ kind: 'new_link' });
    expect(parseCommand('where is my order?')).to.deep.equal({ kind: 'status' });
    expect(parseCommand('?')).to.deep.equal({ kind: 'help' });
  });

  it('names a product with or without a quantity', () => {
    expect(parseCommand('add 2 sencha')).to.deep.equal({ kind: 'add', product: 'sencha', quantity: 2 });
    expect(parseCommand('Add sencha')).to.deep.equal({ kind: 'add', product: 'sencha', quantity: 'unsaid' });
    expect(parseCommand('add two teacups')).to.deep.equal({ kind: 'add', product: 'teacups', quantity: 2 });
    expect(parseCommand('add 3x mug')).to.deep.equal({ kind: 'add', product: 'mug', quantity: 3 });
    expect(parseCommand('remove 1 fern vase')).to.deep.equal({
      kind: 'remove',
      product: 'fern vase',
      quantity: 1,
    });
    expect(parseCommand('set 4 mug')).to.deep.equal({ kind: 'set', product: 'mug', quantity: 4 });
    expect(parseCommand('change mug')).to.deep.equal({ kind: 'change', product: 'mug' });
  });

  it('with an absurd quantity is recognised as one', () => {
    for (const quantity of ['-1', '1.5', '1e21', 'NaN', 'Infinity', '99999999999', '0,5', '+2']) {
      expect(parseCommand(`add ${quantity} tea`), quantity).to.deep.equal({
        kind: 'add',
        product: 'tea',
        quantity: 'absurd',
      });
    }
    expect(parseCommand('add 0 tea')).to.deep.equal({ kind: 'add', product: 'tea', quantity: 0 });
  });

  it('and is nothing we know, stays other', () => {
    for (const text of [
      '',
      'add',
      'the weather is nice',
      '123456',
      'checkoutx',
      '__proto__',
      'constructor',
    ]) {
      expect(parseCommand(text), text).to.deep.equal({ kind: 'other' });
    }
  });
});
