import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { numberOn, openLineChat, orderTeaByLine } from '../stage/line-chat.ts';
import { freePort } from '../stage/program.ts';
import { createShopper, payWith } from '../stage/page-visitor.ts';
import { emptyFolder, makeBundle, run } from './unpacked.ts';

describe('the bundle', () => {
  let folder = '';
  let bundle = '';
  before(() => {
    folder = emptyFolder();
    bundle = makeBundle(folder);
    execFileSync('tar', ['-xzf', bundle, '-C', folder]);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const unpacked = (path: string): string => join(folder, 'chat-checkout', path);

  it('is one file of at most 30 MB, named after what it runs on', () => {
    expect(statSync(bundle).size).to.be.at.most(30 * 1024 * 1024);
    expect(bundle).to.include(
      `-${process.platform}-${process.arch}-node${process.versions.node.split('.')[0]}`,
    );
  });

  it('sells from hello to receipt in an empty folder with Node alone', async () => {
    expect(foldersAbove(folder).filter((above) => existsSync(join(above, 'node_modules')))).to.be.empty;
    const [port, simulatorPort] = [await freePort(), await freePort()];
    const url = `http://localhost:${port}`;
    const settings = { PORT: String(port), SIMULATOR_PORT: String(simulatorPort) };
    const program = run(['node', 'dist/main.js'], unpacked('.'), settings);
    try {
      await program.answers(`${url}/health/ready`);
      const chat = await openLineChat({ url });
      await chat.say('hello');
      const page = await payWith(createShopper(), await orderTeaByLine(chat));
      expect(page.kind).to.equal('number');
      await chat.say(numberOn(page.html));
      await chat.sees(/Your payment of €29.00 is confirmed/u);
      await chat.sees(/vnd.microsoft.card.receipt/u);
      const window = await fetch(`${url}/assets/webchat.js`);
      expect(window.status, 'the local chat').to.equal(200);
      expect(Number(window.headers.get('content-length'))).to.be.greaterThan(500_000);
    } finally {
      expect(await program.end('SIGTERM'), program.output()).to.equal(0);
    }
    expect(existsSync(unpacked('data/checkout.db')), 'kept where it was started').to.equal(true);
  });

  it('carries the licence of everything in it', () => {
    const others = readFileSync(unpacked('dist/third-party-licences.txt'), 'utf8');
    for (const name of ['better-sqlite3', 'bindings', 'botbuilder', 'koa', 'pino', 'zod'])
      expect(others).to.match(new RegExp(`^${name} [\\d.]+ \\(MIT\\)$`, 'mu'));
    expect(readFileSync(unpacked('dist/public/webchat.js.LICENSE.txt'), 'utf8')).to.include('MIT');
    expect(readFileSync(unpacked('LICENSE'), 'utf8')).to.equal(readFileSync('LICENSE', 'utf8'));
  });

  it('says how it is started, and is a command of the same name', () => {
    expect(readFileSync(unpacked('README.md'), 'utf8')).to.include('node dist/main.js');
    const description: unknown = JSON.parse(readFileSync(unpacked('package.json'), 'utf8'));
    expect(description).to.have.nested.property('bin.chat-checkout', 'dist/main.js');
  });
});

function foldersAbove(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersAbove(above)];
}
