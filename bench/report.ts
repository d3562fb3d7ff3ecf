import { floorParts } from './floor.ts';
import type { Measured } from './measure.ts';
import { steps } from './purchase.ts';
import { quantile } from './quantile.ts';

/** What programs read: one object, in milliseconds and purchases. */
export interface Result {
  readonly shoppers: number;
  readonly purchases: number;
  readonly purchasesPerSecond: number;
  readonly wholeMs: number;
  readonly floorMs: Readonly<Record<string, number>>;
  readonly ratio: number;
  /** The same with a floor of the shopper's three turns only, as if the bot never spoke first. */
  readonly ratioWithoutTellings: number;
  readonly commitsPerPurchase: number;
  readonly messagesPerPurchase: number;
  readonly steps: Readonly<Record<string, { readonly p50: number; readonly p99: number }>>;
}

export function toResult(measured: Measured): Result {
  const { shoppers, purchases, wholeMs, floorMs, commits, messages, signalMs } = measured;
  const sum = floorParts.reduce((total, part) => total + floorMs[part], 0);
  const sumWithoutTellings = sum - floorMs.tellings;
  const timesOf = (wanted: string): number[] =>
    purchases.flatMap(({ times }) => times.flatMap(([step, ms]) => (step === wanted ? [ms] : [])));
  const spread = (values: readonly number[]) => ({
    p50: round(quantile(values, 0.5)),
    p99: round(quantile(values, 0.99)),
  });
  return {
    shoppers,
    purchases: purchases.length,
    purchasesPerSecond: round(1000 / wholeMs),
    wholeMs: round(wholeMs),
    floorMs: {
      ...Object.fromEntries(floorParts.map((part) => [part, round(floorMs[part])])),
      sum: round(sum),
    },
    ratio: round(sum / wholeMs),
    ratioWithoutTellings: round(sumWithoutTellings / wholeMs),
    commitsPerPurchase: round(commits),
    messagesPerPurchase: round(messages),
    steps: {
      ...Object.fromEntries(steps.map((step) => [step, spread(timesOf(step))])),
      signal: spread(signalMs),
    },
  };
}

/** The aims that were missed, in words; none when all are met. */
export function missedAims(results: readonly Result[]): string[] {
  return results.flatMap(({ shoppers, ratio, commitsPerPurchase, steps: { signal } }) => [
    ...(ratio < 0.6 ? [`${shoppers} shoppers: ${ratio} of the floor, wanted 0.6`] : []),
    ...(shoppers <= 8 && (signal === undefined || signal.p99 >= 50)
      ? [`${shoppers} shoppers: signal p99 ${signal?.p99} ms, wanted under 50`]
      : []),
    ...(commitsPerPurchase > 12
      ? [`${shoppers} shoppers: ${commitsPerPurchase} durable commits, wanted 12`]
      : []),
  ]);
}

const words: readonly (readonly [label: string, value: (result: Result) => string])[] = [
  ['complete purchases', ({ purchases }) => String(purchases)],
  ['purchases a second', ({ purchasesPerSecond }) => String(purchasesPerSecond)],
  ...[
    ['chat turn', 'turn'],
    ['"checkout" until the link is there', 'link'],
    ['page', 'page'],
    ['pay (creates the order)', 'pay'],
    ['return (captures)', 'return'],
    ['signal after the capture', 'signal'],
    ['confirm (number until receipt)', 'confirm'],
  ].map(([label = '', step = '']): readonly [string, (result: Result) => string] => [
    `${label}, p50 / p99 ms`,
    (result) => `${result.steps[step]?.p50} / ${result.steps[step]?.p99}`,
  ]),
  ['durable commits a purchase', ({ commitsPerPurchase }) => String(commitsPerPurchase)],
  ['messages a purchase', ({ messagesPerPurchase }) => String(messagesPerPurchase)],
  ['floor: 3 turns of the shopper, echoed, ms', ({ floorMs }) => String(floorMs['echoes'])],
  ['floor: 4 turns that the bot begins, ms', ({ floorMs }) => String(floorMs['tellings'])],
  ['floor: 2 pages and 2 redirects, ms', ({ floorMs }) => String(floorMs['pages'])],
  ['floor: as many durable commits, ms', ({ floorMs }) => String(floorMs['commits'])],
  ['floor: 4 calls to the simulator, ms', ({ floorMs }) => String(floorMs['calls'])],
  ['sum of the floor, ms a purchase', ({ floorMs }) => String(floorMs['sum'])],
  ['the whole, ms a purchase', ({ wholeMs }) => String(wholeMs)],
  ['RATIO: floor / whole (aim 0.6)', ({ ratio }) => ratio.toFixed(2)],
  ["ratio without the bot's own turns", ({ ratioWithoutTellings }) => ratioWithoutTellings.toFixed(2)],
];

export function toTable(results: readonly Result[]): string {
  const heading = results.map(({ shoppers }) => `${shoppers} shopper${shoppers === 1 ? '' : 's'}`);
  return [toLine('', heading), ...words.map(([label, value]) => toLine(label, results.map(value)))].join(
    '\n',
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function toLine(label: string, cells: readonly string[]): string {
  return label.padEnd(42) + cells.map((cell) => cell.padStart(16)).join('');
}
