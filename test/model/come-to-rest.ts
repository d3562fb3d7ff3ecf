import { judgePayPal } from './call-rules.ts';
import type { World } from './create-world.ts';
import { settleAtPayPal } from './outside.ts';
import { isUnsettled, judgeEnd, judgeRest } from './rest-rules.ts';

/** Nothing goes wrong any more, PayPal says all that it had to say, and time passes. */
export async function comeToRest(world: World): Promise<void> {
  const { stage } = world;
  const { faults, late, judge, clock } = stage;
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
}

async function rest(world: World): Promise<void> {
  const { stage } = world;
  const { clock, judge } = stage;
  const until = clock.now + 120_000;
  settleAtPayPal(stage);
  await world.tellEvents();
  for (let round = 0; judge.first === undefined; round += 1) {
    await drain(world);
    settleAtPayPal(stage);
    await world.tellEvents();
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

export async function drain(world: World): Promise<void> {
  const { stage, timers } = world;
  const { scheduler, judge, clock } = stage;
  await world.recover();
  for (const timer of timers.splice(0)) {
    if (timer.at <= clock.now) timer.run();
    else timers.push(timer);
  }
  await settled();
  await world.recover();
  while (scheduler.pending.length > 0) {
    if (judge.first !== undefined) return;
    await world.takeNext();
  }
}

/** Until the act has its answer, or nobody is left to give one. */
export async function finish(world: World): Promise<void> {
  const { clock, judge } = world.stage;
  for (let rounds = 0; rounds < 200; rounds += 1) {
    await drain(world);
    if (judge.first !== undefined) return;
    if (world.underWay() === 0 && rounds > 0) return;
    clock.now += 400;
  }
}

/** Everything that needs no answer from outside has happened when this comes back. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
