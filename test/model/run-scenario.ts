import type { Checkout } from '../../src/checkout/checkout.ts';
import type { Choices } from './choices.ts';
import { comeToRest, finish } from './come-to-rest.ts';
import { type CrashPoint, createWorld, type World } from './create-world.ts';
import type { Breach } from './rules.ts';
import type { Scenario } from './scenarios.ts';
import type { StatementDeath } from '../store/mortal-store.ts';
import type { StorePlace } from './restarting-store.ts';
import { type People, rowsOf } from './people.ts';
import { type Act, usual } from './shopper.ts';
import type { TimeKeeper } from './virtual-time.ts';

export interface ScenarioResult {
  readonly breach: Breach | undefined;
  readonly ends: readonly string[];
  /** Calls that changed something outside: each of them is a place to die at. */
  readonly changes: number;
  /** What its first process executed on the real store. */
  readonly statements: readonly string[];
}

/** The real store under it, and the statement at which its process dies. */
export interface OnStore {
  readonly place: StorePlace;
  readonly death?: StatementDeath | undefined;
}

/** One way through a purchase, with one death at most; whoever lost an answer does the same once more. */
export async function runScenario(
  scenario: Scenario,
  use: (keeper: TimeKeeper) => void,
  { crashPoint, onStore }: { readonly crashPoint?: CrashPoint; readonly onStore?: OnStore } = {},
): Promise<ScenarioResult> {
  const { settings, withOthers } = scenario;
  const clock = { now: 1_800_000_000_000 };
  const restarting = await onStore?.place.open(clock);
  try {
    restarting?.dieAt(onStore?.death);
    const fixed = { clock, choices: steady, programs: 1, faultShare: 0 };
    const world = createWorld({ ...fixed, settings, withOthers, crashPoint, restarting }, use);
    world.people.plans = [...(scenario.plans ?? [])];
    world.people.addresses = [...(scenario.addresses ?? [])];
    world.people.shipping = scenario.shipping;
    const { stage } = world;
    await live(scenario, world);
    if (stage.judge.first === undefined) await comeToRest(world);
    const ends = [...stage.twin.rows.values()].map(({ status }) => status);
    const statements = [...(restarting?.statements ?? [])];
    return { breach: stage.judge.first, ends, changes: world.changes, statements };
  } finally {
    await restarting?.close();
  }
}

/** Until nobody has anything more to do: one act after the other, in turns where two buy. */
async function live(scenario: Scenario, world: World): Promise<void> {
  const { judge } = world.stage;
  for (let rounds = 0; rounds < 40; rounds += 1) {
    let isOver = true;
    for (const people of [world.people, world.others]) {
      const act = people === undefined ? undefined : nextOf(scenario, world, people);
      const [program] = world.programs;
      if (act === undefined || program === undefined) continue;
      isOver = false;
      world.act(program, () => act(program.flow));
      await finish(world);
      if (judge.first !== undefined) return;
    }
    if (isOver) return;
  }
}

/** Always the likelier of two, always the first of several. */
const steady: Choices = {
  below: () => 0,
  percent: (share) => share >= 50,
  of: (list) => {
    const [first] = list;
    if (first === undefined) throw new RangeError('nothing to choose from');
    return first;
  },
  fraction: () => 0.5,
};

const over: ReadonlySet<Checkout['status']> = new Set([
  'confirmed',
  'cancelled',
  'expired',
  'flagged',
  'refunding',
  'refunded',
]);

function nextOf({ begin, turn }: Scenario, { stage, others }: World, people: People): Act | undefined {
  const rows = rowsOf(stage, people);
  const row = rows.at(-1);
  const isOther = people === others;
  const wanted = row === undefined ? begin : turn?.(row, rows.length, people);
  if (isOther) return row !== undefined && over.has(row.status) ? undefined : usual(stage, people, row);
  if (wanted === 'stop') return undefined;
  const act = wanted?.(stage, people, row);
  if (act !== undefined) return act;
  return row !== undefined && over.has(row.status) ? undefined : usual(stage, people, row);
}
