import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { readLedger } from '../../stage/ledger.ts';
import { numberOn, openLineChat, orderTeaByLine } from '../../stage/line-chat.ts';
import { type Program, startProgram } from '../../stage/program.ts';
import { createShopper, payWith } from '../../stage/page-visitor.ts';

const agents = [
  'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'TelegramBot (like TwitterBot)',
  'WhatsApp/2.23.20.0',
  'SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com',
  'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) SafeLinks',
  'curl/8.5.0',
  '',
  'x'.repeat(2000),
];

describe('previews, scanners and prefetchers', () => {
  let program: Program;

  before(async () => {
    program = await startProgram();
  });
  after(() => program.remove());

  /** What the merchant's list says, from another process beside the running one. */
  async function listOrders(): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, ['dist/main.js', 'orders', '--json'], {
      env: { PATH: process.env['PATH'], DATABASE_URL: `file:${join(program.dataFolder, 'checkout.db')}` },
    });
    return stdout;
  }

  it('change nothing by fifty looks at the link, and the shopper pays all the same', async () => {
    const chat = await openLineChat(program);
    const link = await orderTeaByLine(chat);
    const [before, told] = [await listOrders(), await chat.told()];
    expect(before).to.include('"status":"open"');
    const looks = Array.from({ length: 50 }, (_, index) =>
      fetch(link, {
        method: index % 3 === 2 ? 'HEAD' : 'GET',
        headers: {
          'user-agent': agents[index % agents.length] ?? '',
          ...(index % 4 === 1 ? { purpose: 'prefetch', 'sec-purpose': 'prefetch;prerender' } : {}),
        },
      }),
    );
    const answers = await Promise.all(looks);
    expect([...new Set(answers.map(({ status }) => status))]).to.deep.equal([200]);
    const pages = await Promise.all(answers.map((answer) => answer.text()));
    expect(pages.filter((page) => page.includes('Pay with PayPal')).length).to.equal(34);

    expect(await listOrders()).to.equal(before);
    expect(await chat.told()).to.deep.equal(told);
    const ledger = await readLedger(program.simulatorUrl);
    expect(ledger.requests.filter(({ path }) => path.includes('/orders'))).to.deep.equal([]);

    const payer = createShopper();
    const page = await payWith(payer, link);
    expect(page.kind).to.equal('number');
    await chat.say(numberOn(page.html));
    await chat.sees('is confirmed');
    expect(await listOrders()).to.match(/"status":"confirmed"/u);
  });

  it('with the way back from PayPal take nothing and spend nothing', async () => {
    const captures = async () =>
      (await readLedger(program.simulatorUrl)).requests.filter(({ path }) => path.endsWith('/capture'))
        .length;
    const before = await captures();
    const chat = await openLineChat(program);
    const payer = createShopper();
    const checkout = await payer.get(await orderTeaByLine(chat));
    const approval = await payer.follow(await payer.press(checkout, 'Pay with PayPal'));
    const back = await payer.press(approval, 'Approve payment');
    const wayBack = back.location ?? '';
    // What only who approved has in hand is PayPal's name for them: others have at most the rest of the address.
    const rest = wayBack.replace(/&PayerID=[^&]*|PayerID=[^&]*&/u, '');
    expect(rest).not.to.equal(wayBack);
    const looks = await Promise.all(
      agents
        .slice(0, 8)
        .flatMap((agent) => [
          fetch(rest, { headers: { 'user-agent': agent } }),
          fetch(wayBack, { method: 'HEAD', headers: { 'user-agent': agent } }),
        ]),
    );
    expect(looks.filter(({ status }) => status === 403).length).to.be.at.least(8);
    // The payer's own browser prefetches: with the right cookie, and still nothing happens.
    const early = await payer.get(wayBack, { 'sec-purpose': 'prefetch' });
    expect(early.status).to.equal(503);
    expect(await captures()).to.equal(before);
    expect((await payer.follow(back)).kind).to.equal('number');
  });
});
