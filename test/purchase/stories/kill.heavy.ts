import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { z } from 'zod';
import { keepPicture, openBrowser } from '../../stage/browser.ts';
import { openChat, orderTea, goToPayPal, readNumber } from '../../stage/chat-window.ts';
import { type PayPalProgram, startPayPal } from '../../stage/command.ts';
import { type ConnectorShopper, startConnectorShopper } from '../../stage/connector-shopper.ts';
import { readLedger } from '../../stage/ledger.ts';
import { numberOn, openLineChat, orderTeaByLine } from '../../stage/line-chat.ts';
import { freePort, type Program, startProgram } from '../../stage/program.ts';
import { createShopper, payWith } from '../../stage/page-visitor.ts';

describe('a process that is killed with -9', () => {
  let payPal: PayPalProgram;
  let teams: ConnectorShopper;
  let program: Program;

  beforeEach(async () => {
    [payPal, teams] = await Promise.all([startPayPal(), startConnectorShopper()]);
    const port = await freePort();
    program = await startProgram({
      PORT: String(port),
      PAYPAL_API_URL: payPal.url,
      SERVICE_HOSTS: `localhost:${port},${teams.host}`,
    });
  });
  afterEach(async () => {
    await program.remove();
    await teams.close();
    await payPal.stop();
  });

  const ledger = () => readLedger(payPal.url);
  const requestsOf = async (end: string) =>
    (await ledger()).requests.filter(({ method, path }) => method === 'POST' && path.endsWith(end));

  describe('after the capture and before the signal', () => {
    let browser: Browser;
    before(async () => {
      browser = await openBrowser();
    });
    after(() => browser.close());

    it('goes on by itself: the bot speaks first, a reload shows the number, and the payer is charged once', async () => {
      const shopper = await browser.newContext({ viewport: { width: 390, height: 844 } });
      const chat = await openChat(shopper, program.url);
      const tab = await orderTea(chat);
      await goToPayPal(tab);
      // PayPal takes the money and never answers: the program is killed without having heard of it.
      await payPal.arrange({ operation: 'capture', fault: 'timeout_after' });
      await tab.getByRole('button', { name: 'Approve payment' }).click({ noWaitAfter: true });
      await until(async () => (await ledger()).captures.length === 1);
      expect(await chat.count(/arrived/u)).to.equal(0);
      await program.kill();
      await program.start();

      await chat.sees('Your payment of €29.00 arrived');
      await chat.sees('Paid, waiting for your number');
      await keepPicture(chat.page, 'kill-bot-speaks-first');
      // Chromium shows a page of its own where the program died over its request, and may be asking again by itself.
      await until(async () => {
        await tab.reload().catch(() => undefined);
        return (await tab.locator('main[data-page="number"]').count()) === 1;
      });
      await chat.say(await readNumber(tab));
      await chat.seesInOrder('arrived', 'is confirmed', /Receipt [A-Z2-7]{8}/u);
      expect(await chat.count(/arrived/u)).to.equal(1);
      expect(await chat.count('is confirmed')).to.equal(1);
      expect((await ledger()).captures.map(({ status }) => status)).to.deep.equal(['COMPLETED']);
      expect(await requestsOf('/capture')).to.have.length(1);
    });
  });

  for (const [when, fault] of [
    ['after PayPal made the order', 'timeout_after'],
    ['before PayPal made the order', 'hang'],
  ] as const) {
    it(`between the claim and PayPal's answer, ${when}: the same browser goes on with one order`, async () => {
      const chat = await openLineChat(program);
      const link = await orderTeaByLine(chat);
      const payer = createShopper();
      const page = await payer.get(link);
      await payPal.arrange({ operation: 'create', fault });
      const pressed = payer.press(page, 'Pay with PayPal').catch(() => undefined);
      await until(async () => (await requestsOf('/orders')).length === 1);
      await program.kill();
      expect(await pressed).to.equal(undefined);
      await program.start();

      const again = await payer.follow(await payer.get(link));
      expect(again.kind).to.equal('checkout');
      expect((await createShopper().get(link)).kind).to.equal('elsewhere');
      const approval = await payer.follow(await payer.press(again, 'Pay with PayPal'));
      const number = await payer.follow(await payer.press(approval, 'Approve payment'));
      expect(number.kind).to.equal('number');
      await chat.say(numberOn(number.html));
      await chat.sees('is confirmed');
      expect((await ledger()).orders).to.have.length(1);
      expect(new Set((await requestsOf('/orders')).map(({ requestId }) => requestId)).size).to.equal(1);
      expect((await ledger()).captures).to.have.length(1);
    });
  }

  it('between the pasted number and the receipt: the purchase stays confirmed, and the receipt still comes', async () => {
    await teams.say(program, 'add 2 sencha');
    await teams.say(program, 'checkout');
    const card = JSON.stringify((await teams.sees(/Link ready/u)).body);
    const link = /"openUrl"[^}]*?"value":"([^"]+)"/u.exec(card)?.[1] ?? '';
    const page = await payWith(createShopper(), link);
    await teams.sees(/Your payment of €29.00 arrived/u);
    teams.hangOn(/is confirmed/u);
    const before = readBotState(program);
    const number = numberOn(page.html);
    const turn = teams.say(program, number);
    const unheard = await teams.sees(/is confirmed/u);
    await program.kill();
    await turn;
    teams.hangOn(undefined);
    // Dead between the two commits of the turn: the number was taken, the conversation's own state was not written.
    writeBotState(program, before);
    await program.start();

    const heard = await teams.sees(/is confirmed/u, 2);
    expect(heard.headers['x-idempotency-key']).to.equal(unheard.headers['x-idempotency-key']);
    await teams.sees(/card.receipt/u);
    await teams.sayAgain(program, number);
    await teams.sees(/already confirmed; there is nothing left to do/u);
    await teams.say(program, number);
    await teams.sees(/already confirmed; there is nothing left to do/u, 2);
    await teams.say(program, 'cart');
    await teams.sees(/Your cart is empty/u);
    await teams.say(program, 'orders');
    await teams.sees(/Your orders, newest first/u);
    expect(teams.sent(/is confirmed/u)).to.have.length(2);
    expect(teams.sent(/card.receipt/u)).to.have.length(1);
    expect((await ledger()).captures).to.have.length(1);
  });
});

const botState = z.array(z.looseObject({ key: z.string(), value: z.string() }));

function readBotState({ dataFolder }: Program): z.infer<typeof botState> {
  const database = new Sqlite(join(dataFolder, 'checkout.db'), { readonly: true });
  const rows = botState.parse(database.prepare('select * from bot_state').all());
  database.close();
  return rows;
}

function writeBotState({ dataFolder }: Program, rows: z.infer<typeof botState>): void {
  const database = new Sqlite(join(dataFolder, 'checkout.db'));
  const write = database.prepare('update bot_state set value = ? where key = ?');
  for (const { key, value } of rows) write.run(value, key);
  database.close();
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 400; look += 1) {
    if (await condition()) return;
    await sleep(25);
  }
  throw new Error('It did not come to that.');
}
