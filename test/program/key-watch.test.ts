import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { KeyUses } from '../../src/checkout/desk-ports.ts';
import { createKeyWatch } from '../../src/program/key-watch.ts';
import type { CheckoutFlow } from '../../src/purchase/flow.ts';
import { createKeyRing, type KeyRing, type KeyUse } from '../../src/round-trip/keys.ts';
import { createMagicNumbers } from '../../src/round-trip/magic-number.ts';
import { createWorker, type Worker } from '../../src/worker/worker.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { newSession, payFor, pressPay } from '../stage/payer.ts';
import { createRecordingMessenger } from '../stage/recording-messenger.ts';
import { startRequest } from '../stage/sample-cart.ts';

const [newer, older, oldest] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const idOf = (use: KeyUse, secret: Uint8Array): string => createKeyRing([secret])(use)[0].id;
const keyOf = (secret: Uint8Array): string => idOf('link', secret);

const links = (secret: Uint8Array, count: number): KeyUses => ({
  what: 'links',
  keyId: idOf('link', secret),
  count,
});
const numbers = (secret: Uint8Array, count: number): KeyUses => ({
  what: 'numbers',
  keyId: idOf('number-seal', secret),
  count,
});
const orders = (secret: Uint8Array, count: number): KeyUses => ({
  what: 'orders',
  keyId: idOf('return-nonce', secret),
  count,
});

const payers = (secret: Uint8Array, count: number): KeyUses => ({
  what: 'payers',
  keyId: idOf('payer-seal', secret),
  count,
});

describe('which keys are still needed', () => {
  const second = `2nd of KEYS (${keyOf(older)})`;
  const third = `3rd of KEYS (${keyOf(oldest)})`;
  const free = 'nothing needs it any more, it may be taken out';

  const cases: readonly (readonly [
    string,
    readonly [Uint8Array, ...Uint8Array[]],
    readonly KeyUses[],
    readonly string[],
  ])[] = [
    ['one key and nothing sold', [newer], [], []],
    ['one key and purchases under it', [newer], [links(newer, 3), numbers(newer, 1)], []],
    ['an older key that nothing is under', [newer, older], [links(newer, 3)], [`${second}: ${free}`]],
    ['one link', [newer, older], [links(older, 1)], [`${second}: still needed by 1 link`]],
    [
      'some of everything',
      [newer, older],
      [links(older, 2), numbers(older, 1), orders(older, 1), links(newer, 9)],
      [`${second}: still needed by 2 links, 1 number, 1 order without an answer`],
    ],
    [
      'two older keys, one of them free',
      [newer, older, oldest],
      [numbers(oldest, 12), orders(oldest, 2)],
      [`${second}: ${free}`, `${third}: still needed by 12 numbers, 2 orders without an answer`],
    ],
    [
      'a key that stands in the list twice',
      [newer, newer],
      [links(newer, 3)],
      [`2nd of KEYS (${keyOf(newer)}): ${free}`],
    ],
    [
      'links of which nobody wrote down the key',
      [newer, older, oldest],
      [{ what: 'links', keyId: '', count: 2 }],
      [`${second}: still needed by 2 links`, `${third}: still needed by 2 links`],
    ],
    ['such links and one key', [newer], [{ what: 'links', keyId: '', count: 2 }], []],
    [
      'a key that was taken out too soon',
      [newer],
      [links(older, 1), numbers(oldest, 2)],
      [
        'A key that is no more in KEYS: still needed by 1 link, 2 numbers. Put it back behind the first, or they are over and new ones are made',
      ],
    ],
    ...(
      [
        ['one link alone', [links(older, 1)], '1 link', 'it is over and a new one is made'],
        ['one payer alone', [payers(older, 1)], '1 payer', 'that payer cannot be read'],
        ['two payers', [payers(older, 2)], '2 payers', 'those payers cannot be read'],
        [
          'one link and one payer',
          [links(older, 1), payers(older, 1)],
          '1 link, 1 payer',
          'it is over and a new one is made, and that payer cannot be read',
        ],
      ] as const
    ).map(
      ([what, uses, needs, loss]) =>
        [
          `a key that was taken out too soon under ${what}`,
          [newer],
          uses,
          [
            `A key that is no more in KEYS: still needed by ${needs}. Put it back behind the first, or ${loss}`,
          ],
        ] as const,
    ),
  ];
  for (const [what, secrets, uses, sentences] of cases)
    it(`is said for ${what}`, async () => {
      const keys = createKeyRing(secrets);
      const watch = createKeyWatch({ keys, countKeyUses: async () => uses, log: () => undefined });
      expect(await watch.look()).to.deep.equal(sentences);
    });

  it('is told to the log when it changes, by place and id, and never by the key', async () => {
    const logs: unknown[] = [];
    let uses: readonly KeyUses[] = [links(older, 2)];
    const watch = createKeyWatch({
      keys: createKeyRing([newer, older]),
      countKeyUses: async () => uses,
      log: (event, fields) => void logs.push({ event, ...fields }),
    });
    await watch.look();
    uses = [links(older, 1)];
    await watch.look();
    uses = [];
    await watch.look();
    await watch.look();
    uses = [links(oldest, 1)];
    await watch.look();
    const key = { place: 2, id: keyOf(older) };
    expect(logs).to.deep.equal([
      { event: 'key_needed', ...key, links: 2, numbers: 0, orders: 0, payers: 0 },
      { event: 'key_not_needed', ...key },
      { event: 'key_gone', links: 1, numbers: 0, orders: 0, payers: 0, level: 'error' },
    ]);
    for (const secret of [newer, older, oldest])
      for (const text of [secret.toString('base64'), secret.toString('hex')])
        expect(JSON.stringify(logs)).not.to.include(text);
  });
});

