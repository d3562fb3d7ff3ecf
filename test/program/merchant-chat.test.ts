import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { type Ended, runCommand } from '../stage/command.ts';
import { type LineChat, numberOn, openLineChat, orderTeaByLine } from '../stage/line-chat.ts';
import { createShopper, payWith } from '../stage/page-visitor.ts';
import { type Program, startProgram } from '../stage/program.ts';

describe('a merchant who listens in a chat of his own', () => {
  let program: Program;
  let merchant: LineChat;

  beforeEach(async () => {
    program = await startProgram();
    merchant = await openLineChat(program);
  });
  afterEach(() => program.remove());

  const run = (...verb: string[]): Promise<Ended> =>
    runCommand(verb, {
      SIMULATOR_PORT: new URL(program.simulatorUrl).port,
      DATABASE_URL: `file:${join(program.dataFolder, 'checkout.db')}`,
    });
  const printSentence = async (): Promise<string> => {
    const { output } = await run('merchant-chat');
    return /^merchant [BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/mu.exec(output)?.[0] ?? output;
  };
  const joins = async (): Promise<string> => {
    const sentence = await printSentence();
    await merchant.say(sentence);
    await merchant.sees(/^This is the merchant's chat now/u);
    return sentence;
  };
  const buy = async (): Promise<LineChat> => {
    const shopper = await openLineChat(program);
    const page = await payWith(createShopper(), await orderTeaByLine(shopper));
    await shopper.say(numberOn(page.html));
    await shopper.sees(/confirmed/iu);
    return shopper;
  };

  it('hears of what others buy, asks for it there, and hears nothing more once it is revoked', async () => {
    const before = await buy();
    const sentence = await joins();
    expect((await run('merchant-chat', '--list')).output).to.match(/^1 +directline .* - +hearing$/mu);

    const shopper = await buy();
    await merchant.sees(/^Sold: 2 × Spring Sencha.*, €\d+\.\d\d\. Receipt \w{8}, the web chat\.$/u);
    const sold = (await merchant.told()).filter((text) => text.startsWith('Sold: '));
    expect(sold, 'only what happened after it joined').to.have.length(1);
    const receipt = /Receipt (\w{8})/u.exec(sold.join())?.[1] ?? '';

    await merchant.say('orders');
    await merchant.sees(/^All orders, newest first:\n\n- .*\n- .*\(confirmed\)$/u);
    await merchant.say(`order ${receipt.toLowerCase()}`);
    await merchant.sees(new RegExp(`${receipt}.*confirmed[^]*2 × Spring Sencha[^]*Total`, 'u'));
    await merchant.say('my orders');
    await merchant.sees(/You have not bought anything here yet/u);

    await shopper.say('orders');
    await shopper.sees(/^Your orders/u);
    await shopper.say(`order ${receipt}`);
    await shopper.sees(/I could not find/u);
    await before.say(sentence);
    await before.sees(/That does not let you in/u);

    await run('refund', receipt, '1.00');
    await merchant.sees(new RegExp(`^Given back: €1\\.00 of .* Receipt ${receipt}\\.$`, 'u'));
    expect((await run('merchant-chat', '--revoke', '1')).output).to.match(
      /^Chat 1 \(.+\) hears nothing more/u,
    );
    await run('refund', receipt, '1.00');
    await shopper.sees(/given €2\.00/u);
    await merchant.say('orders');
    await merchant.sees(/You have not bought anything here yet/u, 2);
    await sleep(2_000);
    const all = (await merchant.told()).join('\n');
    expect(all.match(/^Given back/gmu)).to.have.length(1);
    for (const hidden of ['@', 'Buyer', shopper.session.conversationId, shopper.session.userId])
      expect(all).not.to.include(hidden);
    const letters = sentence.slice('merchant '.length);
    expect(program.output()).not.to.include(letters);
    expect(program.log().map(({ event }) => event)).to.include.members([
      'merchant_chat_joined',
      'merchant_told',
    ]);
  });

  it('is let in by one sentence of two that two processes print at once, and hears after a kill what it missed', async () => {
    const sentences = await Promise.all([printSentence(), printSentence()]);
    for (const sentence of sentences) await merchant.say(sentence);
    await merchant.sees(/^This is the merchant's chat now/u);
    expect((await run('merchant-chat', '--list')).output.match(/ hearing$/gmu)).to.have.length(1);
    const shopper = await openLineChat(program);
    const page = await payWith(createShopper(), await orderTeaByLine(shopper));
    await shopper.say(numberOn(page.html));
    await program.kill();
    await program.start();
    await merchant.sees(/^Sold: 2 × Spring Sencha/u);
    await sleep(2_000);
    expect((await merchant.told()).filter((text) => text.startsWith('Sold: '))).to.have.length(1);
  });
});
