import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Ended, runCommand } from '../stage/command.ts';
import { inherited } from '../stage/program.ts';
import { openStore } from '../../src/store/store.ts';
import { paidCheckout, sampleCheckout } from '../store/sample-checkout.ts';

describe('the commands backup and restore', function () {
  this.timeout(180_000);
  let folder: string;
  let settings: Record<string, string>;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chat-checkout-'));
    settings = { DATABASE_URL: `file:${join(folder, 'data', 'checkout.db')}` };
    const store = await openStore({ url: settings['DATABASE_URL'] ?? '', holder: 'test' });
    await store.migrate();
    const now = await store.checkouts.now();
    await store.checkouts.write({ insert: paidCheckout(now) });
    await store.checkouts.write({
      insert: sampleCheckout(now, {
        owner: { channelId: 'webchat', conversationId: 'two', shopperId: 'ben' },
      }),
    });
    await store.close();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (verb: readonly string[], more: Record<string, string> = {}): Promise<Ended> =>
    runCommand(verb, { ...settings, ...more }, folder);

  it('say what is in a backup, what is not, and what must be kept beside it', async () => {
    const help = await run(['backup', '--help']);
    expect(help.output).to.match(/-wal.*In it: checkouts.*Not in it: KEYS.*channel\.db.*simulator\.jsonl/su);
    expect(help.code).to.equal(0);
    const back = await run(['restore', '--help']);
    expect(back.output).to.match(/Stop the shop first.*KEYS.*PayPal alone/su);
    expect(back.code).to.equal(0);
    const made = await run(['backup', 'shop.backup']);
    expect(made.output).to.match(/^Backed up 2 checkouts \(0\.\d MB, last changed \d{4}-.* UTC\) to /u);
    expect(made.output).to.contain(`Keep ${join(folder, 'data', 'keys')} with it, but in another place`);
    const secret = Buffer.alloc(32, 7).toString('base64');
    const withKeys = await run(['backup', '--force', 'shop.backup'], { KEYS: secret });
    expect(withKeys.output).to.contain('Keep KEYS with it').and.not.to.contain(secret);
    expect([made.code, withKeys.code]).to.deep.equal([0, 0]);
  });

  it('warn, before the next start, of keys that are away and of what would be given back', async () => {
    await run(['backup', 'shop.backup']);
    const { output, code } = await run(['restore', 'shop.backup']);
    expect(output).to.contain(`${join(folder, 'data', 'keys')} is not there. Put the one of that time back`);
    expect(output).to.match(/1 paid purchase waits for the number.*Set UNCONFIRMED=keep until/u);
    expect(output).to.match(/Purchases begun after the backup \(its last change: \d{4}.* UTC\)/u);
    expect(code).to.equal(0);
    writeFileSync(join(folder, 'data', 'keys'), Buffer.alloc(32, 7).toString('base64'));
    const kept = await run(['restore', 'shop.backup'], { UNCONFIRMED: 'keep' });
    expect(kept.output).to.contain('keys must be those of that time').and.not.to.contain('UNCONFIRMED');
  });

  it('end with 2 when used wrongly, with 1 when it cannot be, and say that nothing was changed', async () => {
    await run(['backup', 'shop.backup']);
    const refusals: readonly (readonly [string[], number, RegExp])[] = [
      [['backup'], 2, /Wrong number of words/u],
      [['restore'], 2, /Wrong number of words/u],
      [['restore', '--force', 'a'], 2, /force/u],
      [['backup', '--force', 'data/checkout.db'], 2, /is the database itself.*Nothing was changed/u],
      [['restore', 'data/checkout.db'], 2, /is the database itself.*Nothing was changed/u],
      [['backup', 'shop.backup'], 1, /is there already.*No backup was written, and nothing was changed/u],
      [['backup', 'nowhere/shop.backup'], 1, /nowhere is not there.*nothing was changed/u],
      [['restore', 'nowhere'], 1, /There is no file .*nowhere.*Nothing was changed/u],
    ];
    for (const [verb, code, reason] of refusals) {
      const ended = await run(verb);
      expect(ended.errors, verb.join(' ')).to.match(reason);
      expect(ended.code, verb.join(' ')).to.equal(code);
      expect(ended.output).to.equal('');
    }
  });

  it('know no file of a database in memory', async () => {
    for (const verb of ['backup', 'restore']) {
      const inMemory = await run([verb, 'other'], { DATABASE_URL: 'file::memory:' });
      expect(inMemory.errors).to.contain('DATABASE_URL: names no file');
      expect(inMemory.code).to.equal(2);
    }
  });

  it('leave nothing where the disk is too full for the copy', async () => {
    const store = await openStore({ url: settings['DATABASE_URL'] ?? '', holder: 'test' });
    await store.botState.write({ large: { text: 'x'.repeat(2_000_000) } });
    await store.close();
    await run(['backup', 'shop.backup']);
    const before = readdirSync(folder, { recursive: true });
    for (const verb of [
      ['backup', 'other.backup'],
      ['restore', 'shop.backup'],
    ]) {
      const command = [
        '-c',
        'ulimit -f 1000; exec "$@"',
        'sh',
        process.execPath,
        `${process.cwd()}/dist/main.js`,
      ];
      const ended = spawnSync('sh', [...command, ...verb], {
        cwd: folder,
        env: { ...inherited(), ...settings },
        encoding: 'utf8',
      });
      expect(ended.stderr).to.match(
        /could not be written: (?:its disk is full|there is no room).*[Nn]othing was changed/u,
      );
      expect(ended.status).to.equal(1);
      const left = readdirSync(folder, { recursive: true }).filter((name) => !String(name).endsWith('.lock'));
      expect(left).to.have.members(before);
    }
  });
});
