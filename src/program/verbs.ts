import { resolve as resolvePath } from 'node:path';
import { backupVerb, restoreVerb } from './backup-verbs.ts';
import { ledgerVerb, reconcileVerb, refundVerb, webhookVerb } from './merchant-verbs.ts';
import { listOrders } from '../desk/orders.ts';
import { sampleCatalog, serve } from './serve.ts';
import { readConfig } from '../settings/config.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { openStore } from '../store/store.ts';
import { readShopSettings } from '../settings/shop-settings.ts';
import type { Verb } from './verb.ts';
import { newHolder } from '../worker/worker.ts';

const verbs: Readonly<Record<string, Verb>> = {
  serve: {
    summary: 'start the shop: bot, site, and in development the chat page and the PayPal simulator',
    help: 'Starts everything and runs until SIGTERM or SIGINT. Settings come from the environment; see the README.',
    options: {},
    run: async (_values, environment) => {
      const running = await serve(await readShopSettings(environment, sampleCatalog()));
      await untilToldToStop();
      await running.stop();
      return 0;
    },
  },
  simulator: {
    summary: 'start the PayPal simulator alone',
    help: 'Starts the PayPal simulator on SIMULATOR_PORT (3979).\n\n  --journal FILE   keep its orders in this file\n  --port N         another port',
    options: { journal: { type: 'string' }, port: { type: 'string' } },
    run: async ({ journal, port }, environment) => {
      const { simulatorPort } = readConfig(
        typeof port === 'string' ? { ...environment, SIMULATOR_PORT: port } : environment,
      );
      const journalPath = typeof journal === 'string' ? { journalPath: resolvePath(journal) } : {};
      const simulator = await startSimulator({ host: '127.0.0.1', port: simulatorPort, ...journalPath });
      process.stderr.write(
        `PayPal simulator at ${simulator.url} (no real money). Ledger: ${simulator.url}/_simulator/ledger\n`,
      );
      await untilToldToStop();
      await simulator.close();
      return 0;
    },
  },
  orders: {
    summary: 'list checkouts: status, total, channel, what is overdue',
    help: 'Lists the newest checkouts.\n\n  --limit N   how many (20)\n  --json      one JSON object a line',
    options: { limit: { type: 'string' }, json: { type: 'boolean' } },
    run: async ({ limit, json }, environment) => {
      const store = await openStore({ url: readConfig(environment).databaseUrl, holder: newHolder() });
      try {
        await store.migrate();
        process.stdout.write(await listOrders(store, { limit: toLimit(limit), json: json === true }));
      } finally {
        await store.close();
      }
      return 0;
    },
  },
  refund: refundVerb,
  reconcile: reconcileVerb,
  ledger: ledgerVerb,
  webhook: webhookVerb,
  backup: backupVerb,
  restore: restoreVerb,
  migrate: {
    summary: 'bring the database up to date (serve does it too)',
    help: 'Applies the migrations that are missing and names them.',
    options: {},
    run: async (_values, environment) => {
      const store = await openStore({ url: readConfig(environment).databaseUrl, holder: newHolder() });
      try {
        const applied = await store.migrate();
        process.stdout.write(
          applied.length === 0 ? 'The database is up to date.\n' : `Applied ${applied.join(', ')}.\n`,
        );
      } finally {
        await store.close();
      }
      return 0;
    },
  },
};

export function findVerb(name: string): Verb | undefined {
  return Object.hasOwn(verbs, name) ? verbs[name] : undefined;
}

export function usage(): string {
  const rows = Object.entries(verbs).map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`);
  return `Usage: chat-checkout <verb> [options]\n\n${rows.join('\n')}\n\nEach verb knows --help. Settings come from the environment; see the README.\n`;
}

/** Later signals are ignored: npm and terminals send each twice, and what is under way must end well. */
async function untilToldToStop(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => resolve());
  });
}

function toLimit(value: unknown): number {
  return typeof value === 'string' && /^\d{1,5}$/u.test(value) ? Math.max(1, Number(value)) : 20;
}
