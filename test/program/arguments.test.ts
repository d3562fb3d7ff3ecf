import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigFaults } from '../../src/settings/config-faults.ts';
import { runVerb } from '../../src/program/verbs.ts';
import { openStore } from '../../src/store/store.ts';
import { paidCheckout, sampleCheckout } from '../store/sample-checkout.ts';

interface Ran {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

describe('the arguments of the command', () => {
  let folder: string;
  let environment: Record<string, string>;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chat-checkout-'));
    environment = { DATABASE_URL: `file:${join(folder, 'checkout.db')}` };
    const store = await openStore({ url: environment['DATABASE_URL'] ?? '', holder: 'test' });
    await store.migrate();
    const now = await store.checkouts.now();
    const ids = ['sti52arshf6ykh5lxna7rfddnn', 'twice234aaaaaaaaaaaaaaaaaa', 'twice234bbbbbbbbbbbbbbbbbb'];
    for (const [index, id] of ids.entries()) {
      const owner = { channelId: 'webchat\u001b[2J', conversationId: `c${index}`, shopperId: 's' };
      const changes = { id, owner };
      await store.checkouts.write({
        insert: index === 0 ? paidCheckout(now, changes) : sampleCheckout(now, changes),
        who: 'shopper',
      });
    }
    await store.close();
  });
  after(() => rmSync(folder, { recursive: true }));

  /** The verb in this process: its words go to where a terminal would be. */
  async function run(...words: string[]): Promise<Ran> {
    return runWith({}, ...words);
  }

  async function runWith(settings: Record<string, string>, ...words: string[]): Promise<Ran> {
    const written = { output: '', errors: '' };
    const streams = [
      [process.stdout, 'output'],
      [process.stderr, 'errors'],
    ] as const;
    const writers = streams.map(([stream]) => stream.write.bind(stream));
    for (const [stream, name] of streams)
      stream.write = (text) => {
        written[name] += String(text);
        return true;
      };
    try {
      return { code: await runVerb(words, async () => ({ ...environment, ...settings })), ...written };
    } finally {
      for (const [index, [stream]] of streams.entries()) stream.write = writers[index] ?? stream.write;
    }
  }

  const refused: readonly (readonly [string[], RegExp])[] = [
    [['orders', '--limit', 'x'], /'x' is invalid\. Say a whole number from 1 to 99999\./u],
    [['orders', '--limit', '0'], /'0' is invalid\. Say a whole number from 1/u],
    [['orders', '--limit', '-3'], /limit/u],
    [['orders', '--limit', '1.5'], /whole number/u],
    [['orders', '--limit'], /--limit <number>' argument missing/u],
    [['orders', '--status', 'gone'], /'gone' is invalid\. Allowed choices are open, .*, refunded\./u],
    [['orders', '--stauts', 'paid'], /Unknown option '--stauts'/u],
    [['orders', 'all'], /Wrong number of words after "orders"/u],
    [['order'], /Wrong number of words after "order"/u],
    [['refund', 'a', '1', '2'], /Wrong number of words after "refund"/u],
    [['webhook', 'dance'], /Allowed choices are register, list, test/u],
    [['merchant-chat', 'now'], /Wrong number of words after "merchant-chat"/u],
    [['merchant-chat', '--revoke', 'x'], /'x' is invalid\. Say a whole number from 1/u],
    [['merchant-chat', '--revoke', '0'], /whole number from 1/u],
    [['merchant-chat', '--list', '--revoke', '1'], /'--list' cannot be used with option '--revoke/u],
    [['simulator', '--port', '70000'], /from 0 to 65535/u],
    [['dance'], /There is no verb "dance".*Verbs: serve, /u],
    [['--nope'], /Unknown option '--nope'.*Verbs: serve, /u],
    [['dance\u001b[31m'], /There is no verb "dance\[31m"/u],
  ];
  for (const [words, reason] of refused) {
    it(`are refused with 2, the reason, and that nothing was changed: ${JSON.stringify(words)}`, async () => {
      const { code, output, errors } = await run(...words);
      expect(errors).to.match(reason).and.to.include('Nothing was changed.');
      expect(errors)
        .not.to.match(/^\s+at /mu)
        .and.not.to.include('\u001b');
      expect(output).to.equal('');
      expect(code).to.equal(2);
    });
  }

  for (const words of [['--help'], ['-h'], ['help'], ['orders', '--help'], ['help', 'orders']]) {
    it(`answer ${words.join(' ')} with help and 0`, async () => {
      const { code, output, errors } = await run(...words);
      expect(output)
        .to.match(/^Usage: chat-checkout /u)
        .and.to.include(words.length > 1 ? '--status' : 'orders');
      expect([code, errors]).to.deep.equal([0, '']);
    });
  }

  const readers: readonly string[][] = [
    ['orders', '--json'],
    ['order', 'STI52ARS'],
    ['ledger', 'STI52ARS'],
    ['refund', 'nobody'],
    ['migrate'],
    ['backup', '/nowhere/shop.backup'],
    ['restore', '/nowhere/shop.backup'],
  ];
  for (const words of readers) {
    it(`are followed by one warning where a name looks like a setting and is none: ${words.join(' ')}`, async () => {
      const usual = await run(...words);
      const names = { PAYPAL_CLIENT: 'hunter2', CHECKOUT_COLOUR: 'hunter2' };
      const { code, output, errors } = await runWith(names, ...words);
      const warning =
        'Not read: CHECKOUT_COLOUR, PAYPAL_CLIENT (perhaps PAYPAL_CLIENT_ID or PAYPAL_CLIENT_SECRET). There are no such settings.\n';
      expect(errors).to.equal(`${warning}${usual.errors}`);
      // What programs read is the same.
      expect({ code, output }).to.deep.equal({ code: usual.code, output: usual.output });
    });
  }

  for (const verb of ['backup', 'restore'])
    it(`find no database in memory for ${verb}: the settings refuse one`, async () => {
      const act = runWith({ DATABASE_URL: 'file::memory:' }, verb, '/nowhere/shop.backup');
      const fault: unknown = await act.catch((error: unknown) => error);
      expect(fault)
        .to.be.an.instanceOf(ConfigFaults)
        .with.property('message')
        .match(/^ {2}DATABASE_URL: names no file/mu);
    });

  it('let a chat in by a sentence, list none before it is said, and revoke none that there is not', async () => {
    const printed = await run('merchant-chat');
    expect(printed.output).to.match(/^merchant [B-Z]{4}-[B-Z]{4}\n\nSay it to your bot/u);
    expect([printed.code, printed.errors]).to.deep.equal([0, '']);
    expect((await run('merchant-chat', '--list')).output).to.match(/^No chat hears what happens\./u);
    const { code, output } = await run('merchant-chat', '--revoke', '7');
    expect([code, output]).to.deep.equal([
      1,
      'There is no chat 7. --list shows them. Nothing was changed.\n',
    ]);
  });

  it('know the version', async () => {
    expect(await run('--version')).to.deep.equal({ code: 0, output: '0.1.0\n', errors: '' });
  });

  it('choose the orders of one status', async () => {
    const { output, code } = await run('orders', '--status', 'paid', '--json');
    expect(
      output
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).id),
    ).to.deep.equal(['sti52arshf6ykh5lxna7rfddnn']);
    expect(code).to.equal(0);
    expect((await run('orders', '--status', 'expired')).output).to.equal('There are no checkouts yet.\n');
  });

