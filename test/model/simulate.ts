import { installVirtualTime } from './virtual-time.ts';
import { plantedBugs } from './planted-bug.ts';
import { runWorld } from './world.ts';
import { rules } from './rules.ts';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    trace: { type: 'boolean', default: false },
    bug: { type: 'string', default: '-1' },
  },
});
const bug = plantedBugs[Number(values.bug)];
const time = installVirtualTime();
const from = Number(values.seed);
const began = performance.now();
let steps = 0;
let crashes = 0;
const ends = new Map<string, number>();
const found = new Map<string, number>();
for (let seed = from; seed < from + Number(values.runs); seed += 1) {
  const result = await runWorld(
    { seed, bug, trace: values.trace ? (line) => console.log(line) : undefined },
    time.use,
  );
  steps += result.steps;
  crashes += result.crashes;
  for (const end of result.ends) ends.set(end, (ends.get(end) ?? 0) + 1);
  if (result.breach !== undefined) {
    const { rule, detail } = result.breach;
    const key = `${rule} ${detail.slice(0, 60)}`;
    found.set(key, (found.get(key) ?? 0) + 1);
    if (found.get(key) === 1)
      console.error(`${bug?.name ?? ''} seed ${seed} breaks ${rule} (${rules[rule]}): ${detail}`);
  }
}
const ms = performance.now() - began;
console.log({ ms, steps, crashes, ends, found });
