import { isCheckoutError } from '../../src/checkout/errors.ts';
import type { Settings } from '../../src/checkout/ports.ts';
import { usualPolicies } from '../../src/checkout/policies.ts';
import type { Store } from '../../src/store/store.ts';
import { judgeCall, judgePayPal } from './call-rules.ts';
import type { Choices } from './choices.ts';
import { judgeNews } from './merchant-rules.ts';
import { mirror } from './mirror.ts';
import { createPayPalModel } from './paypal-model.ts';
import type { PlantedBug } from './planted-bug.ts';
import { ProcessDied } from '../store/mortal-store.ts';
import type { RestartingStore } from './restarting-store.ts';
import { type Program, type Stage, startProgram } from './process.ts';
import { judgeRow } from './row-rules.ts';
import { createJudge } from './rules.ts';
import { createRowWatch } from './scene.ts';
import { createScheduler, type Death, type Life, type Scheduler, type Step } from './scheduler.ts';
import { createPeople, type People } from './people.ts';
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
  /** SQLite without a twin: the rules read what is committed in its file, and its process dies inside it. */
  readonly restarting?: RestartingStore | undefined;
  readonly choices: Choices;
  readonly settings?: Partial<Settings> | undefined;
  /** How many programs work on the store at once. */
  readonly programs: number;
  readonly faultShare: number;
  /** Whether somebody on another channel buys too, with the same ids and in another currency. */
  readonly withOthers?: boolean | undefined;
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
  /** The same ids on another channel, in another currency. */
  readonly others: People | undefined;
  readonly programs: readonly Program[];
  /** Opens links and does nothing else, as previews and scanners do. */
  readonly preview: Program;
  readonly timers: Timer[];
  readonly restarting: RestartingStore | undefined;
  /** Starts an act on a program; its end is the scheduler's. */
  act(program: Program, work: () => Promise<unknown> | undefined): void;
  /** Lets a step happen; with a death its process ends there, and another one comes. */
  take(step: Step, death?: Death): Promise<void>;
  /** The oldest step; what is asked of the real store at one moment shares a commit with it. */
  takeNext(): Promise<void>;
  /** PayPal tells all that it has to tell, until somebody has it. */
  tellEvents(): Promise<void>;
  /** Another process comes where one has died inside the store. */
  recover(): Promise<void>;
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
  retentionMs: 180 * 24 * 3_600_000,
  capture: 'on_return',
  unconfirmed: 'refund',
  policies: usualPolicies,
};

const changing =
  /^(?:payments\.(?!find)|messenger|store\.(?:write|tryNumber)|signals\.(?:mark|postpone)|merchantTeller|merchantChatTeller|merchantEvents\.(?!claim)|merchantChats\.(?:open|try|end)|inbox\.(?!claim))/u;

