import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runCommand } from '../stage/command.ts';
import { openLineChat, orderTeaByLine } from '../stage/line-chat.ts';
import { freePort, type Program, startProgram } from '../stage/program.ts';

const secret = 'Zm9vYmFyLXNlY3JldC10aGF0LW5vYm9keS1tYXktc2VlLWFueXdoZXJl';

describe('starting the program', () => {
  let folder: string;
  let ports: { PORT: string; SIMULATOR_PORT: string };
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chat-checkout-start-'));
    ports = { PORT: String(await freePort()), SIMULATOR_PORT: String(await freePort()) };
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const serve = (settings: Record<string, string>) =>
    runCommand(
      ['serve'],
      { ...ports, DATABASE_URL: `file:${join(folder, 'checkout.db')}`, ...settings },
      folder,
    );

  describe('beside another one', () => {
    let program: Program;
    before(async () => {
      program = await startProgram();
    });
    after(() => program.remove());

    it('on its port says that the port is taken and which setting mends it, with exit code 1', async () => {
      const { code, errors } = await serve({ PORT: new URL(program.url).port });
      expect(code).to.equal(1);
      expect(errors).to.match(/^Port \d+ is taken, .* set PORT to a free port\.$/mu);
      expect(errors).not.to.match(/^\s+at /mu);
    });

    it("on its simulator's port says that too", async () => {
      const { code, errors } = await serve({ SIMULATOR_PORT: new URL(program.simulatorUrl).port });
      expect(code).to.equal(1);
      expect(errors).to.match(/^Port \d+ is taken, .* set SIMULATOR_PORT to a free port\.$/mu);
    });

    it('on its SQLite file says so with exit code 1, and the first one goes on', async () => {
      const file = join(program.dataFolder, 'checkout.db');
      const { code, errors } = await serve({ DATABASE_URL: `file:${file}` });
      expect(code).to.equal(1);
      expect(errors).to.include(`Another Chat Checkout is running on this file: ${file}`);
      expect(errors).not.to.match(/^\s+at /mu);
      expect((await fetch(`${program.url}/health/ready`)).status).to.equal(200);
    });

    it("leaves the merchant's list working", async () => {
      const chat = await openLineChat(program);
      await orderTeaByLine(chat);
      const settings = { DATABASE_URL: `file:${join(program.dataFolder, 'checkout.db')}` };
      const { code, output } = await runCommand(['orders'], settings, folder);
      expect(code).to.equal(0);
      expect(output).to.match(/CHECKOUT +RECEIPT +STATUS +TOTAL +CHANNEL +STARTED/u);
      expect(output).to.match(/^[a-z2-7]{26} +[A-Z2-7]{8} +open +29\.00 EUR +directline /mu);
      const json = await runCommand(['orders', '--json', '--limit', '1'], settings, folder);
      expect(JSON.parse(json.output)).to.include({ status: 'open', total: '29.00 EUR' });
    });
  });

  it('with a wrong configuration names every fault at once with its mend, exit code 2, and no secret', async () => {
    const { code, output, errors } = await serve({
      PORT: '70000',
      CHECKOUT_MINUTES: 'soon',
      MAGIC_NUMBER_DIGITS: '4',
      PUBLIC_URL: 'https://shop.example/path',
      KEYS: secret.slice(0, 12),
      PAYPAL_ENVIRONMENT: 'sandbox',
      PAYPAL_CLIENT_SECRET: secret,
      LOG_LEVEL: 'loud',
      TRUSTED_PROXIES: '-1',
      DATABASE_URL: 'mysql://root:hunter2@db/shop',
      LOGO: '/etc/passwd',
      BRAND_COLOR: '#808080',
      TERMS_URL: 'javascript:alert(1)',
      UNCONFIRMED_HOURS: '0',
    });
    expect(code).to.equal(2);
    const named = errors.match(/^ {2}(\w+): .+\. .+\.$/gmu)?.map((line) => line.trim().split(':')[0]);
    expect(named).to.include.members([
      'PORT',
      'CHECKOUT_MINUTES',
      'MAGIC_NUMBER_DIGITS',
      'PUBLIC_URL',
      'KEYS',
      'PAYPAL_CLIENT_ID',
      'LOG_LEVEL',
      'TRUSTED_PROXIES',
      'DATABASE_URL',
      'LOGO',
      'BRAND_COLOR',
      'TERMS_URL',
      'UNCONFIRMED_HOURS',
    ]);
    expect(errors).to.match(
      /BRAND_COLOR: .* contrast of 3\.94 to 1 .* 4\.5 is needed\. Make it darker or lighter, such as/u,
    );
    expect(output + errors)
      .not.to.include(secret)
      .and.not.to.include(secret.slice(0, 12))
      .and.not.to.include('hunter2');
  });

  it('in production refuses every development default at once', async () => {
    const { code, errors } = await serve({ NODE_ENV: 'production' });
    expect(code).to.equal(2);
    for (const name of [
      'KEYS',
      'PUBLIC_URL',
      'MicrosoftAppId',
      'PAYPAL_ENVIRONMENT',
      'CATALOG',
      'MERCHANT_NAME',
      'SUPPORT_CONTACT',
    ])
      expect(errors).to.match(new RegExp(`^  ${name}: .*in production`, 'mu'));
    const simulated = await serve({ NODE_ENV: 'production', PAYPAL_ENVIRONMENT: 'simulator' });
    expect(simulated.code).to.equal(2);
    expect(simulated.errors).to.include('PAYPAL_ENVIRONMENT: is the simulator in production');
  });

  it('names the faults of .env, of the settings, of the bot and of the catalogue in one round, exit code 2', async () => {
    const home = join(folder, 'home');
    mkdirSync(home);
    writeFileSync(
      join(home, '.env'),
      '\uFEFFPAYPAL_ENVIRONMENT=nonsense\nhunter2 has no sign\nMAGIC_NUMBER_DIGITS=4\nCHECKOUT_MINUTE=3\n',
    );
    const catalogue = { currency: 'XYZ', products: [{ id: 'A', name: 'A', description: 'A', price: '1,5' }] };
    writeFileSync(join(home, 'shop.json'), JSON.stringify(catalogue));
    const settings = { CATALOG: 'shop.json', SERVICE_HOSTS: '*.example', MicrosoftAppType: 'Bot' };
    const { code, errors } = await runCommand(['serve'], { ...ports, ...settings }, home);
    expect(code).to.equal(2);
    for (const fault of [
      '.env, line 2: is not a setting',
      '.env, line 4: sets CHECKOUT_MINUTE, which is no setting. Write CHECKOUT_MINUTES',
      'PAYPAL_ENVIRONMENT: is not simulator',
      'MAGIC_NUMBER_DIGITS: is not a whole number',
      'SERVICE_HOSTS: holds something that is no exact host',
      'MicrosoftAppType: is none of',
      'The catalogue shop.json has 3 faults',
      'products[0].id',
      'products[0].price',
    ])
      expect(errors).to.include(fault);
    expect(errors).not.to.include('hunter2');
    expect(errors).not.to.match(/^\s+at /mu);
    const help = await runCommand(['serve', '--help'], {}, home);
    expect(help.code).to.equal(0);
  });

  describe('with names that look like settings and are none', () => {
    let program: Program;
    before(async () => {
      program = await startProgram({ PAYPAL_CLIENT: 'hunter2', CHECKOUT_COLOUR: 'hunter2' });
    });
    after(() => program.remove());

    it('warns of them once, in its log and beside its addresses', async () => {
      const names = 'CHECKOUT_COLOUR, PAYPAL_CLIENT (perhaps PAYPAL_CLIENT_ID or PAYPAL_CLIENT_SECRET)';
      const warnings = program.log().filter(({ event }) => event === 'settings_unknown');
      expect(warnings.map(({ level, names: said }) => ({ level, said }))).to.deep.equal([
        { level: 40, said: names },
      ]);
      expect(program.output()).to.include(`Not read   ${names}`).and.not.to.include('hunter2');
      expect(program.output().match(/Not read/gu)).to.have.length(1);
    });
  });

  for (const [what, settings] of [
    ['a public address', { PUBLIC_URL: 'https://shop.example' }],
    ['an open host', { HOST: '0.0.0.0' }],
  ] as const) {
    it(`without a registration refuses ${what}, since nobody in the chat is authenticated`, async () => {
      const { code, errors } = await serve(settings);
      expect(code).to.equal(2);
      expect(errors).to.match(/without MicrosoftAppId nobody who chats is authenticated/u);
    });
  }

  it('with a faulty catalogue names line, field and mend, exit code 2', async () => {
    const file = join(folder, 'catalog.json');
    writeFileSync(
      file,
      '{\n  "currency": "EUR",\n  "products": [\n    {\n      "id": "tea",\n      "name": "Tea",\n      "description": "Green",\n      "price": "12,50"\n    }\n  ]\n}\n',
    );
    const { code, errors } = await serve({ CATALOG: file });
    expect(code).to.equal(2);
    expect(errors)
      .to.include(file)
      .and.to.match(/line 8/iu)
      .and.to.match(/price/u);
    expect(errors).not.to.match(/^\s+at /mu);
    const missing = await serve({ CATALOG: join(folder, 'nothing.json') });
    expect(missing.code).to.equal(2);
    expect(missing.errors).to.include('nothing.json');
  });

  it('on a database that cannot be written says why, with exit code 1', async () => {
    const notADatabase = join(folder, 'notes.db');
    writeFileSync(
      notADatabase,
      'these are notes, not a database, and long enough to be looked at '.repeat(40),
    );
    const files = [notADatabase, folder, join(notADatabase, 'checkout.db'), '/proc/checkout.db'];
    const starts = files.map((file) => serve({ DATABASE_URL: `file:${file}` }));
    for (const [index, { code, errors }] of (await Promise.all(starts)).entries()) {
      expect(code, files[index]).to.equal(1);
      expect(errors).to.include(files[index]);
      expect(errors).to.match(/not a SQLite database|folder|cannot be/u);
      expect(errors).not.to.match(/^\s+at /mu);
    }
  });

  it('with a wrong verb or option says what there is, with exit code 2', async () => {
    const wrong = [['sell'], ['orders', '--nonsense'], ['serve', 'extra']];
    for (const { code, errors } of await Promise.all(wrong.map((verb) => runCommand(verb, {}, folder)))) {
      expect(code, errors).to.equal(2);
      expect(errors).not.to.match(/^\s+at /mu);
    }
    const verbs = ['serve', 'simulator', 'orders', 'migrate'];
    const help = await Promise.all(verbs.map((verb) => runCommand([verb, '--help'], {}, folder)));
    expect(help.map(({ code }) => code)).to.deep.equal([0, 0, 0, 0]);
    for (const [index, verb] of verbs.entries())
      expect(help[index]?.output).to.include(`chat-checkout ${verb}`);
    const all = await runCommand(['--help'], {}, folder);
    for (const verb of verbs) expect(all.output).to.include(verb);
  });

  it('against a port that is no Chat Checkout says the same', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, errors } = await serve({ PORT: String(port) });
    expect(code).to.equal(1);
    expect(errors).to.include(`Port ${port} is taken`);
    other.close();
  });
});
