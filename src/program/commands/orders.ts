import { listOrders } from '../../desk/orders.ts';
import { readConfig } from '../../settings/config.ts';
import { openStore } from '../../store/store.ts';
import { newHolder } from '../../worker/worker.ts';
import { print } from '../say.ts';
import type { Verb } from './verb.ts';

export const ordersVerb: Verb = {
  summary: 'list checkouts: status, total, channel, what is overdue',
  help: 'Lists the newest checkouts.\n\n  --limit N   how many (20)\n  --json      one JSON object a line',
  options: { limit: { type: 'string' }, json: { type: 'boolean' } },
  run: async ({ limit, json }, environment) => {
    const store = await openStore({ url: readConfig(environment).databaseUrl, holder: newHolder() });
    try {
      await store.migrate();
      print(await listOrders(store, { limit: toLimit(limit), json: json === true }));
    } finally {
      await store.close();
    }
    return 0;
  },
};

function toLimit(value: unknown): number {
  return typeof value === 'string' && /^\d{1,5}$/u.test(value) ? Math.max(1, Number(value)) : 20;
}
