import { copyFileSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { type Ended, type PayPalProgram, runCommand, startPayPal } from '../../stage/command.ts';
import { readLedger } from '../../stage/ledger.ts';
import { numberOn, openLineChat, orderTeaByLine } from '../../stage/line-chat.ts';
import { type Program, startProgram } from '../../stage/program.ts';
import { listStored, readStored } from '../../stage/stored-rows.ts';
import { createShopper, payWith } from '../../stage/page-visitor.ts';

describe('a shop whose database is lost', function () {
  this.timeout(180_000);
  let payPal: PayPalProgram;
  let program: Program;
  let database: string;

  beforeEach(async () => {
    payPal = await startPayPal();
    program = await startProgram({ PAYPAL_API_URL: payPal.url });
    database = join(program.dataFolder, 'checkout.db');
  });
  afterEach(async () => {
    await program.remove();
    await payPal.stop();
  });

  const run = (...verb: string[]): Promise<Ended> =>
    runCommand(verb, { DATABASE_URL: `file:${database}`, PAYPAL_API_URL: payPal.url });
  const expectRun = async (verb: string[], output: RegExp): Promise<string> => {
    const ended = await run(...verb);
    expect(ended.output, ended.errors).to.match(output);
    expect(ended.code, ended.output).to.equal(0);
    return ended.output;
  };
  const idOf = (link: string, known: readonly string[]): string => {
    const found = listStored(database).filter((id) => !known.includes(id));
    expect(found, link).to.have.length(1);
    return found[0] ?? '';
  };
  const buy = async (): Promise<void> => {
    const chat = await openLineChat(program);
    const page = await payWith(createShopper(), await orderTeaByLine(chat));
    await chat.sees(/Your payment of €29.00 arrived/u);
    await chat.say(numberOn(page.html));
    await chat.sees('is confirmed');
  };
  /** Until nobody is writing about these any more. */
  const atRest = async (ids: readonly string[]): Promise<unknown> => {
    for (let seen = ''; ; await sleep(300)) {
      const stored = readStored(database, ids);
      const now = JSON.stringify(stored);
      if (now === seen) return stored;
      seen = now;
    }
  };

  it('has every purchase back that was in the backup, taken while others were being paid', async () => {
    await buy();
    const confirmed = idOf('the first', []);
    const paying = await openLineChat(program);
    const paidPage = await payWith(createShopper(), await orderTeaByLine(paying));
    await paying.sees(/Your payment of €29.00 arrived/u);
    const paid = idOf('the second', [confirmed]);
    const opening = await openLineChat(program);
    const link = await orderTeaByLine(opening);
    const ids = [confirmed, paid, idOf(link, [confirmed, paid])];
    const before = await atRest(ids);

    // Why the verb is there: the file alone lacks what the write-ahead log beside it still holds.
    const bare = join(program.dataFolder, 'bare-copy.db');
    copyFileSync(database, bare);
    expect(statSync(`${database}-wal`).size).to.be.above(0);
    expect(ids.filter((id) => listStored(bare).includes(id))).to.have.length.below(ids.length);

    const backup = join(program.dataFolder, 'shop.backup');
    const others = [buy(), buy(), buy(), buy()];
    const told = await expectRun(['backup', backup], /^Backed up \d+ checkouts .* to .*shop\.backup/u);
    expect(told).to.match(/Keep .*\/keys with it, but in another place/u);
    expect(statSync(backup).mode & 0o777).to.equal(0o600);
    await Promise.all(others);
    expect(readStored(backup, ids)).to.deep.equal(before);
    expect(readdirSync(program.dataFolder).filter((name) => name.startsWith('shop.backup'))).to.deep.equal([
      'shop.backup',
    ]);

    await program.kill();
    // Overwritten, and the log of the lost one left beside it, which must never be read into the restored one.
    writeFileSync(database, 'Nothing of the shop is left here. '.repeat(1000));
    expect(existsSync(`${database}-wal`)).to.equal(true);
    const restored = await expectRun(['restore', backup], /^Restored \d+ checkouts/u);
    expect(restored).to.match(/npx chat-checkout reconcile/u);
    expect(existsSync(`${database}-wal`)).to.equal(false);
    expect(existsSync(`${database}-shm`)).to.equal(false);
    const aside = readdirSync(program.dataFolder).filter((name) => name.includes('.replaced-'));
    expect(aside.filter((name) => name.endsWith('-wal'))).to.have.length(1);
    expect(aside.filter((name) => name.endsWith('Z'))).to.have.length(1);
    expect(readStored(database, ids)).to.deep.equal(before);

    await program.start();
    await paying.say(numberOn(paidPage.html));
    await paying.sees('is confirmed');
    const last = await payWith(createShopper(), link);
    await opening.sees(/Your payment of €29.00 arrived/u);
    await opening.say(numberOn(last.html));
    await opening.sees('is confirmed');
    const reconciled = await run('reconcile');
    expect(reconciled.output, reconciled.errors).to.match(
      /^(?:No differences|1 difference|\d+ differences)\.\n$/mu,
    );
    for (const id of ids) expect(reconciled.output).not.to.include(id);
    expect((await readLedger(payPal.url)).captures).to.have.length(7);
    await buy();
  });

  it('is refused a restore while it runs, and nothing is changed', async () => {
    await buy();
    const backup = join(program.dataFolder, 'shop.backup');
    await expectRun(['backup', backup], /^Backed up 1 checkout /u);
    await buy();
    const { code, output, errors } = await run('restore', backup);
    expect(errors + output).to.match(/Another Chat Checkout is running on this file.*Nothing was changed/su);
    expect(code).to.equal(1);
    expect(listStored(database)).to.have.length(2);
    await buy();
  });

  it('goes back to a database that was kept aside, with its log', async () => {
    await buy();
    const backup = join(program.dataFolder, 'shop.backup');
    await expectRun(['backup', backup], /^Backed up 1 checkout /u);
    await buy();
    await program.kill();
    const ids = listStored(backup);
    const told = await expectRun(['restore', backup], /^Restored 1 checkout /u);
    const aside = /kept as (.*?\.replaced-\S+Z)/u.exec(told)?.[1] ?? '';
    expect(existsSync(`${aside}-wal`), told).to.equal(true);
    rmSync(backup);
    await expectRun(['restore', aside], /^Restored 2 checkouts/u);
    expect(listStored(database)).to.include.members(ids).and.to.have.length(2);
    await program.start();
    await buy();
  });

  it('leaves one file that is whole when it stops by itself', async () => {
    await buy();
    expect(await program.stop()).to.equal(0);
    expect(readdirSync(program.dataFolder).filter((name) => /-(?:wal|shm)$/u.test(name))).to.deep.equal([]);
    expect(listStored(database)).to.have.length(1);
  });
});
