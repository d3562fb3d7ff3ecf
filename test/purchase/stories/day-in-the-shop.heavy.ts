import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { keepPicture, openBrowser } from '../../stage/browser.ts';
import { type ChatWindow, goToPayPal, openChat, pageName, readNumber } from '../../stage/chat-window.ts';
import { type Ended, runCommand } from '../../stage/command.ts';
import { type MerchantReceiver, startMerchantReceiver } from '../../stage/merchant-receiver.ts';
import { type Program, startProgram } from '../../stage/program.ts';

const secret = `whsec_${randomBytes(32).toString('base64')}`;

const catalog = {
  currency: 'EUR',
  shipping: [{ name: 'Post', price: '4.90' }],
  products: [{ id: 'mug', name: 'Everyday Mug', description: 'Holds a third of a litre.', price: '16.00' }],
};

/** What PayPal tells of who pays, and the chat does not know. */
const payersData = /María|Núñez|maria\.nunez|Jürgen|Groß|17\. Juni|Hinterhaus|Köln|50667/iu;

/** The receipt number that the README's lines name. */
const example = 'STI52ARS';

/** What each line of "A day in the shop" prints, and what is said in the chat; receipt numbers as the README has them. */
const day: Readonly<Record<string, { readonly prints: RegExp; readonly chat?: string }>> = {
  'orders --since 1d': { prints: /STI52ARS +confirmed +20\.90 EUR .*María Núñez +no +1 × Everyday Mug/u },
  'order STI52ARS': {
    prints:
      /Shopper +Quillon\n[\s\S]*Payer +María Núñez\nE-mail +maria\.nunez@example\.com\nShip to +Jürgen Groß\n +Straße des 17\. Juni 5\n +Hinterhaus, 3\. OG\n +Köln\n +50667\n +DE\n/u,
  },
  'ship STI52ARS DHL 00340434161094': {
    prints: /^STI52ARS is on its way with DHL, number 00340434161094\..*\nPayPal has the number/u,
    chat: 'Your order is on its way to you',
  },
  'refund STI52ARS 4.90': {
    prints: /^Refunded 4\.90 EUR/u,
    chat: 'given €4.90 of your payment of €20.90 back',
  },
  'orders --flagged': { prints: /^No checkout is like that\.\n$/u },
  'orders --csv --search maria.nunez@example.com': {
    prints: /^receipt,.*\r\nSTI52ARS,.*,Straße des 17\. Juni 5,"Hinterhaus, 3\. OG",Köln,,50667,DE,/u,
  },
  reconcile: { prints: /^No differences/u },
  'erase STI52ARS': { prints: /PayPal's own records/u },
  'refund STI52ARS': { prints: /^Refunded 16\.00 EUR/u, chat: 'given your payment of €20.90 back to you' },
};

describe('a day in the shop', () => {
  let folder: string;
  let receiver: MerchantReceiver;
  let program: Program;
  let browser: Browser;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'day-'));
    writeFileSync(join(folder, 'catalog.json'), JSON.stringify(catalog));
    receiver = await startMerchantReceiver(secret);
    [program, browser] = await Promise.all([
      startProgram({ ...webhook(), CATALOG: join(folder, 'catalog.json'), LOG_LEVEL: 'trace' }),
      openBrowser(),
    ]);
  });
  after(async () => {
    await browser.close();
    await program.remove();
    await receiver.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const webhook = () => ({
    MERCHANT_WEBHOOK_URL: receiver.url,
    MERCHANT_WEBHOOK_SECRETS: secret,
    MERCHANT_WEBHOOK_HOSTS: '127.0.0.1',
  });
  const run = (words: readonly string[]): Promise<Ended> =>
    runCommand(words, {
      ...webhook(),
      DATABASE_URL: `file:${join(program.dataFolder, 'checkout.db')}`,
      PAYPAL_API_URL: program.simulatorUrl,
    });
  /** Every file beside the database, but for the simulated PayPal's own books. */
  const stored = (): string =>
    readdirSync(program.dataFolder)
      .filter((name) => name !== 'simulator.jsonl')
      .map((name) => readFileSync(join(program.dataFolder, name)).toString('utf8'))
      .join('\n');

  it('goes as the README says, and the payer is shown by the command alone', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const chat = await openChat(context, `${program.url}/?name=Quillon`);
    const { page, receipt } = await buyAsMaria(chat);
    for (const line of readDay()) {
      const told = day[line];
      if (told === undefined) throw new Error(`The README's line "${line}" is not in this table.`);
      const words = line.replaceAll(example, receipt).split(' ');
      const { code, output, errors } = await run(words);
      expect(output.replaceAll(receipt, example), `${line}: ${errors}`).to.match(told.prints);
      expect(code, line).to.equal(0);
      if (told.chat !== undefined) await chat.sees(told.chat);
      // While it runs the newest of it stands in the log of the database.
      expect(stored(), line).not.to.match(payersData);
    }

    expect((await run(['order', receipt])).output)
      .to.match(/^Payer +erased$/mu)
      .and.not.match(/Quillon/u)
      .and.not.match(payersData);
    expect((await run(['erase', 'nobody'])).code).to.equal(1);
    await Promise.all([keepPicture(page, 'day-page'), keepPicture(chat.page, 'day-chat')]);
    while (receiver.got.length < 3) await sleep(20);
    expect(receiver.disbelieved).to.deep.equal([]);
    const shown = [await page.locator('body').innerText(), await chat.page.locator('body').innerText()];
    await program.stop();
    const kept = [stored(), program.output(), JSON.stringify(receiver.got)];
    for (const text of [...shown, ...kept]) expect(text).not.to.match(payersData);
    const database = readFileSync(join(program.dataFolder, 'checkout.db')).toString('utf8');
    expect(database).to.include(receipt.toLowerCase()).and.not.include('Quillon');
    await context.close();
  });
});

async function buyAsMaria(chat: ChatWindow): Promise<{ page: Page; receipt: string }> {
  await chat.say('add mug');
  await chat.sees('Added 1 × Everyday Mug');
  await chat.say('checkout');
  await chat.sees(/Shipping \(Post\): €4.90/u);
  const page = await chat.openCheckout();
  await goToPayPal(page);
  await page.getByText('Who pays').click();
  await page.getByLabel(/María/u).check();
  await page.getByRole('button', { name: 'Approve payment' }).click();
  await page.waitForURL(/\/checkouts\//u);
  expect(await pageName(page)).to.equal('number');
  await chat.say(await readNumber(page));
  await chat.sees(/Receipt [A-Z2-7]{8}/u);
  await page.reload();
  const said = (await chat.bubbles()).join(' ');
  return { page, receipt: /Receipt ([A-Z2-7]{8})/u.exec(said)?.[1] ?? '' };
}

/** The commands of the README's section, without `npx chat-checkout` and without what is said beside them. */
function readDay(): readonly string[] {
  const section = readFileSync('README.md', 'utf8').split('\n## A day in the shop\n')[1] ?? '';
  const block = /```sh\n([\s\S]*?)```/u.exec(section)?.[1] ?? '';
  const lines = [...block.matchAll(/^npx chat-checkout ([^#\n]*[^#\s])/gmu)].map(([, line = '']) => line);
  expect(lines).to.have.length.greaterThan(5);
  return lines;
}
