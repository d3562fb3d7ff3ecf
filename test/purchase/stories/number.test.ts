import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { wrongNumber } from '../../stage/chat-window.ts';
import { readLedger } from '../../stage/ledger.ts';
import { type LineChat, numberOn, openLineChat, orderTeaByLine } from '../../stage/line-chat.ts';
import { type Program, startProgram } from '../../stage/program.ts';
import { createShopper, payWith, type Shopper } from '../../stage/page-visitor.ts';

describe('the magic number in the chat', () => {
  let program: Program;
  let chat: LineChat;
  let payer: Shopper;

  before(async () => {
    program = await startProgram({ SUPPORT_CONTACT: 'desk@shop.example' });
  });
  beforeEach(async () => {
    chat = await openLineChat(program);
    payer = createShopper();
  });
  after(() => program.remove());

  async function pay(): Promise<{ number: string; numberPage: string }> {
    const page = await payWith(payer, await orderTeaByLine(chat));
    expect(page.kind).to.equal('number');
    await chat.sees('Your payment of €29.00 arrived');
    return { number: numberOn(page.html), numberPage: page.url };
  }

  for (const [name, write] of [
    ['spaces', (number: string) => ` ${number.slice(0, 3)} ${number.slice(3)} `],
    [
      'hyphens and line ends',
      (number: string) => `${number.slice(0, 2)}-${number.slice(2, 4)}–${number.slice(4)}\r\n`,
    ],
    [
      'full-width digits',
      (number: string) => number.replaceAll(/\d/gu, (d) => String.fromCodePoint(0xff10 + Number(d))),
    ],
    [
      'digits of another script, and marks around them',
      (number: string) =>
        `**“${number.replaceAll(/\d/gu, (d) => String.fromCodePoint(0x0660 + Number(d)))}”**. `,
    ],
  ] as const) {
    it(`is taken with ${name}`, async () => {
      const { number } = await pay();
      await chat.say(write(number));
      await chat.sees('is confirmed');
    });
  }

  it('counts only a message that is the number and nothing else', async () => {
    const { number } = await pay();
    for (const text of [
      `my number is ${number}`,
      `${number} ${number}`,
      number.slice(1),
      `${number}0`,
      'status',
      '12.5',
    ])
      await chat.say(text);
    expect((await chat.told()).filter((said) => said.includes('does not fit'))).to.deep.equal([]);
    await chat.say(number);
    await chat.sees('is confirmed');
  });

  it('locks the purchase after ten wrong numbers thrown at once, and refuses the right one after that', async () => {
    const { number, numberPage } = await pay();
    const shot = (right: string) =>
      Promise.all(Array.from({ length: 25 }, (_, index) => chat.say(wrongNumber(right, index + 1))));
    await shot(number);
    await chat.say(number);
    expect(await chat.told()).not.to.satisfy((said: string[]) =>
      said.some((text) => text.includes('is confirmed')),
    );

    // Five attempts a number, ten a checkout: the second number allows five more, and then it is locked.
    const fresh = await payer.follow(await payer.press(await payer.get(numberPage), 'Show a new number'));
    const second = numberOn(fresh.html);
    expect(second).not.to.equal(number);
    await shot(second);
    await chat.sees('I locked this purchase to protect you');
    await chat.sees('desk@shop.example');
    await chat.say(second);
    await chat.say(number);
    const told = await chat.told();
    expect(told.filter((said) => said.includes('is confirmed'))).to.deep.equal([]);
    expect(told.filter((said) => said.includes('I locked this purchase'))).to.have.length(1);
    const counted = program
      .log()
      .filter(({ event, checkoutId }) => event === 'number_wrong' && numberPage.includes(String(checkoutId)));
    expect(counted.map(({ attempts }) => attempts)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect((await payer.follow(await payer.get(numberPage))).html).to.include('locked this purchase');
  });

  it('of a former draw leads to nothing', async () => {
    const { number, numberPage } = await pay();
    const again = await payer.get(numberPage);
    expect(numberOn(again.html)).to.equal(number);
    const fresh = await payer.follow(await payer.press(again, 'Show a new number'));
    await chat.say(number);
    await chat.sees('That number does not fit');
    await chat.say(numberOn(fresh.html));
    await chat.sees('is confirmed');
  });

  it('of another shopper leads to nothing, and costs that shopper nothing', async () => {
    const { number } = await pay();
    const stranger = await openLineChat(program);
    await stranger.say(number);
    await stranger.sees('That number does not fit');
    const rival = createShopper();
    const page = await payWith(rival, await orderTeaByLine(stranger));
    if (numberOn(page.html) !== number) {
      await stranger.say(number);
      await stranger.sees('That number does not fit', 2);
    }
    await chat.say(number);
    await chat.sees('is confirmed');
    await stranger.say(numberOn(page.html));
    await stranger.sees('is confirmed');
  });

  it('is not a card number: one is refused, and stands in no log, no answer and no file', async () => {
    const { number } = await pay();
    const cards = ['4111 1111 1111 1111', '5555-5555-5555-4444', '378282246310005'];
    for (const card of cards) await chat.say(`please take ${card} instead`);
    await chat.sees('That looks like a payment card number', cards.length);
    const told = (await chat.told()).join('\n') + program.output();
    const files = readdirSync(program.dataFolder).map((name) =>
      readFileSync(join(program.dataFolder, name), 'latin1'),
    );
    for (const card of cards) {
      const digits = card.replaceAll(/\D/gu, '');
      for (const form of [card, digits]) {
        expect(told).not.to.include(form);
        expect(
          files.some((content) => content.includes(form)),
          form,
        ).to.equal(false);
      }
    }
    await chat.say(number);
    await chat.sees('is confirmed');
  });

  it('has been paid once in every purchase of these tests', async () => {
    const { captures, orders } = await readLedger(program.simulatorUrl);
    expect(captures.every(({ status }) => status === 'COMPLETED')).to.equal(true);
    expect(captures).to.have.length(orders.length);
  });
});
