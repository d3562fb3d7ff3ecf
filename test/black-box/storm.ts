import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Ended, type PayPalProgram, runCommand, startPayPal } from '../stage/command.ts';
import { freePort, type Program, startProgram } from '../stage/program.ts';
import { type CheckoutRow, type PayPalBooks, readBooks, readPayPal } from './books.ts';
import { type Chance, createChance } from './chance.ts';
import { type Channel, type ChannelFault, type Shown, startChannel } from './channel.ts';
import { arrangeFaults } from './paypal-faults.ts';
import { type Intention, type Outcome, shop } from './shopper.ts';

export interface StormOptions {
  readonly purchases: number;
  /** So many shoppers shop side by side. */
  readonly atOnce: number;
  readonly killEveryMs: number;
  /** Of all calls, at PayPal and at the channel. */
  readonly faultShare: number;
  readonly seed: number;
}

/** What is left when the storm is over and everything has come to rest, or has had two minutes to do so. */
export interface AfterStorm {
  readonly outcomes: readonly Outcome[];
  readonly kills: number;
  /** How many of PayPal's webhooks were believed. */
  readonly webhooks: number;
  readonly channelFaults: Readonly<Record<ChannelFault, number>>;
  readonly settledAfterMs: number;
  /** What was not at rest then. */
  readonly unsettled: readonly string[];
  readonly checkouts: readonly CheckoutRow[];
  readonly payPal: PayPalBooks;
  readonly reconciled: Ended;
  shown(conversationId: string): readonly Shown[];
}

/** "Once faults stop, every checkout is terminal or waiting for a person within 120 s." */
const restWithinMs = 120_000;

/** Purchases through the built program while it is killed with -9 again and again, and all around it fails. */
export async function storm(options: StormOptions): Promise<AfterStorm> {
  const chance = createChance(options.seed);
  const folder = mkdtempSync(join(tmpdir(), 'chat-checkout-paypal-'));
  const journal = relative(process.cwd(), join(folder, 'paypal.jsonl'));
  const channel = await startChannel(chance, options.faultShare);
  const payPal = await startPayPal(['--journal', journal]);
  const program = await startShop(channel, payPal, folder);
  try {
    await arrangeFaults(payPal, chance, options.faultShare, options.purchases * 5);
    const weather = startKilling(program, options.killEveryMs);
    const outcomes = await shopAll(options, chance, { program, channel });
    const kills = await weather.end();
    channel.calm();
    await payPal.arrange();
    const { settledAfterMs, unsettled } = await untilAtRest(program);
    const { checkouts } = readBooks(program.dataFolder);
    return {
      outcomes,
      kills,
      settledAfterMs,
      unsettled,
      checkouts,
      webhooks: program.log().filter(({ event }) => event === 'event_stored').length,
      channelFaults: channel.struck(),
      payPal: await readPayPal(payPal.url),
      reconciled: await runCommand(['reconcile'], {
        DATABASE_URL: `file:${join(program.dataFolder, 'checkout.db')}`,
        PAYPAL_API_URL: payPal.url,
      }),
      shown: channel.shown,
    };
  } finally {
    await program.remove();
    await payPal.stop();
    await channel.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startShop(channel: Channel, payPal: PayPalProgram, folder: string): Promise<Program> {
  const port = String(await freePort());
  const registered = await runCommand(['webhook', 'register'], {
    PORT: port,
    PAYPAL_API_URL: payPal.url,
    DATABASE_URL: `file:${join(folder, 'desk.db')}`,
  });
  const [, webhookId = ''] = /PAYPAL_WEBHOOK_ID=(\S+)/u.exec(registered.output) ?? [];
  if (webhookId === '') throw new Error(`No webhook was registered: ${registered.errors}`);
  return startProgram({
    PORT: port,
    PAYPAL_API_URL: payPal.url,
    PAYPAL_WEBHOOK_ID: webhookId,
    SERVICE_HOSTS: `localhost:${port},${channel.host}`,
    // Each shopper pays from an address of their own, as the limits are for one address.
    TRUSTED_PROXIES: '1',
  });
}

/** Kills the program and starts it again until it is ended; the answer is how often. */
function startKilling(program: Program, everyMs: number): { end(): Promise<number> } {
  let isOver = false;
  const killAndStart = async (): Promise<number> => {
    for (let kills = 0; ; kills += 1) {
      await sleep(everyMs);
      if (isOver) return kills;
      await program.kill();
      await program.start();
    }
  };
  const killing = killAndStart();
  // A start that fails is told by `end`; until then it must not end this process.
  killing.catch(() => undefined);
  return {
    end: () => {
      isOver = true;
      return killing;
    },
  };
}

async function shopAll(
  { purchases, atOnce }: StormOptions,
  chance: Chance,
  { program, channel }: { program: Program; channel: Channel },
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  const shopOn = async (): Promise<void> => {
    while (next < purchases) {
      const number = (next += 1);
      const places = { programUrl: program.url, channel, patienceMs: 120_000 };
      outcomes.push(await shop(places, number, intentionOf(number, chance)));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, shopOn));
  return outcomes;
}

/** Most buy; the second and the third make sure that there is one of each. */
function intentionOf(number: number, chance: Chance): Intention {
  if (number === 2) return 'leaves';
  if (number === 3) return 'cancels';
  return chance.pick(['buys', 'buys', 'buys', 'buys', 'buys', 'buys', 'leaves', 'cancels']);
}

async function untilAtRest({
  dataFolder,
}: Program): Promise<{ settledAfterMs: number; unsettled: string[] }> {
  const startedAt = performance.now();
  for (;;) {
    const unsettled = restless(dataFolder);
    const settledAfterMs = Math.round(performance.now() - startedAt);
    if (unsettled.length === 0 || settledAfterMs > restWithinMs) return { settledAfterMs, unsettled };
    await sleep(250);
  }
}

const underWay = new Set(['order_submitted', 'capture_submitted', 'capture_pending', 'refunding']);

function restless(dataFolder: string): string[] {
  const { checkouts, signals } = readBooks(dataFolder);
  return [
    ...checkouts
      .filter(({ status, refundsOpen }) => underWay.has(status) || refundsOpen > 0)
      .map(({ id, status }) => `${id} is ${status}`),
    ...checkouts
      .filter(({ leaseUntil }) => leaseUntil !== null && leaseUntil > Date.now())
      .map(({ id }) => `${id} is leased`),
    ...signals
      .filter(({ state, isDue }) => state === 'waiting' && isDue === 1)
      .map(({ kind }) => `${kind} is not told`),
  ];
}