  for (const word of ['STI52ARS', 'sti52ars', 'Sti52arsHF6', ' STI52ARS ', 'sti52arshf6ykh5lxna7rfddnn']) {
    it(`find a checkout by "${word}": what was bought, for how much, how it stands, and its ledger`, async () => {
      const { output, code } = await run('order', word);
      expect(output)
        .to.match(
          /^Checkout +sti52arshf6ykh5lxna7rfddnn\nReceipt +STI52ARS\nStatus +paid\nChannel +webchat\[2J\n/u,
        )
        .and.to.match(/^ +\d+ × .+ each {2}[\d.]+ EUR$/mu)
        .and.to.match(/^Total +[\d.]+ EUR$/mu)
        .and.to.match(/^Paid +\d{4}-\d\d-\d\d \d\d:\d\d UTC$/mu);
      expect(output).not.to.include('\u001b');
      expect(code).to.equal(0);
      expect(await run('ledger', word))
        .to.include({ code: 0 })
        .and.to.have.property('output')
        .match(/shopper +paid/u);
    });
  }

  const amounts: readonly (readonly [string, RegExp])[] = [
    ['-1', /^-1 is no amount to give back: write it without a sign/u],
    ['+1', /^\+1 is no amount to give back/u],
    ['0', /^0 gives nothing back: say more than that/u],
    ['0.00', /^0\.00 gives nothing back/u],
    ['all', /all/u],
    ['1.005', /1\.005/u],
  ];
  for (const [amount, reason] of amounts) {
    it(`give nothing back for ${amount}: that is said, and that nothing was changed`, async () => {
      const { code, output } = await run('refund', 'STI52ARS', amount);
      expect(output)
        .to.match(reason)
        .and.to.match(/ Nothing was changed\.\n$/u);
      expect(code).to.equal(2);
    });
  }

  it('list them where a beginning names several', async () => {
    for (const verb of [['order'], ['ledger'], ['refund']]) {
      const { output, code } = await run(...verb, 'TWICE234');
      expect(output).to.match(/^TWICE234 names more than one checkout: twice234a+, twice234b+\. Say more/u);
      expect(code).to.equal(1);
    }
    expect((await run('order', 'TWICE234B')).output).to.match(/^Checkout +twice234b+$/mu);
  });

  it('find nothing by fewer than eight characters, or by what is none', async () => {
    for (const word of ['sti52ar', 'sti52ars%', 'zzzzzzzz', '', 'sti52ars-hf6']) {
      expect(await run('order', word), word).to.deep.include({
        code: 1,
        output: `There is no checkout ${word}.\n`,
      });
    }
  });
});
