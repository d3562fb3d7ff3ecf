import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { runCommand } from '../stage/command.ts';
import { type ConnectorShopper, startConnectorShopper } from '../stage/connector-shopper.ts';
import { openLineChat, orderTeaByLine } from '../stage/line-chat.ts';
import { freePort, type Program, startProgram } from '../stage/program.ts';
import { createShopper, payWith } from '../stage/page-visitor.ts';

describe("the merchant's list of orders", () => {
  let program: Program;
  let teams: ConnectorShopper;

  before(async () => {
    teams = await startConnectorShopper();
    const port = await freePort();
    program = await startProgram({ PORT: String(port), SERVICE_HOSTS: `localhost:${port},${teams.host}` });
  });
  after(async () => {
    await program.remove();
    await teams.close();
  });

  const orders = async (...options: string[]): Promise<string> => {
    const settings = { DATABASE_URL: `file:${join(program.dataFolder, 'checkout.db')}` };
    const { code, output, errors } = await runCommand(['orders', ...options], settings);
    expect(code, errors).to.equal(0);
    return output;
  };

  it('says so when there are none', async () => {
    expect(await orders()).to.equal('There are no checkouts yet.\n');
    expect(await orders('--json')).to.equal('');
  });

  it('shows items, who paid, status, total and channel while the shop runs, newest first; no name of the chat', async () => {
    const chat = await openLineChat(program, { user: { name: 'Quillon Shopperly' } });
    await payWith(createShopper(), await orderTeaByLine(chat));
    await teams.say(program, 'add 1 sencha');
    await teams.say(program, 'checkout');
    await teams.sees(/Link ready/u);
    const lines = (await orders()).trimEnd().split('\n');
    expect(lines[0]).to.match(
      /^CHECKOUT +RECEIPT +STATUS +TOTAL +CHANNEL +STARTED +PAYER +COUNTRY +SHIPPED +ITEMS +NOTES$/u,
    );
    expect(lines[1]).to.match(
      /^[a-z2-7]{26} +[A-Z2-7]{8} +open +14\.50 EUR +msteams +\d{4}-\d\d-\d\d \d\d:\d\d +1 × Spring Sencha$/u,
    );
    expect(lines[2]).to.match(
      /^[a-z2-7]{26} +[A-Z2-7]{8} +paid +29\.00 EUR +directline +\S+ \S+ +Pat Payer +2 × Spring Sencha$/u,
    );
    expect(lines.join()).not.to.include('Quillon');
    expect((await orders('--limit', '1')).trimEnd().split('\n')).to.have.length(2);
  });

  it('keeps naming a checkout whose shopper could not be told, however many are newer', async () => {
    teams.leave();
    await teams.say(program, 'cancel');
    while (!program.log().some(({ event }) => event === 'signal_undeliverable')) await sleep(50);
    const chat = await openLineChat(program);
    await orderTeaByLine(chat);
    const rows = (await orders('--json', '--limit', '1'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows).to.have.length(2);
    expect(rows[0])
      .to.include({ status: 'open', channel: 'directline' })
      .and.to.deep.include({ overdue: [] });
    expect(rows[1]).to.include({ status: 'cancelled', channel: 'msteams' });
    expect(rows[1].overdue[0]).to.match(/^the shopper could not be told: cancelled \(/u);
    expect(await orders('--limit', '1')).to.match(/the shopper could not be told: cancelled/u);
  });
});
