import { backupVerb } from './commands/backup.ts';
import { ledgerVerb } from './commands/ledger.ts';
import { migrateVerb } from './commands/migrate.ts';
import { ordersVerb } from './commands/orders.ts';
import { reconcileVerb } from './commands/reconcile.ts';
import { refundVerb } from './commands/refund.ts';
import { restoreVerb } from './commands/restore.ts';
import { serveVerb } from './commands/serve.ts';
import { simulatorVerb } from './commands/simulator.ts';
import { webhookVerb } from './commands/webhook.ts';
import type { Verb } from './commands/verb.ts';

const verbs: Readonly<Record<string, Verb>> = {
  serve: serveVerb,
  simulator: simulatorVerb,
  orders: ordersVerb,
  refund: refundVerb,
  reconcile: reconcileVerb,
  ledger: ledgerVerb,
  webhook: webhookVerb,
  backup: backupVerb,
  restore: restoreVerb,
  migrate: migrateVerb,
};

export function findVerb(name: string): Verb | undefined {
  return Object.hasOwn(verbs, name) ? verbs[name] : undefined;
}

export function usage(): string {
  const rows = Object.entries(verbs).map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`);
  return `Usage: chat-checkout <verb> [options]\n\n${rows.join('\n')}\n\nEach verb knows --help. Settings come from the environment; see the README.\n`;
}
