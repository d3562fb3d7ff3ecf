import type { PayPalProgram } from '../stage/command.ts';
import type { Chance } from './chance.ts';

interface Fault {
  readonly fault: string;
  readonly afterMs?: number;
}

/** Before PayPal's commit, nothing is done; after it, the program has not heard what was done. */
const beforeCommit: readonly [Fault, ...Fault[]] = [
  { fault: 'error_503' },
  { fault: 'rate_limited' },
  { fault: 'reset_before' },
  { fault: 'hang', afterMs: 1500 },
];
const afterCommit: readonly [Fault, ...Fault[]] = [
  { fault: 'error_500_after' },
  { fault: 'reset_after' },
  { fault: 'malformed' },
  { fault: 'timeout_after', afterMs: 1500 },
];
const onTheWay: readonly [Fault, ...Fault[]] = [
  { fault: 'drop' },
  { fault: 'duplicate' },
  { fault: 'reorder' },
  { fault: 'lost_answer' },
  { fault: 'wrong_signature' },
];
const operations = ['create', 'get', 'capture', 'token', 'webhook'] as const;

/** So many may be arranged in one request. */
const most = 1000;

/** Lets a share of the next calls of each kind fail, half of them before PayPal's commit and half after it, and its webhooks too. */
export async function arrangeFaults(
  payPal: PayPalProgram,
  chance: Chance,
  share: number,
  calls: number,
): Promise<void> {
  const strikes = operations.flatMap((operation) =>
    Array.from({ length: Math.ceil(calls * share) }, () => strike(operation, chance, share)),
  );
  const faults = strikes.flat();
  for (let from = 0; from < faults.length; from += most)
    await payPal.arrange(...faults.slice(from, from + most));
}

/** Some calls that go well, and then one that does not: as many as come between two sixes of a die. */
function strike(operation: (typeof operations)[number], chance: Chance, share: number) {
  let well = 0;
  while (!chance.isTrue(share)) well += 1;
  const fault = chance.pick(faultsOf(operation, chance));
  return [
    ...(well === 0 ? [] : [{ operation, fault: 'none', times: well }]),
    { operation, ...fault, times: 1 },
  ];
}

function faultsOf(operation: (typeof operations)[number], chance: Chance): readonly [Fault, ...Fault[]] {
  if (operation === 'webhook') return onTheWay;
  return chance.isTrue(0.5) ? beforeCommit : afterCommit;
}
