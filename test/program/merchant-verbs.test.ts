import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { atPayPal } from '../stage/paypal-side.ts';
import { type Ended, runCommand } from '../stage/command.ts';
import { readLedger } from '../stage/ledger.ts';
import { type LineChat, openLineChat, orderTeaByLine } from '../stage/line-chat.ts';
import { freePort, type Program, startProgram } from '../stage/program.ts';
import { createShopper, payWith } from '../stage/page-visitor.ts';
import { openStore } from '../../src/store/store.ts';
import { copyDatabase } from '../store/mortal-store.ts';
import { paidCheckout } from '../store/sample-checkout.ts';

describe("the merchant's commands", () => {
  let program: Program;
  let port: string;
  let chat: LineChat;
  let checkoutId: string;

  before(async () => {
    port = String(await freePort());
    program = await startProgram({ PORT: port });
  });
  after(() => program.remove());

  const run = (...verb: string[]): Promise<Ended> =>
    runCommand(verb, {
      PORT: port,
      SIMULATOR_PORT: new URL(program.simulatorUrl).port,
      DATABASE_URL: `file:${join(program.dataFolder, 'checkout.db')}`,
    });
  const expectRun = async (verb: string[], code: number, output: RegExp): Promise<Ended> => {
    const ended = await run(...verb);
    expect(ended.output, ended.errors).to.match(output);
    expect(ended.code, ended.output).to.equal(code);
    return ended;
  };
  const newest = async (): Promise<{ id: string; status: string }> => {
    const { output } = await run('orders', '--json', '--limit', '1');
    return JSON.parse(output.split('\n')[0] ?? '');
  };
  const until = async (isTrue: () => Promise<boolean>): Promise<void> => {
    while (!(await isTrue())) await sleep(200);
  };

  beforeEach(async () => {
    chat = await openLineChat(program);
    await payWith(createShopper(), await orderTeaByLine(chat));
    checkoutId = (await newest()).id;
  });

  it('give a part back, then the rest, while the shop runs; the chat is told of both', async () => {
    await expectRun(['refund', checkoutId, '9.00'], 0, /^Refunded 9\.00 EUR \(PayPal refund \w+\)\.\n$/u);
    await chat.sees(/given €9\.00 of your payment of €29\.00 back/u);
    await expectRun(['refund', checkoutId], 0, /^Refunded 20\.00 EUR \(PayPal refund \w+\)\.\n$/u);
    await chat.sees(/given your payment of €29\.00 back to you/u);
    expect((await newest()).status).to.equal('refunded');
    await expectRun(['refund', checkoutId], 1, /nothing is left to give back. Nothing was changed/u);
    await expectRun(['reconcile'], 0, /^No differences\.\n$/u);
    const { output } = await expectRun(['ledger', checkoutId], 0, /open/u);
    const lines = output.trimEnd().split('\n');
    expect(
      lines.every((line) => /^\d{4}-\d\d-\d\dT[\d:.]+Z {2}\w+ +\S/u.test(line)),
      output,
    ).to.equal(true);
    expect(output)
      .to.match(/ merchant +refund 1 submitted \(merchant\)/u)
      .and.match(/ paypal +refund 1 completed/u)
      .and.match(/ merchant +refunding, refund 2 submitted/u)
      .and.match(/ paypal +refunded, refund 2 completed/u);
  });

  it('refuse what makes no sense, say why, and change nothing', async () => {
    const refusals: [string[], number, RegExp][] = [
      [['refund', checkoutId, '29.01'], 1, /more than is left.*Nothing was changed/u],
      [['refund', checkoutId, '0'], 2, /^0 gives nothing back.*Nothing was changed/u],
      [['refund', checkoutId, 'all'], 2, /Nothing was changed/u],
      [['refund', checkoutId, '1.005'], 2, /Nothing was changed/u],
      [['refund', 'nobody'], 1, /There is no checkout nobody/u],
      [['ledger', 'nobody'], 1, /There is no checkout nobody/u],
      [['refund'], 2, /^$/u],
      [['refund', 'a', 'b', 'c'], 2, /^$/u],
      [['reconcile', 'x'], 2, /^$/u],
    ];
    await Promise.all(refusals.map(([verb, code, output]) => expectRun(verb, code, output)));
    expect((await newest()).status).to.equal('paid');
  });

  it('leave a refund that PayPal did not answer to the running shop, which goes on with it', async () => {
    const answer = await fetch(`${program.simulatorUrl}/_simulator/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ faults: [{ operation: 'refund', fault: 'reset_after' }] }),
    });
    expect(answer.status).to.equal(200);
    await expectRun(['refund', checkoutId], 0, /did not answer clearly.*is stored, and serve goes on/u);
    await chat.sees(/given your payment of €29\.00 back to you/u);
    const { requests } = await readLedger(program.simulatorUrl);
    const asked = requests.filter(({ path }) => path.endsWith('/refund')).map(({ requestId }) => requestId);
    expect(asked.filter((id) => id?.startsWith(checkoutId) === true)).to.deep.equal([
      `${checkoutId}-refund-1`,
      `${checkoutId}-refund-1`,
    ]);
    await expectRun(['reconcile'], 0, /^No differences\.\n$/u);
  });

  it('compare with PayPal, also what was refunded there, and fail where it cannot be asked', async () => {
    const { captures } = await readLedger(program.simulatorUrl);
    const captureId = captures.at(-1)?.id ?? '';
    await atPayPal(program, 'refund', { captureId });
    await chat.sees(/given your payment of €29\.00 back to you/u);
    await until(async () => (await run('reconcile')).code === 0);
    await program.stop();
    try {
      const file = join(program.dataFolder, 'copy.db');
      copyDatabase(join(program.dataFolder, 'checkout.db'), file);
      const expectUnanswered = async (output: RegExp): Promise<void> => {
        const settings = { DATABASE_URL: `file:${file}`, PAYPAL_API_URL: program.simulatorUrl };
        const ended = await runCommand(['reconcile'], settings);
        expect(ended.output, ended.errors).to.match(output);
        expect(ended.code).to.equal(1);
      };
      await expectUnanswered(
        /^PayPal did not answer, so not everything was compared: no differences so far/u,
      );
      const unknown = paidCheckout(Date.now());
      const copy = await openStore({ url: `file:${file}`, holder: 'test' });
      await copy.checkouts.write({ insert: unknown });
      await copy.close();
      // What is known without an answer stands there before PayPal is asked about the older ones.
      await expectUnanswered(
        new RegExp(`^${unknown.id}  capture .*\n1 difference so far\\. PayPal did not answer`, 'u'),
      );
    } finally {
      await program.start();
    }
  });

  it('register, list and test the webhook', async () => {
    const url = `http://localhost:${port}/webhooks/paypal`;
    const { output } = await expectRun(['webhook', 'list'], 0, /^\S+ {2}http:/u);
    const [id = ''] = output.split(' ');
    expect(output).to.equal(`${id}  ${url}\n`);
    await expectRun(['webhook', 'register'], 0, new RegExp(`PAYPAL_WEBHOOK_ID=${id}\n`, 'u'));
    await expectRun(['webhook', 'list'], 0, new RegExp(`^${id}  [^\n]+\n$`, 'u'));
    const sent = await expectRun(['webhook', 'test'], 0, /PayPal sends PAYMENT.CAPTURE.COMPLETED \(WH-/u);
    const eventId = /\((WH-[\w-]+)\)/u.exec(sent.output)?.[1];
    const isStored = () =>
      program.log().some((line) => line['event'] === 'event_stored' && line['eventId'] === eventId);
    await until(() => Promise.resolve(isStored()));
    expect(await run('webhook', 'dance'))
      .to.include({ code: 2, output: '' })
      .and.to.have.property('errors')
      .match(/choices are register, list, test/u);
  });
});
