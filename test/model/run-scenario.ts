import type { Checkout } from '../../src/checkout/checkout.ts';
import type { Choices } from './choices.ts';
import { comeToRest, finish } from './come-to-rest.ts';
import { type CrashPoint, createWorld, type World } from './create-world.ts';
import type { Breach } from './rules.ts';
import type { Scenario } from './scenarios.ts';
import { type Act, usual } from './shopper.ts';
import type { TimeKeeper } from './virtual-time.ts';

export interface ScenarioResult {
  readonly breach: Breach | undefined;
  readonly ends: readonly string[];
  /** Calls that changed something outside: each of them is a place to die at. */
  readonly changes: number;
}

/** One way through a purchase, with one death at most; whoever lost an answer does the same once more. */
export async function runScenario(
  scenario: Scenario,
  use: (keeper: TimeKeeper) => void,
  crashPoint?: CrashPoint,
): Promise<ScenarioResult> {
  const { settings } = scenario;
  const world = createWorld(
    { clock: { now: 1_800_000_000_000 }, choices: steady, settings, programs: 1, faultShare: 0, crashPoint },
    use,
  );
  world.people.plans = [...(scenario.plans ?? [])];
  const { stage } = world;
  for (let acts = 0; acts < 40 && stage.judge.first === undefined; acts += 1) {
    const act = nextOf(scenario, world);
    const [program] = world.programs;
    if (act === undefined || program === undefined) break;
    world.act(program, () => act(program.flow));
    await finish(world);
  }
  if (stage.judge.first === undefined) await comeToRest(world);
  const ends = [...stage.twin.rows.values()].map(({ status }) => status);
  return { breach: stage.judge.first, ends, changes: world.changes };
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

function nextOf({ turn }: Scenario, { stage, people }: World): Act | undefined {
  const rows = [...stage.twin.rows.values()];
  const row = rows.at(-1);
  const wanted = row === undefined ? undefined : turn?.(row, rows.length);
  if (wanted === 'stop') return undefined;
  const act = wanted?.(stage, people, row);
  if (act !== undefined) return act;
  return row !== undefined && over.has(row.status) ? undefined : usual(stage, people, row);
}
