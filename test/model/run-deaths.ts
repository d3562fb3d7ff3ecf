import type { StatementDeath } from '../store/mortal-store.ts';
import { createStorePlace, type StorePlace } from './restarting-store.ts';
import { runScenario } from './run-scenario.ts';
import { rules } from './rules.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import type { TimeKeeper } from './virtual-time.ts';

export interface DeathChoice {
  /** Around every commit, where what stands in the file changes, or around all statements. */
  readonly isCommitOnly: boolean;
  /** One in so many. */
  readonly every: number;
  /** The scenarios whose name holds these words; all of them without. */
  readonly only: string;
}

interface PlannedDeath {
  readonly scenario: Scenario;
  readonly death: StatementDeath;
}

type Use = (keeper: TimeKeeper) => void;
type Say = (line: string) => void;

/**
 * Every scenario on the real store, first without a death, then with one. Answers whether all held; the first breach
 * ends it.
 */
export async function runDeaths(use: Use, choice: DeathChoice, say: Say): Promise<boolean> {
  const place = await createStorePlace();
  try {
    const planned: PlannedDeath[] = [];
    const wanted = scenarios.filter(({ name }) => name.includes(choice.only));
    for (const scenario of wanted) {
      const statements = await hold(place, use, say, scenario);
      if (statements === undefined) return false;
      planned.push(...listDeaths(scenario, statements, choice));
    }
    const chosen = planned.filter((_death, index) => index % choice.every === 0);
    for (const { scenario, death } of chosen)
      if ((await hold(place, use, say, scenario, death)) === undefined) return false;
    say(`held: ${chosen.length} of ${planned.length} deaths in ${wanted.length} scenarios`);
    return true;
  } finally {
    place.remove();
  }
}

/** Answers what was executed, or says what broke. */
async function hold(
  place: StorePlace,
  use: Use,
  say: Say,
  scenario: Scenario,
  death?: StatementDeath,
): Promise<readonly string[] | undefined> {
  const { breach, ends, statements } = await runScenario(scenario, use, { onStore: { place, death } });
  if (breach === undefined && ends.join() === scenario.ends.join()) return statements;
  const at = death === undefined ? '' : `, dead ${death.when} statement ${death.statement},`;
  const broken =
    breach === undefined ? '' : ` breaks ${breach.rule}: ${rules[breach.rule]} ${breach.detail};`;
  say(`"${scenario.name}"${at}${broken} ends ${ends.join()}`);
  return undefined;
}

function listDeaths(
  scenario: Scenario,
  statements: readonly string[],
  { isCommitOnly }: DeathChoice,
): readonly PlannedDeath[] {
  return statements.flatMap((text, index) => {
    if (isCommitOnly && text !== 'commit') return [];
    return (['before', 'after'] as const).map((when) => ({
      scenario,
      death: { statement: index + 1, when },
    }));
  });
}