describe('purchases that were begun under an older key', () => {
  let bench: Bench;
  let worker: Worker | undefined;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(async () => {
    await worker?.stop();
    await bench.close();
  });

  const flowOf = (keys: KeyRing) => bench.flowWith({ keys, numbers: createMagicNumbers(keys, 6) });
  const until = async (isTrue: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('need it at the start, and nothing does once the worker and time have done their part', async () => {
    const { clock, store, ports, logs } = bench;
    const before = flowOf(createKeyRing([older]));
    const [open, waiting, asked] = [await start(before), await start(before), await start(before)];
    const paid = await payFor({ ...bench, flow: before }, waiting);
    await bench.arrange({ operation: 'create', fault: 'error_503', times: 3 });
    await pressPay(before, asked, newSession()).catch(() => undefined);
    const keys = createKeyRing([newer, older]);
    const watch = createKeyWatch({ keys, countKeyUses: () => store.countKeyUses(), log: ports.log });
    const second = `2nd of KEYS (${keyOf(older)})`;
    const needs = async () => (await watch.look()).map((sentence) => sentence.replace(`${second}: `, ''));
    expect(await needs()).to.deep.equal([
      'still needed by 3 links, 1 number, 1 order without an answer, 1 payer',
    ]);

    const after = flowOf(keys);
    const messenger = createRecordingMessenger();
    const { checkouts, signals, inbox, merchantEvents, pruneLimits } = store;
    worker = createWorker({
      flow: after,
      store: checkouts,
      signals,
      messenger,
      inbox,
      merchantEvents,
      merchantTellers: [],
      pruneLimits,
      log: ports.log,
      holder: 'two',
      lookBack: () => Promise.resolve(0),
      lookAtKeys: () => watch.look(),
      everyMs: 5,
    });
    clock.now += 30_000;
    worker.start();
    await until(async () => (await needs())[0] === 'still needed by 3 links');
    expect((await after.showNumber(paid.back)).digits).to.equal(paid.digits);
    await after.confirm(paid.owner, paid.digits);
    await start(after);
    expect(await needs()).to.deep.equal(['still needed by 2 links']);
    clock.now = open.expiresAt;
    await until(() => logs.some(({ event }) => event === 'key_not_needed'));
    expect(await needs()).to.deep.equal(['nothing needs it any more, it may be taken out']);
  });
});

const start = (flow: CheckoutFlow) => flow.start(startRequest());
