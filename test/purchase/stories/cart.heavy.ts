import { expect } from 'chai';
import { type LineChat, openLineChat } from '../../stage/line-chat.ts';
import { type Program, startProgram } from '../../stage/program.ts';

describe('what a shopper may say of the cart', () => {
  let program: Program;
  let chat: LineChat;

  before(async () => {
    program = await startProgram();
  });
  beforeEach(async () => {
    chat = await openLineChat(program);
    await chat.say('hello');
  });
  after(() => program.remove());

  for (const quantity of [
    '-1',
    '0',
    '1.5',
    '1e21',
    'NaN',
    'Infinity',
    '-0',
    '1000',
    '99999999999999999999',
    '0x10',
    '∞',
    '1,000',
  ]) {
    it(`answers "add ${quantity} sencha" with a sentence and keeps the cart empty`, async () => {
      const before = (await chat.told()).length;
      expect(await chat.say(`add ${quantity} sencha`)).to.equal(200);
      const said = (await chat.told()).slice(before);
      expect(said).to.have.length(1);
      expect(said[0]).to.match(
        /whole number from 1 to 99|1 to 99 of one product|could not find|Did you mean/u,
      );
      await chat.say('cart');
      await chat.sees('Your cart is empty');
      await chat.say('checkout');
      await chat.sees('Your cart is empty', 2);
    });
  }

  it('has a sentence for a product that is not sold, however it is written', async () => {
    for (const text of [
      'add 2 espresso',
      'remove 1 espresso',
      'add __proto__',
      'add constructor',
      "add '; drop table checkouts; --",
      `add ${'x'.repeat(300)}`,
    ]) {
      const before = (await chat.told()).length;
      expect(await chat.say(text), text).to.equal(200);
      const said = (await chat.told()).slice(before);
      expect(said, text).to.have.length(1);
      expect(said[0], text).to.match(/could not find|is not in your cart|too long/u);
    }
  });

  it('adds up to 99 of one product and not one more', async () => {
    await chat.say('add 99 sencha');
    await chat.sees('Added 99 × Spring Sencha');
    await chat.say('add sencha');
    await chat.sees('1 to 99 of one product');
    await chat.say('cart');
    await chat.sees('99 × Spring Sencha');
  });

  it('asks for no price, and takes none', async () => {
    await chat.say('add 1 sencha');
    await chat.say('add sencha 0.01');
    await chat.say('cart');
    await chat.sees('€14.50');
  });
});
