import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { plantedBugs } from './planted-bug.ts';
import { rules } from './rules.ts';
import { runDeaths } from './run-deaths.ts';
import { runScenario } from './run-scenario.ts';
import { scenarios } from './scenarios.ts';
import { installVirtualTime } from './virtual-time.ts';
import { storeKinds } from './real-store.ts';
import { runWorld } from './world.ts';

/**
 * Runs of the model, in a program of their own, since they own its time.
 *   npm run simulate -- --runs 100000 --seed 7    as many runs, from this seed on; the first breach ends it
 *   npm run simulate -- --seed 42 --trace         one run, step by step
 *   npm run simulate -- --bug 3                   until the planted mistake is found
 *   npm run simulate -- --store file --runs 100   the same on SQLite (`sqlite` in memory, `file` on disk; `restarting`: it dies inside)
 *   npm run simulate -- --tapes 1000              runs that fast-check decides, and shortens when one breaks
 *   npm run simulate -- --crash-points            every place to die at, in every scenario
 *   npm run simulate -- --deaths commits          around every commit of the real store, in every scenario
 *   npm run simulate -- --deaths statements --every 5    around one in five of all its statements
 *   npm run simulate -- --deaths statements --only refund    in the scenarios whose name says so
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    seed: { type: 'string', default: '1' },
    trace: { type: 'boolean', default: false },
    bug: { type: 'string' },
    store: { type: 'string', default: 'twin' },
    tapes: { type: 'string' },
    'crash-points': { type: 'boolean', default: false },
    deaths: { type: 'string' },
    every: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
});

const time = installVirtualTime();
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

if (values['crash-points']) await runCrashPoints();
else if (values.deaths !== undefined) process.exitCode = (await findDeaths()) ? 0 : 1;
else if (values.tapes === undefined) await runSeeds();
else await runTapes(Number(values.tapes));

function findDeaths(): Promise<boolean> {
  const choice = {
    every: Number(values.every),
    isCommitOnly: values.deaths !== 'statements',
    only: values.only,
  };
  return runDeaths(time.use, choice, say);
}

async function runSeeds(): Promise<void> {
  const first = Number(values.seed);
  const runs = Number(values.runs ?? (values.trace ? 1 : 10_000));
  const bug = values.bug === undefined ? undefined : plantedBugs[Number(values.bug)];
  const store = storeKinds.find((kind) => kind === values.store) ?? 'twin';
  const trace = values.trace ? say : undefined;
  const ends = new Map<string, number>();
  let steps = 0;
  let crashes = 0;
  for (let seed = first; seed < first + runs; seed += 1) {
    const result = await runWorld({ seed, store, bug, trace }, time.use);
    steps += result.steps;
    crashes += result.crashes;
    for (const end of result.ends) ends.set(end, (ends.get(end) ?? 0) + 1);
    const { breach } = result;
    // A mistake may be seen by more than one rule; the one that is meant for it has to see it too.
    const isWanted = bug === undefined || (breach !== undefined && bug.breaks.includes(breach.rule));
    if (breach !== undefined && isWanted) {
      say(
        `seed ${seed} breaks ${breach.rule} in run ${seed - first + 1}: ${rules[breach.rule]} ${breach.detail}`,
      );
      process.exitCode = 1;
      return;
    }
    if ((seed - first + 1) % 5_000 === 0) say(`${seed - first + 1} runs, ${steps} steps, ${crashes} crashes`);
  }
  const ended = [...ends].map(([status, count]) => `${count} ${status}`).join(', ');
  say(`held: ${runs} runs from seed ${first}, ${steps} steps, ${crashes} crashes; checkouts ended ${ended}`);
}

async function runTapes(numRuns: number): Promise<void> {
  const bug = values.bug === undefined ? undefined : plantedBugs[Number(values.bug)];
  const decisions = fc.array(fc.nat(0xffff_ffff), { maxLength: 300 });
  const holds = fc.asyncProperty(decisions, async (tape) => {
    const { breach } = await runWorld({ seed: 1, tape, bug }, time.use);
    return breach === undefined;
  });
  const { failed, counterexample, numShrinks } = await fc.check(holds, {
    numRuns,
    seed: Number(values.seed),
  });
  if (!failed) return void say(`held: ${numRuns} tapes`);
  process.exitCode = 1;
  say(`broken after ${numShrinks} shortenings by the tape ${JSON.stringify(counterexample?.[0])}`);
}

async function runCrashPoints(): Promise<void> {
  let deaths = 0;
  for (const scenario of scenarios) {
    const { changes } = await runScenario(scenario, time.use);
    for (let at = 0; at <= changes; at += 1) {
      for (const death of ['before', 'after'] as const) {
        const { breach, ends } = await runScenario(scenario, time.use, { crashPoint: { at, death } });
        deaths += at === 0 ? 0 : 1;
        if (breach === undefined && ends.join() === scenario.ends.join()) continue;
        say(
          `"${scenario.name}", dead ${death} change ${at}: ${breach?.rule ?? ''} ${breach?.detail ?? ''} ends ${ends.join()}`,
        );
        process.exitCode = 1;
      }
    }
  }
  say(`${process.exitCode === 1 ? 'broken' : 'held'}: ${deaths} deaths in ${scenarios.length} scenarios`);
}
