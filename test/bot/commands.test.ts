import { expect } from 'chai';
import { type Command, parseCommand, parseQuantity } from '../../src/bot/commands.ts';

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

  const checkout: Command = { kind: 'checkout' };
  const cart: Command = { kind: 'cart' };
  const add = (product: string, quantity: number): Command => ({ kind: 'add', product, quantity });
  for (const [text, understood] of [
    ['cart\u200b', cart],
    ['\u200ecart', cart],
    ['ca\u00adrt', cart],
    ['\ufeffcart\u2060', cart],
    ['my\u00a0cart', cart],
    ['checkout\u200c', checkout],
    ['\u202acheckout\u202c', checkout],
    ['check-out', checkout],
    ['Check‑out!', checkout],
    ['check_out', checkout],
    ['checkout 👍', checkout],
    ['checkout 👍🏽', checkout],
    ['👉 checkout', checkout],
    ['checkout ❤️!', checkout],
    ['“checkout”', checkout],
    ['„checkout“', checkout],
    ['"checkout".', checkout],
    ['"checkout."', checkout],
    ["'checkout'", checkout],
    ['`checkout`', checkout],
    ['**checkout**', checkout],
    ['(checkout)', checkout],
    ['please, checkout', checkout],
    ['checkout please 🙏', checkout],
    ['checkout,', checkout],
    ['checkout。', checkout],
    ['new-link', { kind: 'new_link' }],
    ['\u200badd 2 sencha', add('sencha', 2)],
    ['add ٢ sencha', add('sencha', 2)],
    ['add ۲ sencha', add('sencha', 2)],
    ['add २x sencha', add('sencha', 2)],
    ['add 2× sencha', add('sencha', 2)],
    ['“add 2 sencha”', add('sencha', 2)],
    ['add 2 sencha 🍵', add('sencha', 2)],
    ['add 2 tea (large)', add('tea (large)', 2)],
    ['buy 2 sencha', add('sencha', 2)],
    ['Order 2 sencha', add('sencha', 2)],
    ['add  2   sencha', add('sencha', 2)],
    ['🍵 add 2 sencha', add('sencha', 2)],
    ['add 2 x mug', add('mug', 2)],
    ['add 2 of tea', add('tea', 2)],
    ['add 2 box of tea', add('box of tea', 2)],
    ['add an apple', add('apple', 1)],
    ['add a pear', add('pear', 1)],
    ['add 2', { kind: 'add', product: '2', quantity: 'unsaid' }],
    ['add two', { kind: 'add', product: 'two', quantity: 'unsaid' }],
    ['add fern vase', { kind: 'add', product: 'fern vase', quantity: 'unsaid' }],
    ['add please me tea', { kind: 'add', product: 'please me tea', quantity: 'unsaid' }],
    ['delete 1 mug', { kind: 'remove', product: 'mug', quantity: 1 }],
    ['catalog 2', { kind: 'page', page: 2 }],
    ['Catalogue 3', { kind: 'page', page: 3 }],
    ['page 9999', { kind: 'page', page: 9_999 }],
    ['page 12345', { kind: 'other' }],
    ['page two', { kind: 'other' }],
    ['page 2x', { kind: 'other' }],
    ['page x2', { kind: 'other' }],
    ['check - out', checkout],
    ['"checkout', { kind: 'other' }],
    ['checkout"', { kind: 'other' }],
    ['add 2 fern-vase', add('fern-vase', 2)],
    ['(tea) checkout', { kind: 'other' }],
    ['checkout or cart', { kind: 'other' }],
    ['👍', { kind: 'other' }],
    ['"', { kind: 'other' }],
    ['-', { kind: 'other' }],
  ] as const satisfies readonly (readonly [string, Command])[])
    it(`${JSON.stringify(text)} is ${JSON.stringify(understood)}`, () => {
      expect(parseCommand(text)).to.deep.equal(understood);
    });

  for (const [text, quantity] of [
    ['3', 3],
    ['３', 3],
    ['٣', 3],
    ['۳', 3],
    [' 3 ', 3],
    ['3.', 3],
    ['3!', 3],
    ['3, please', 3],
    ['\u200e3', 3],
    ['"3"', 3],
    ['three', 3],
    ['3×', 3],
    ['3.5', 'absurd'],
    ['-3', 'absurd'],
    ['٣٫٥', undefined],
    ['many', undefined],
    ['a', 1],
    ['an', 1],
    ['12', 12],
    ['12x', 12],
    ['9999', 9_999],
    ['10000', 'absurd'],
    ['1e5', 'absurd'],
    ['1e-5', 'absurd'],
    ['1e+5', 'absurd'],
    ['x3x', undefined],
    ['3xl', undefined],
    ['', undefined],
  ] as const)
    it(`${JSON.stringify(text)} as a quantity is ${quantity ?? 'no number'}`, () => {
      expect(parseQuantity(text)).to.equal(quantity);
    });
});
