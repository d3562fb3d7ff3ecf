import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Ended, runCommand } from '../stage/command.ts';
import { readLedger } from '../stage/ledger.ts';
import { type LineChat, numberOn, openLineChat, orderTeaByLine } from '../stage/line-chat.ts';
import { freePort, type Program, startProgram } from '../stage/program.ts';
import { createShopper, payWith } from '../stage/page-visitor.ts';

describe('the command `ship`', () => {
  let program: Program;
  let port: string;
  let chat: LineChat;
  let receipt: string;

  before(async () => {
    port = String(await freePort());
    program = await startProgram({ PORT: port });
  });
  after(() => program.remove());

  beforeEach(async () => {
    chat = await openLineChat(program);
    const { html } = await payWith(createShopper(), await orderTeaByLine(chat));
    await chat.say(numberOn(html));
    await chat.sees(/Receipt/u);
    receipt = /Receipt ([A-Z2-7]{8})/u.exec((await chat.told()).join(' '))?.[1] ?? '';
  });

  const ship = (...words: string[]): Promise<Ended> => run('ship', receipt, ...words);
  const run = (...verb: string[]): Promise<Ended> =>
    runCommand(verb, {
      PORT: port,
      SIMULATOR_PORT: new URL(program.simulatorUrl).port,
      DATABASE_URL: `file:${join(program.dataFolder, 'checkout.db')}`,
    });
  const tracked = async (): Promise<(string | null)[]> => {
    const { requests } = await readLedger(program.simulatorUrl);
    return requests
      .filter(({ path, requestId }) => path.endsWith('/track') && isOurs(requestId))
      .map(({ requestId }) => requestId);
  };
  const isOurs = (requestId: string | null): boolean => requestId?.startsWith(receipt.toLowerCase()) === true;

  it('by the receipt number tells the chat while the shop runs, and PayPal; of two at once one', async () => {
    const both = await Promise.all([ship('DHL', '0034 0434'), ship('dhl', '00340434')]);
    expect(both.map(({ code, errors }) => [code, errors])).to.deep.equal([
      [0, ''],
      [0, ''],
    ]);
    const outputs = both.map(({ output }) => output);
    const [first = '', second = ''] = outputs.toSorted((one) => (one.startsWith('It was') ? 1 : -1));
    expect(first).to.match(
      /^[A-Z2-7]{8} is on its way with (DHL|dhl), number 00340434\. The shopper is told/u,
    );
    expect(second).to.match(/^It was told already that [A-Z2-7]{8} is on its way.*Nothing was changed\.\n/u);
    await chat.sees(
      new RegExp(`on its way to you \\(receipt ${receipt}\\)\\. Carrier: DHL\\. Number: 00340434`, 'iu'),
    );
    const again = await ship();
    expect(again.output).to.match(/told already/u);
    const told = (await chat.told()).filter((said) => said.includes('on its way to you'));
    expect(told).to.have.length(1);
    expect(await tracked()).to.have.length(1);
    expect((await run('order', receipt)).output).to.match(/^Shipped +\d{4}-\d\d-\d\d: DHL, 00340434$/imu);
    expect((await run('orders', '--limit', '1')).output).to.match(/ \d{4}-\d\d-\d\d +2 × Spring Sencha/u);
  });

  it('leaves a number that PayPal did not answer to the running shop, which goes on with it', async () => {
    const answer = await fetch(`${program.simulatorUrl}/_simulator/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ faults: [{ operation: 'track', fault: 'malformed', times: 8 }] }),
    });
    expect(answer.status).to.equal(200);
    const { code, output } = await ship('UPS', '1Z999');
    expect([code, output.split('\n')[1]]).to.deep.equal([
      0,
      'PayPal has not answered about the number. Nothing is lost: it is stored, and the running shop will try again.',
    ]);
    await chat.sees(/Carrier: UPS\. Number: 1Z999/u);
    while (!(await run('order', receipt)).output.includes('tracking accepted')) await sleep(200);
    expect(new Set(await tracked()).size).to.equal(1);
  });

  it('refuses what makes no sense, says why, and changes nothing', async () => {
    const before = (await run('order', receipt, '--json')).output;
    for (const [words, code, output, errors] of [
      [['ship', 'nobody', 'DHL'], 1, /There is no checkout nobody\. Nothing was changed/u, /^$/u],
      [
        ['ship', receipt, 'x'.repeat(500)],
        2,
        /500 characters: 64 are the most\. Nothing was changed/u,
        /^$/u,
      ],
      [['ship', receipt, 'DHL', '=1+1'], 2, /Nothing was changed/u, /^$/u],
      [['ship', receipt, 'Deutsche', 'Post', '1'], 2, /^$/u, /Wrong number of words after "ship"/u],
      [['ship'], 2, /^$/u, /Wrong number of words after "ship"/u],
    ] as const) {
      const ended = await run(...words);
      expect(ended.output).to.match(output);
      expect(ended.errors).to.match(errors);
      expect(ended.code, words.join(' ')).to.equal(code);
    }
    expect((await run('order', receipt, '--json')).output).to.equal(before);
  });
});
