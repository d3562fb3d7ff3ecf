import { isCheckoutError } from '../../src/checkout/errors.ts';
import type { Settings } from '../../src/checkout/ports.ts';
import { judgeCall, judgePayPal } from './call-rules.ts';
import { createChoices } from './choices.ts';
import { happenings, settleAtPayPal } from './outside.ts';
import { createPayPalModel, merchantId } from './paypal-model.ts';
import type { PlantedBug } from './planted-bug.ts';
import { type Program, type Stage, startProgram } from './process.ts';
import { isUnsettled, judgeEnd, judgeRest } from './rest-rules.ts';
import { judgeRow } from './row-rules.ts';
import { type Breach, createJudge } from './rules.ts';
import { createRowWatch } from './scene.ts';
import { createScheduler, type Death, type Step } from './scheduler.ts';
import { createPeople, nextAct, type People } from './shopper.ts';
import { createTwinStore } from './twin-store.ts';
import type { TimeKeeper } from './virtual-time.ts';
import { createWitness } from './witness.ts';

export interface RunOptions {
  readonly seed: number;
  readonly bug?: PlantedBug | undefined;
  /** Told of every step, for whoever looks into one run. */
  readonly trace?: ((line: string) => void) | undefined;
}

export interface RunResult {
  readonly breach: Breach | undefined;
  readonly steps: number;
  readonly crashes: number;
  /** How the checkouts ended. */
  readonly ends: readonly string[];
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** One world: a purchase or two, its people, PayPal, and programs that may die at any step. */
export interface World {
  readonly stage: Stage;
  readonly people: People;
  readonly programs: Program[];
  readonly timers: Timer[];
  /** Starts an act on a program; its end is the scheduler's. */
  act(program: Program, work: () => Promise<unknown> | undefined): void;
  /** The process dies, and another one comes. */
  crash(program: Program, step: Step, death: Death): Promise<void>;
  underWay(): number;
  readonly crashes: number;
}

export async function runWorld(options: RunOptions, use: (keeper: TimeKeeper) => void): Promise<RunResult> {
  const world = createWorld(options, use);
  await live(world);
  if (world.stage.judge.first === undefined) await comeToRest(world);
  const { stage, crashes } = world;
  return {
    breach: stage.judge.first,
    steps: stage.scheduler.taken,
    crashes,
    ends: [...stage.twin.rows.values()].map(({ status }) => status),
  };
}

function createWorld({ seed, bug, trace }: RunOptions, use: (keeper: TimeKeeper) => void): World {
  const choices = createChoices(seed);
  const clock = { now: 1_800_000_000_000 };
  const judge = createJudge();
  const witness = createWitness();
  const timers: Timer[] = [];
  use({
    later: (run, ms) => void timers.push({ at: clock.now + ms, run }),
    random: () => choices.fraction(),
  });
  const settings: Settings = {
    publicUrl: 'http://localhost:3978',
    checkoutMs: 3_600_000,
    magicNumberMs: 600_000,
    capture: choices.percent(60) ? 'on_return' : 'on_confirmation',
    unconfirmed: choices.percent(60) ? 'refund' : 'keep',
    merchantId: choices.percent(50) ? merchantId : undefined,
  };
  const pendShare = choices.of([0, 0, 30]);
  const payPal = createPayPalModel({
    refundsPend: () => choices.percent(pendShare),
    onMisuse: (what) => judge.breach('M11', what),
  });
  const twin = createTwinStore(clock);
  const scene = { judge, clock, settings, twin, payPal, witness };
  const watchRows = createRowWatch(scene);
  const scheduler = createScheduler({
    onCall: (step) => judgeCall(scene, step),
    onEffect: (step) => {
      trace?.(
        `${clock.now - 1_800_000_000_000} ${step.life.holder} ${step.label} ${JSON.stringify(step.args).slice(0, 150)}`,
      );
      watchRows((before, after) => {
        trace?.(
          `    ${before?.status} to ${after.status} ${after.version} ${JSON.stringify(after.refunds)} ${after.capture?.captureId}`,
        );
        judgeRow(scene, before, after);
      });
      if (step.label.startsWith('payments.')) judgePayPal(scene);
    },
  });
  const faults = { share: choices.of([0, 5, 15, 30]) };
  const stage: Stage = { ...scene, choices, scheduler, store: twin, faults, late: [], bug };
  const programs: Program[] = [];
  let started = 0;
  const start = (): void => void programs.push(startProgram(stage, `program-${(started += 1)}`));
  const runs = choices.percent(50) ? 1 : 2;
  for (let index = 0; index < runs; index += 1) start();
  const acts = new Set<Program['life']>();
  const open: { readonly life: Program['life'] }[] = [];
  let crashes = 0;
  return {
    stage,
    people: createPeople(),
    programs,
    timers,
    underWay: () => open.filter(({ life }) => life.isAlive).length,
    get crashes() {
      return crashes;
    },
    act: (program, work) => {
      const one = { life: program.life };
      open.push(one);
      acts.add(program.life);
      const end = (): void => void open.splice(open.indexOf(one), 1);
      (work() ?? Promise.resolve()).then(end, (error: unknown) => {
        end();
        if (!isCheckoutError(error))
          judge.breach('fault', String(error instanceof Error ? error.stack : error));
      });
    },
    crash: async (program, step, death) => {
      crashes += 1;
      await scheduler.run(step, death);
      programs.splice(programs.indexOf(program), 1);
      // Alone on its file, the next one holds the lock, and nobody else can be at work.
      if (programs.length === 0) twin.releaseLeases();
      watchRows((before, after) => judgeRow(scene, before, after));
      start();
    },
  };
}

const longestRun = 600;
const jumps = [5_000, 31_000, 125_000, 360_000, 660_000, 960_000, 3_660_000, 90_000_000];

async function live(world: World): Promise<void> {
  const { stage } = world;
  const { choices, scheduler, clock, judge } = stage;
  let actsLeft = 6 + choices.below(12);
  const crashShare = choices.of([0, 0, 1, 3]);
  while (judge.first === undefined && scheduler.taken < longestRun) {
    const isBusy = scheduler.pending.length > 0;
    if (actsLeft === 0 && !isBusy && world.underWay() === 0) return;
    const roll = choices.below(100);
    if (isBusy && roll < 75) await takeStep(world, crashShare);
    else if (roll < 88 && actsLeft > 0 && world.underWay() < 3) {
      if (begin(world)) actsLeft -= 1;
    } else if (roll < 96 || isBusy) fireTimer(world, choices.below(1_500));
    else if (world.underWay() === 0) clock.now += choices.of(jumps);
    await settled();
  }
}

/** Everything that needs no answer from outside has happened when this comes back. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function takeStep(world: World, crashShare: number): Promise<void> {
  const { stage, programs } = world;
  const { choices, scheduler, late } = stage;
  const [arriving] = late;
  if (arriving !== undefined && choices.percent(20)) {
    late.shift();
    await arriving();
    judgePayPal(stage);
    return;
  }
  const step = choices.of(scheduler.pending);
  const program = programs.find(({ life }) => life === step.life);
  if (program !== undefined && world.crashes < 2 && choices.percent(crashShare))
    await world.crash(program, step, choices.percent(50) ? 'before' : 'after');
  else await scheduler.run(step);
  stage.clock.now += choices.below(40);
}

/** Answers whether there was anything to do. */
function begin(world: World): boolean {
  const { stage, people, programs } = world;
  const { choices } = stage;
  const program = choices.of(programs);
  if (choices.percent(25)) {
    const happening = choices.of(happenings);
    world.act(program, () => happening(stage, program, people));
  } else {
    const act = nextAct(stage, people);
    if (act === undefined) return false;
    world.act(program, () => act(program.flow));
  }
  return true;
}

/** Fires one timer that is due, or lets a little time pass. */
function fireTimer({ stage, timers }: World, ms: number): void {
  const due = timers.filter(({ at }) => at <= stage.clock.now);
  if (due.length === 0) {
    stage.clock.now += ms;
    return;
  }
  const timer = stage.choices.of(due);
  timers.splice(timers.indexOf(timer), 1);
  timer.run();
}

/** Nothing goes wrong any more, PayPal says all that it had to say, and time passes. */
async function comeToRest(world: World): Promise<void> {
  const { stage } = world;
  const { faults, late, judge, payPal, store, clock } = stage;
  faults.share = 0;
  for (const arriving of late.splice(0)) await arriving();
  judgePayPal(stage);
  await rest(world);
  if (judge.first !== undefined) return;
  await judgeRest(stage);
  if (judge.first !== undefined) return;
  clock.now += 93_600_000;
  await rest(world);
  if (judge.first !== undefined) return;
  await judgeRest(stage);
  judgeEnd(stage);
  void payPal;
  void store;
}

async function rest(world: World): Promise<void> {
  const { stage } = world;
  const { clock, judge, payPal, store } = stage;
  const until = clock.now + 120_000;
  settleAtPayPal(stage);
  await store.inbox.add(payPal.events);
  for (let round = 0; judge.first === undefined; round += 1) {
    await drain(world);
    settleAtPayPal(stage);
    await store.inbox.add(payPal.events);
    if (round >= 2 && !isUnsettled(stage, clock.now) && world.underWay() === 0) return;
    if (clock.now > until) return judge.breach('life', `not settled: ${describe(world)}`);
    clock.now += 4_000;
  }
}

function describe({ stage }: World): string {
  const { twin } = stage;
  const rows = [...twin.rows.values()].map(
    ({ status, refunds, lease }) =>
      `${status} ${refunds.map((refund) => refund.status).join()} lease ${(lease?.until ?? stage.clock.now) - stage.clock.now}`,
  );
  const signals = twin.signalEntries.filter(
    ({ state, tryAt }) => state === 'waiting' && tryAt <= stage.clock.now,
  );
  return [...rows, ...signals.map(({ signal }) => signal.kind), `${twin.inbox.waiting()} events`].join('; ');
}

async function drain(world: World): Promise<void> {
  const { stage, timers } = world;
  const { scheduler, judge, clock } = stage;
  for (const timer of timers.splice(0)) {
    if (timer.at <= clock.now) timer.run();
    else timers.push(timer);
  }
  await settled();
  for (let step = scheduler.pending[0]; step !== undefined; step = scheduler.pending[0]) {
    if (judge.first !== undefined) return;
    await scheduler.run(step);
  }
}
