import { measure, type Measured, type Plan } from './measure.ts';
import { missedAims, toResult, toTable } from './report.ts';
import { openStage } from './stage.ts';

/** Long enough for the program's code to be compiled well; the floor's, far less of it, is so sooner. */
const warmUp: Plan = { shoppers: 8, rounds: 1, wholeForMs: 15_000, floorForMs: 1_500 };
const plans: readonly Plan[] = [1, 8, 32].map((shoppers) => ({
  shoppers,
  rounds: 4,
  wholeForMs: 2_500,
  floorForMs: 700,
}));

/** Complete purchases through the built program against the bare parts that they are made of, in one run. */
async function main(): Promise<void> {
  const stage = await openStage();
  const measured: Measured[] = [];
  try {
    await measure(stage, warmUp);
    for (const plan of plans) measured.push(await measure(stage, plan));
  } finally {
    await stage.close();
  }
  const results = measured.map(toResult);
  const missed = missedAims(results);
  const summary = missed.length === 0 ? 'All aims are met.' : `Missed: ${missed.join('; ')}.`;
  process.stdout.write(`${toTable(results)}\n\n${summary}\n${JSON.stringify({ results, missed })}\n`);
}

await main();
