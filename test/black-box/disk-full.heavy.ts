import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { type PayPalProgram, runCommand, startPayPal } from '../stage/command.ts';
import { type ConnectorShopper, startConnectorShopper } from '../stage/connector-shopper.ts';
import { readLedger } from '../stage/ledger.ts';
import { numberOn } from '../stage/line-chat.ts';
import { freePort, type Program, startProgram } from '../stage/program.ts';
import { startChild } from '../store/child-process.ts';
import { newFolder } from '../store/databases.ts';
import { createShopper, goToPayPal, type Page, type Shopper } from '../stage/page-visitor.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';

describe('a full disk', () => {
  it('between the approval and the way back charges nothing and kills nothing, and the purchase goes on when there is room', async () => {
    const disk = mountSmallDisk();
    // Where no disk can be mounted, a limit on the size of files takes its place, and the store alone is tried.
    if (disk === undefined) return refusesWhatItCannotKeep();
    try {
      await buyOn(disk);
    } finally {
      disk.remove();
    }
  });
});

async function refusesWhatItCannotKeep(): Promise<void> {
  const folder = await newFolder();
  const child = startChild(`file:${join(folder, 'checkout.db')}`, 'write', 2000);
  expect(await child.line('refused')).to.match(/disk|full|I\/O/u);
  await child.ended;
  rmSync(folder, { recursive: true });
}

async function buyOn(disk: SmallDisk): Promise<void> {
  const [payPal, teams] = await Promise.all([startPayPal(), startConnectorShopper()]);
  const port = await freePort();
  const settings = {
    PORT: String(port),
    PAYPAL_API_URL: payPal.url,
    SERVICE_HOSTS: `localhost:${port},${teams.host}`,
    DATABASE_URL: `file:${join(disk.folder, 'checkout.db')}`,
  };
  const program = await startProgram(settings);
  try {
    await buyWhileItFills(disk, program, teams, payPal);
    expect((await runCommand(['reconcile'], settings)).code).to.equal(0);
  } finally {
    await program.remove();
    await teams.close();
    await payPal.stop();
  }
}

async function buyWhileItFills(
  disk: SmallDisk,
  program: Program,
  teams: ConnectorShopper,
  payPal: PayPalProgram,
): Promise<void> {
  const ready = async (): Promise<number> => (await fetch(`${program.url}/health/ready`)).status;
  await teams.say(program, 'add 2 sencha');
  await teams.say(program, 'checkout');
  const card = JSON.stringify((await teams.sees(/Link ready/u)).body);
  const payer = createShopper();
  const approval = await goToPayPal(payer, /"openUrl"[^}]*?"value":"([^"]+)"/u.exec(card)?.[1] ?? '');
  const { location: back = '' } = await payer.press(approval, 'Approve payment');

  disk.fill();
  expect((await payer.get(back)).status).to.be.within(500, 503);
  expect(await ready()).to.equal(503);
  expect((await fetch(`${program.url}/health/live`)).status).to.equal(200);
  expect((await readLedger(payPal.url)).captures).to.deep.equal([]);

  disk.clear();
  for (let look = 0; look < 300 && (await ready()) !== 200; look += 1) await sleep(100);
  const page = await untilNumber(payer, back);
  await teams.sees(/Your payment of €29.00 arrived/u);
  await teams.say(program, numberOn(page.html));
  await teams.sees(/is confirmed/u);
  expect((await readLedger(payPal.url)).captures.map(({ status }) => status)).to.deep.equal(['COMPLETED']);
}

async function untilNumber(payer: Shopper, back: string): Promise<Page> {
  for (let look = 0; look < 100; look += 1) {
    const page = await payer.follow(await payer.get(back));
    if (page.kind === 'number') return page;
    await sleep(200);
  }
  throw new Error('The way back does not lead to the number.');
}