export function createWorld(options: WorldOptions, use: (keeper: TimeKeeper) => void): World {
  const { choices, clock, real, restarting, withOthers = false } = options;
  const timers: Timer[] = [];
  use({
    later: (run, ms) => void timers.push({ at: clock.now + ms, run }),
    random: () => choices.fraction(),
  });
  const { stage, scheduler, look, releaseLeases } = createStage(options);
  const { judge } = stage;
  const programs: Program[] = [];
  const open: { readonly life: Life }[] = [];
  let started = 0;
  let crashes = 0;
  let deaths = 0;
  let changes = 0;
  const start = (): void => void programs.push(startProgram(stage, `program-${(started += 1)}`));
  while (started < options.programs) start();
  let preview = startProgram(stage, 'preview');
  restarting?.watch({
    onCommit: () => {
      for (const number of stage.witness.numbers.values()) number.counted = number.compared;
      look();
    },
    onDeath: () => {
      for (const number of stage.witness.numbers.values()) number.compared = number.counted;
      for (const { life } of [...programs, preview]) scheduler.kill(life);
    },
  });

  async function crash(program: Program, step: Step, death: Death): Promise<void> {
    crashes += 1;
    await scheduler.run(step, death);
    if (restarting !== undefined) {
      restarting.die();
      return recover();
    }
    programs.splice(programs.indexOf(program), 1);
    // Alone on its file, the next one holds the lock, and nobody else can be at work.
    if (programs.length === 0 && real === undefined) releaseLeases();
    look();
    start();
  }

  async function recover(): Promise<void> {
    if (restarting?.isDead !== true) return;
    deaths += 1;
    programs.splice(0);
    look();
    await restarting.restart(judge);
    look();
    preview = startProgram(stage, 'preview');
    start();
  }

  async function tellEvents(): Promise<void> {
    await recover();
    try {
      await stage.store.inbox.add(stage.payPal.events);
    } catch (error) {
      if (!(error instanceof ProcessDied)) throw error;
      await tellEvents();
    }
  }

  async function take(step: Step, wanted?: Death): Promise<void> {
    const { crashPoint } = options;
    const isPoint = changing.test(step.label) && (changes += 1) === crashPoint?.at;
    const death = isPoint ? crashPoint?.death : wanted;
    const program = programs.find(({ life }) => life === step.life);
    if (program === undefined || death === undefined) await scheduler.run(step);
    else await crash(program, step, death);
    await recover();
  }

  return {
    stage,
    people: createPeople({ channelId: 'msteams', currency: 'EUR', sessions: ['one', 'two'] }),
    others: withOthers
      ? createPeople({ channelId: 'slack', currency: 'JPY', sessions: ['three', 'four'] })
      : undefined,
    programs,
    get preview() {
      return preview;
    },
    timers,
    restarting,
    recover,
    tellEvents,
    take,
    takeNext: async () => {
      const [step] = scheduler.pending;
      if (step === undefined) return;
      if (restarting === undefined || !ofStore.test(step.label)) return take(step);
      const steps = scheduler.pending.filter(({ label }) => ofStore.test(label));
      await Promise.all(steps.map((one) => scheduler.run(one)));
      await recover();
    },
    underWay: () => open.filter(({ life }) => life.isAlive).length,
    get crashes() {
      return crashes + deaths;
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
        if (one.life.isAlive && !isCheckoutError(error))
          judge.breach('fault', String(error instanceof Error ? error.stack : error));
      });
    },
  };
}

const ofStore = /^(?:store|signals|inbox|merchantEvents|merchantChats)\./u;

function createStage({ choices, clock, real, restarting, settings, faultShare, bug, trace }: WorldOptions): {
  readonly stage: Stage;
  readonly scheduler: Scheduler;
  readonly look: () => void;
  readonly releaseLeases: () => void;
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
  const seen = { twin: restarting?.stored ?? twin };
  const scene = { judge, clock, settings: { ...usualSettings, ...settings }, ...seen, payPal, witness };
  const watchRows = createRowWatch(scene);
  const look = (): void => {
    watchRows((before, after) => {
      trace?.(`    ${before?.status} to ${after.status}, version ${after.version}`);
      judgeRow(scene, before, after);
      judgeNews(scene, before, after);
    });
    restarting?.judge(judge);
  };
  const scheduler = createScheduler({
    onCall: (step) => judgeCall(scene, step),
    onEffect: ({ life, label, args }) => {
      trace?.(`${clock.now % 1_000_000_000} ${life.holder} ${label} ${JSON.stringify(args).slice(0, 150)}`);
      look();
      if (label.startsWith('payments.')) judgePayPal(scene);
    },
  });
  const watched = real === undefined ? twin : mirror(real, twin, judge);
  const stage: Stage = {
    ...scene,
    choices,
    scheduler,
    get store() {
      return restarting?.store ?? watched;
    },
    faults: { share: faultShare },
    late: [],
    bug,
  };
  return { stage, scheduler, look, releaseLeases: twin.releaseLeases };
}
