import { setTimeout as sleep } from 'node:timers/promises';
import { readCaptureTimes } from './capture-times.ts';
import { countDurableCommits } from './durable-commits.ts';
import { createFloor, type FloorPart, floorParts } from './floor.ts';
import { createHttpClient } from './http-client.ts';
import { buy, type Purchase } from './purchase.ts';
import { runTogether } from './run-together.ts';
import type { Stage } from './stage.ts';

/** What was seen with so many shoppers at once, over all rounds. */
export interface Measured {
  readonly shoppers: number;
  readonly purchases: readonly Purchase[];
  /** For one purchase, all shoppers together. */
  readonly wholeMs: number;
  readonly floorMs: Readonly<Record<FloorPart, number>>;
  readonly commits: number;
  readonly messages: number;
  /** From the capture's answer to "your payment arrived" at the channel. */
  readonly signalMs: readonly number[];
}

export interface Plan {
  readonly shoppers: number;
  /** The whole and its floor take turns, so that a slow moment of the machine meets both. */
  readonly rounds: number;
  readonly wholeForMs: number;
  readonly floorForMs: number;
}

export async function measure(stage: Stage, plan: Plan): Promise<Measured> {
  const rounds: Round[] = [];
  for (let round = 0; round < plan.rounds; round += 1) rounds.push(await runRound(stage, plan));
  const purchases = rounds.flatMap((round) => round.purchases);
  const capturedAt = readCaptureTimes(stage.programLog());
  const perPurchase = (sumOf: (round: Round) => number): number =>
    rounds.reduce((sum, round) => sum + sumOf(round), 0) / purchases.length;
  const floorOf = (part: FloorPart): number =>
    perPurchase((round) => round.floorMs[part] * round.purchases.length);
  return {
    shoppers: plan.shoppers,
    purchases,
    wholeMs: perPurchase(({ elapsedMs }) => elapsedMs),
    floorMs: {
      echoes: floorOf('echoes'),
      tellings: floorOf('tellings'),
      pages: floorOf('pages'),
      commits: floorOf('commits'),
      calls: floorOf('calls'),
    },
    commits: perPurchase(({ commits }) => commits),
    messages: perPurchase(({ messages }) => messages),
    signalMs: purchases.map(({ orderId, toldAt }) => {
      const answeredAt = capturedAt.get(orderId);
      if (answeredAt === undefined) throw new Error(`The program logged no capture of ${orderId}.`);
      return toldAt - answeredAt;
    }),
  };
}

interface Round {
  readonly purchases: readonly Purchase[];
  readonly elapsedMs: number;
  readonly floorMs: Record<FloorPart, number>;
  readonly commits: number;
  readonly messages: number;
}

async function runRound(stage: Stage, { shoppers, wholeForMs, floorForMs }: Plan): Promise<Round> {
  const client = createHttpClient();
  const places = { ...stage, client };
  try {
    const commitsBefore = countDurableCommits(stage.databaseFile);
    const messagesBefore = stage.stub.received();
    const { results: purchases, elapsedMs } = await runTogether(shoppers, wholeForMs, () =>
      buy(places, stage.nextShopper()),
    );
    // What the program notes after the last receipt belongs to these purchases too.
    await sleep(100);
    const commits = countDurableCommits(stage.databaseFile) - commitsBefore;
    const messages = stage.stub.received() - messagesBefore;
    const floor = createFloor(places);
    const floorMs = { echoes: 0, tellings: 0, pages: 0, commits: 0, calls: 0 };
    for (const part of floorParts) {
      floorMs[part] = await floor.measure(part, shoppers, floorForMs, commits / purchases.length);
    }
    return { purchases, elapsedMs, floorMs, commits, messages };
  } finally {
    client.close();
  }
}
