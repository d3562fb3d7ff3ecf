import type { Checkout } from '../../src/checkout/checkout.ts';
import { judgePayPal } from './call-rules.ts';
import { createChoices, createTapedChoices } from './choices.ts';
import { comeToRest, finish, settled } from './come-to-rest.ts';
import { createWorld, type World } from './create-world.ts';
import { happenings } from './outside.ts';
import { merchantId } from './held-at-paypal.ts';
import type { PlantedBug } from './planted-bug.ts';
import { type StoreKind, withStore } from './real-store.ts';
import type { Breach } from './rules.ts';
import { rowsOf } from './people.ts';
import { nextAct, usual } from './shopper.ts';
import type { TimeKeeper } from './virtual-time.ts';

export interface RunOptions {
  readonly seed: number;
  /** Decides first where it is given; 32 bits each. */
  readonly tape?: readonly number[] | undefined;
  readonly store?: StoreKind | undefined;
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

export async function runWorld(
  { seed, tape, store = 'twin', bug, trace }: RunOptions,
  use: (keeper: TimeKeeper) => void,
): Promise<RunResult> {
  const choices = tape === undefined ? createChoices(seed) : createTapedChoices(tape);
  const settings = {
    capture: choices.percent(60) ? 'on_return' : 'on_confirmation',
    unconfirmed: choices.percent(60) ? 'refund' : 'keep',
    merchantId: choices.percent(50) ? merchantId : undefined,
  } as const;
  // Who holds the lock is alone.
  const programs = choices.percent(50) || store === 'restarting' ? 1 : 2;
  const faultShare = choices.of([0, 5, 15, 30]);
  const withOthers = choices.percent(25);
  const clock = { now: 1_800_000_000_000 };
  return withStore(store, clock, async (on) => {
    const world = createWorld(
      { clock, ...on, choices, settings, programs, faultShare, withOthers, bug, trace },
      use,
    );
    if (choices.percent(20)) await payFirst(world);
    await live(world);
    if (world.stage.judge.first === undefined) await comeToRest(world);
    return toResult(world);
  });
}

function toResult({ stage, crashes }: World): RunResult {
  return {
    breach: stage.judge.first,
    steps: stage.scheduler.taken,
    crashes,
    ends: [...stage.twin.rows.values()].map(({ status }) => status),
  };
}

/** Some worlds begin when nothing has gone wrong yet and something is paid: what follows is about that money. */
async function payFirst(world: World): Promise<void> {
  const { stage, people, programs } = world;
  const { faults } = stage;
  const { share } = faults;
  faults.share = 0;
  for (let acts = 0; acts < 9; acts += 1) {
    const [row] = rowsOf(stage, people);
    const [program] = programs;
    const act = usual(stage, people, row);
    if (row?.confirmedAt !== undefined || act === undefined || program === undefined) break;
    world.act(program, () => act(program.flow));
    await finish(world);
  }
  faults.share = share;
}

const longestRun = 600;
const jumps = [5_000, 31_000, 125_000, 360_000, 660_000, 960_000, 3_660_000, 90_000_000];
const longerThanPayPalRemembers = 46 * 86_400_000;

async function live(world: World): Promise<void> {
  const { stage } = world;
  const { choices, scheduler, clock, judge } = stage;
  let actsLeft = 8 + choices.below(12);
  const crashShare = choices.of([0, 0, 1, 3]);
  while (judge.first === undefined && scheduler.taken < longestRun) {
    await world.recover();
    const isBusy = scheduler.pending.length > 0;
    if (actsLeft === 0 && !isBusy && world.underWay() === 0) return;
    const roll = choices.below(100);
    if (mayOversleep(world) && choices.percent(20)) clock.now += longerThanPayPalRemembers;
    if (isBusy && roll < 75) {
      await takeStep(world, crashShare);
      continue;
    }
    if (roll < 88 && actsLeft > 0 && world.underWay() < 3) {
      if (begin(world)) actsLeft -= 1;
    } else if (roll < 96 || isBusy) fireTimer(world, choices.below(1_500));
    else if (world.underWay() === 0) clock.now += choices.of(jumps);
    await settled();
  }
}

const onTheWire = /^(?:signals|messenger|merchant|payments\.(?!find))/u;

/** While a refund is being asked the machine may sleep for weeks, so that PayPal forgets; no call outlives that. */
function mayOversleep({ stage, underWay }: World): boolean {
  const { twin, scheduler, late } = stage;
  const rows = [...twin.rows.values()];
  const isAsked = rows.some(({ refunds }) => refunds.some(({ status }) => status === 'submitted'));
  const isQuiet = late.length === 0 && scheduler.pending.every(({ label }) => !onTheWire.test(label));
  return isAsked && isQuiet && underWay() === 0 && rows.every(({ status }) => status !== 'order_submitted');
}

async function takeStep(world: World, crashShare: number): Promise<void> {
  const { stage } = world;
  const { choices, scheduler, late } = stage;
  const [arriving] = late;
  if (arriving !== undefined && choices.percent(20)) {
    late.shift();
    await arriving();
    judgePayPal(stage);
    return;
  }
  const step = choices.of(scheduler.pending);
  const dies = world.crashes < 2 && choices.percent(crashShare);
  const when = choices.of(['before', 'after'] as const);
  if (world.restarting === undefined) await world.take(step, dies ? when : undefined);
  else {
    if (dies) world.restarting.dieAt({ statement: 1 + choices.below(6), when });
    if (choices.percent(50)) await world.takeNext();
    else await world.take(step);
  }
  stage.clock.now += choices.below(40);
}

/** Answers whether there was anything to do. */
function begin(world: World): boolean {
  const { stage, programs } = world;
  const { choices } = stage;
  const people = world.others !== undefined && choices.percent(35) ? world.others : world.people;
  const program = choices.of(programs);
  const [row] = rowsOf(stage, people);
  if (row !== undefined && choices.percent(4)) openLink(world, row);
  // Most of what the outside does is about money that was taken.
  const isTaken = row?.capture !== undefined;
  if (choices.percent(isTaken ? 70 : 20)) {
    const happening = choices.of(happenings);
    world.act(program, () => happening(stage, program, people));
  } else {
    const act = nextAct(stage, people);
    if (act === undefined) return false;
    world.act(program, () => act(program.flow));
  }
  return true;
}

/** Browsers, previews and scanners open it all day. */
function openLink({ act, preview, stage }: World, row: Checkout): void {
  const session = stage.choices.of(['nobody', 'one', 'two']);
  act(preview, async () => {
    const link = await preview.flow.linkFor(row);
    return preview.flow.openLink(link.split('/').at(-1) ?? '', session);
  });
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
