import { isCheckoutError } from '../../src/checkout/errors.ts';
import type { Settings } from '../../src/checkout/ports.ts';
import type { Store } from '../../src/store/store.ts';
import { judgeCall, judgePayPal } from './call-rules.ts';
import type { Choices } from './choices.ts';
import { mirror } from './mirror.ts';
import { createPayPalModel } from './paypal-model.ts';
import type { PlantedBug } from './planted-bug.ts';
import { type Program, type Stage, startProgram } from './process.ts';
import { judgeRow } from './row-rules.ts';
import { createJudge } from './rules.ts';
import { createRowWatch } from './scene.ts';
import { createScheduler, type Death, type Life, type Scheduler, type Step } from './scheduler.ts';
import { createPeople, type People } from './shopper.ts';
import { createTwinStore } from './twin-store.ts';
import type { TimeKeeper } from './virtual-time.ts';
import { createWitness } from './witness.ts';

/** A process dies at this call, counted among those that change something outside. */
export interface CrashPoint {
  readonly at: number;
  readonly death: Death;
}

export interface WorldOptions {
  readonly clock: { now: number };
  /** SQLite, beside its twin. */
  readonly real?: Store | undefined;
  readonly choices: Choices;
  readonly settings?: Partial<Settings> | undefined;
  /** How many programs work on the store at once. */
  readonly programs: number;
  readonly faultShare: number;
  readonly crashPoint?: CrashPoint | undefined;
  readonly bug?: PlantedBug | undefined;
  /** Told of every step, for whoever looks into one run. */
  readonly trace?: ((line: string) => void) | undefined;
}

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** One world: a purchase or two, its people, PayPal, and programs that may die at any step. */
export interface World {
  readonly stage: Stage;
  readonly people: People;
  readonly programs: readonly Program[];
  /** Opens links and does nothing else, as previews and scanners do. */
  readonly preview: Program;
  readonly timers: Timer[];
  /** Starts an act on a program; its end is the scheduler's. */
  act(program: Program, work: () => Promise<unknown> | undefined): void;
  /** Lets a step happen; with a death its process ends there, and another one comes. */
  take(step: Step, death?: Death): Promise<void>;
  underWay(): number;
  readonly crashes: number;
  /** Calls so far that changed something outside. */
  readonly changes: number;
}

const usualSettings: Settings = {
  publicUrl: 'http://localhost:3978',
  merchantName: 'Fern & Kettle',
  checkoutMs: 3_600_000,
  magicNumberMs: 600_000,
  capture: 'on_return',
  unconfirmed: 'refund',
};

const changing =
  /^(?:payments\.(?!find)|messenger|store\.(?:write|tryNumber)|signals\.(?:mark|postpone)|inbox\.(?!claim))/u;

export function createWorld(options: WorldOptions, use: (keeper: TimeKeeper) => void): World {
  const { choices, clock, real } = options;
  const timers: Timer[] = [];
  use({
    later: (run, ms) => void timers.push({ at: clock.now + ms, run }),
    random: () => choices.fraction(),
  });
  const { stage, scheduler, look } = createStage(options);
  const { judge, twin } = stage;
  const programs: Program[] = [];
  const open: { readonly life: Life }[] = [];
  let started = 0;
  let crashes = 0;
  let changes = 0;
  const start = (): void => void programs.push(startProgram(stage, `program-${(started += 1)}`));
  while (started < options.programs) start();

  async function crash(program: Program, step: Step, death: Death): Promise<void> {
    crashes += 1;
    await scheduler.run(step, death);
    programs.splice(programs.indexOf(program), 1);
    // Alone on its file, the next one holds the lock, and nobody else can be at work.
    if (programs.length === 0 && real === undefined) twin.releaseLeases();
    look();
    start();
  }

  return {
    stage,
    people: createPeople(),
    programs,
    preview: startProgram(stage, 'preview'),
    timers,
    underWay: () => open.filter(({ life }) => life.isAlive).length,
    get crashes() {
      return crashes;
    },
    get changes() {
      return changes;
    },
    act: (program, work) => {
      const one = { life: program.life };
      open.push(one);
      const end = (): void => void open.splice(open.indexOf(one), 1);
      (work() ?? Promise.resolve()).then(end, (error: unknown) => {
        end();
        if (!isCheckoutError(error))
          judge.breach('fault', String(error instanceof Error ? error.stack : error));
      });
    },
    take: async (step, wanted) => {
      const { crashPoint } = options;
      const isPoint = changing.test(step.label) && (changes += 1) === crashPoint?.at;
      const death = isPoint ? crashPoint?.death : wanted;
      const program = programs.find(({ life }) => life === step.life);
      if (program === undefined || death === undefined) await scheduler.run(step);
      else await crash(program, step, death);
    },
  };
}

function createStage({ choices, clock, real, settings, faultShare, bug, trace }: WorldOptions): {
  readonly stage: Stage;
  readonly scheduler: Scheduler;
  readonly look: () => void;
} {
  const judge = createJudge();
  const witness = createWitness();
  const pendShare = choices.of([0, 0, 30]);
  const payPal = createPayPalModel({
    clock,
    showsDisputes: choices.percent(80),
    refundsPend: () => choices.percent(pendShare),
    onMisuse: (what) => judge.breach('M11', what),
  });
  const twin = createTwinStore(clock);
  const scene = { judge, clock, settings: { ...usualSettings, ...settings }, twin, payPal, witness };
  const watchRows = createRowWatch(scene);
  const look = (): void =>
    watchRows((before, after) => {
      trace?.(`    ${before?.status} to ${after.status}, version ${after.version}`);
      judgeRow(scene, before, after);
    });
  const scheduler = createScheduler({
    onCall: (step) => judgeCall(scene, step),
    onEffect: ({ life, label, args }) => {
      trace?.(`${clock.now % 1_000_000_000} ${life.holder} ${label} ${JSON.stringify(args).slice(0, 150)}`);
      look();
      if (label.startsWith('payments.')) judgePayPal(scene);
    },
  });
  const stage: Stage = {
    ...scene,
    choices,
    scheduler,
    store: real === undefined ? twin : mirror(real, twin, judge),
    faults: { share: faultShare },
    late: [],
    bug,
  };
  return { stage, scheduler, look };
}
