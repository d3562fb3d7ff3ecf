import { type Command, InvalidArgumentError, Option } from 'commander';
import { statuses } from '../../checkout/checkout.ts';
import { type ListOptions, listOrders } from '../../desk/orders.ts';
import { readConfig } from '../../settings/config.ts';
import { atMerchantDesk, type MerchantDesk } from '../at-desk.ts';
import { print, printLines, refuse, tell } from '../say.ts';
import { readSince } from './since.ts';
import { wholeNumber } from './whole-number.ts';
import type { Verb } from './verb.ts';

export const ordersVerb: Verb = {
  summary: 'list checkouts: receipt, items, who paid, status, total, what is overdue; search them',
  help: `Lists the newest checkouts; what is flagged or overdue is added, however old it is, unless the list is narrowed
(by more than a status). --search finds receipt numbers, ids, items and shoppers' names by words, and with an @ in it the
payer's e-mail address, whole. --csv is for spreadsheets: what would be a formula there has an apostrophe in front.`,
  takes: (command) => takeFilters(command),
  run: async (values, environment) =>
    atMerchantDesk(readConfig(environment), async (desk) => {
      const options = toOptions(values, await desk.store.checkouts.now());
      const { after } = options;
      if (after !== undefined && (await desk.store.checkouts.find(after)) === undefined)
        return refuse(
          `There is no checkout ${after} to go on behind. Give the whole id that ended a page.`,
          1,
        );
      await list(desk, options);
      return 0;
    }),
};

function takeFilters(command: Command): Command {
  return command
    .option('--limit <number>', 'how many', wholeNumber(1, 99_999), 20)
    .addOption(new Option('--status <status>', 'only those that stand so').choices(statuses))
    .option('--since <day>', 'only those begun then or later: 2026-11-25, 7d, 24h', readSince)
    .option('--flagged', 'only those that a person was to look at')
    .option(
      '--search <text>',
      "a receipt number, an id, an item, a shopper's name, a payer's e-mail",
      readText,
    )
    .option('--after <id>', 'the next page, behind this checkout')
    .addOption(new Option('--json', 'one JSON object a line').conflicts('csv'))
    .option('--csv', 'a file for spreadsheets');
}

const longestSearch = 200;

function readText(value: string): string {
  const length = value.trim().length;
  if (length >= 1 && length <= longestSearch) return value;
  throw new InvalidArgumentError(`Say 1 to ${longestSearch} characters.`);
}

function toOptions(values: Readonly<Record<string, unknown>>, now: number): ListOptions {
  const { limit, status, since, flagged, search, after, json, csv } = values;
  return {
    limit: Number(limit),
    form: json === true ? 'json' : csv === true ? 'csv' : 'table',
    status: statuses.find((one) => one === status),
    since: typeof since === 'function' ? Number(since(now)) : undefined,
    flagged: flagged === true ? true : undefined,
    search: typeof search === 'string' ? search : undefined,
    after: typeof after === 'string' ? after : undefined,
  };
}

async function list(desk: MerchantDesk, options: ListOptions): Promise<void> {
  const { form } = options;
  const write = form === 'csv' ? printLines : print;
  const { count, next } = await listOrders(desk, options, write);
  if (count === 0 && form === 'table')
    print(isNarrowed(options) ? 'No checkout is like that.\n' : 'There are no checkouts yet.\n');
  // Beside the list, since a program may read that.
  if (next !== undefined) tell(`There may be more: go on with --after ${next}`);
}

function isNarrowed({ since, flagged, search, after }: ListOptions): boolean {
  return [since, flagged, search, after].some((one) => one !== undefined);
}
