import { Option } from 'commander';
import { statuses } from '../../checkout/checkout.ts';
import { listOrders } from '../../desk/orders.ts';
import { readConfig } from '../../settings/config.ts';
import { openStore } from '../../store/store.ts';
import { newHolder } from '../../worker/worker.ts';
import { print } from '../say.ts';
import { wholeNumber } from './whole-number.ts';
import type { Verb } from './verb.ts';

export const ordersVerb: Verb = {
  summary: 'list checkouts: status, total, channel, what is overdue',
  help: 'Lists the newest checkouts; what is flagged or overdue is added, however old it is.',
  takes: (command) =>
    command
      .option('--limit <number>', 'how many', wholeNumber(1, 99_999), 20)
      .addOption(new Option('--status <status>', 'only those that stand so').choices(statuses))
      .option('--json', 'one JSON object a line'),
  run: async ({ limit, status, json }, environment) => {
    const store = await openStore({ url: readConfig(environment).databaseUrl, holder: newHolder() });
    try {
      await store.migrate();
      print(
        await listOrders(store, {
          limit: Number(limit),
          status: statuses.find((one) => one === status),
          json: json === true,
        }),
      );
    } finally {
      await store.close();
    }
    return 0;
  },
};
