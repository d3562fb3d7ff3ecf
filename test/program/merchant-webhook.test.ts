import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { type Ended, runCommand } from '../stage/command.ts';
import { type LineChat, numberOn, openLineChat, orderTeaByLine } from '../stage/line-chat.ts';
import { type MerchantReceiver, startMerchantReceiver } from '../stage/merchant-receiver.ts';
import { createShopper, payWith } from '../stage/page-visitor.ts';
import { type Program, startProgram } from '../stage/program.ts';

const secret = `whsec_${randomBytes(32).toString('base64')}`;

describe('a merchant whose own program listens', () => {
  let receiver: MerchantReceiver;
  let program: Program;
  let settings: Record<string, string>;
  let chat: LineChat;

  beforeEach(async () => {
    receiver = await startMerchantReceiver(secret);
    settings = {
      MERCHANT_WEBHOOK_URL: receiver.url,
      MERCHANT_WEBHOOK_SECRETS: secret,
      MERCHANT_WEBHOOK_HOSTS: '127.0.0.1',
    };
    program = await startProgram(settings);
    chat = await openLineChat(program);
  });
  afterEach(async () => {
    await program.remove();
    await receiver.close();
  });

  const run = (...verb: string[]): Promise<Ended> =>
    runCommand(verb, {
      ...settings,
      SIMULATOR_PORT: new URL(program.simulatorUrl).port,
      DATABASE_URL: `file:${join(program.dataFolder, 'checkout.db')}`,
    });
  const heard = async (count: number): Promise<string[]> => {
    while (receiver.got.length < count) await sleep(20);
    expect(receiver.disbelieved).to.deep.equal([]);
    return receiver.got.map(({ type }) => type);
  };
  const buy = async (): Promise<string> => {
    const page = await payWith(createShopper(), await orderTeaByLine(chat));
    const number = numberOn(page.html);
    await chat.say(number);
    await chat.sees(/confirmed/iu);
    return number;
  };

  it('hears of the sale, of a refund, and once more by hand, each under the id that it had', async () => {
    const number = await buy();
    expect(await heard(1)).to.deep.equal(['checkout.confirmed']);
    const checkoutId = String(receiver.got[0]?.data['checkoutId']);
    const receipt = checkoutId.slice(0, 8).toUpperCase();
    await run('refund', receipt, '1.00');
    expect(await heard(2)).to.deep.equal(['checkout.confirmed', 'checkout.refunded']);
    const ids = receiver.got.map(({ id }) => id);
    expect(await run('resend', 'msg_nothing')).to.include({ code: 1, errors: '' });
    expect(await run('resend', ids[0] ?? '')).to.include({ code: 0, errors: '' });
    await heard(3);
    expect((await run('resend', receipt)).output).to.match(
      /^Of \w{8} 2 events are due again, under the same ids\. A running shop tells your webhook at once\.\n$/u,
    );
    await heard(5);
    expect(receiver.got.map(({ id }) => id).slice(2)).to.deep.equal([ids[0], ...ids]);
    const all = JSON.stringify(receiver.got);
    for (const hidden of [number, 'conversation', 'payer', '@', chat.session.conversationId])
      expect(all).not.to.include(hidden);
    const lines = program.log().filter(({ event }) => event === 'merchant_told');
    expect(lines.map(({ eventId }) => eventId)).to.include.members(ids);
    expect(program.output()).not.to.include('of-the-merchant').and.not.to.include(secret);
  });

  it('hears of a sale that it missed while it was away and the shop was killed', async () => {
    receiver.always(500);
    await buy();
    await heard(1);
    while (!program.log().some(({ event }) => event === 'merchant_not_told')) await sleep(20);
    await program.kill();
    receiver.always(undefined);
    await program.start();
    await heard(2);
    expect(new Set(receiver.got.map(({ id }) => id)).size).to.equal(1);
    expect(new Set(receiver.got.map(({ body }) => body)).size).to.equal(1);
  });
});
