import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { findUnknownNames } from '../settings/setting-names.ts';
import type { Environment } from '../settings/setting-value.ts';
import { findPackageRoot } from '../web/package-root.ts';
import { backupVerb } from './commands/backup.ts';
import { eraseVerb } from './commands/erase.ts';
import { ledgerVerb } from './commands/ledger.ts';
import { merchantChatVerb } from './commands/merchant-chat.ts';
import { migrateVerb } from './commands/migrate.ts';
import { orderVerb } from './commands/order.ts';
import { ordersVerb } from './commands/orders.ts';
import { reconcileVerb } from './commands/reconcile.ts';
import { refundVerb } from './commands/refund.ts';
import { resendVerb } from './commands/resend.ts';
import { restoreVerb } from './commands/restore.ts';
import { serveVerb } from './commands/serve.ts';
import { shipVerb } from './commands/ship.ts';
import { simulatorVerb } from './commands/simulator.ts';
import type { Verb } from './commands/verb.ts';
import { webhookVerb } from './commands/webhook.ts';
import { print, refuse, tell } from './say.ts';

const verbs: Readonly<Record<string, Verb>> = {
  serve: serveVerb,
  simulator: simulatorVerb,
  orders: ordersVerb,
  order: orderVerb,
  ship: shipVerb,
  refund: refundVerb,
  erase: eraseVerb,
  reconcile: reconcileVerb,
  ledger: ledgerVerb,
  webhook: webhookVerb,
  resend: resendVerb,
  'merchant-chat': merchantChatVerb,
  backup: backupVerb,
  restore: restoreVerb,
  migrate: migrateVerb,
};

/** Runs what the command line says; `serve` when it says nothing. Resolves with the exit code: 0 done, 1 failed, 2 wrong use. */
export async function runVerb(
  words: readonly string[],
  readEnvironment: () => Promise<Environment>,
): Promise<number> {
  let exitCode = 0;
  const program = createProgram(async (verb, command) => {
    const environment = await readEnvironment();
    if (verb !== serveVerb) warnOfUnknownNames(environment);
    exitCode = await verb.run(command.opts(), environment, command.args);
  });
  try {
    await program.parseAsync(words.length === 0 ? ['serve'] : words, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : refuse(toRefusal(program, words, error), 2);
  }
}

/** `serve` says it beside its addresses and in its log. On standard error, since what a verb prints may be read by a program. */
function warnOfUnknownNames(environment: Environment): void {
  const names = findUnknownNames(environment);
  if (names.length > 0) tell(`Not read: ${names.join(', ')}. There are no such settings.`);
}

function createProgram(run: (verb: Verb, command: Command) => Promise<void>): Command {
  const program = withOurWays(new Command('chat-checkout'))
    .usage('<verb> [options]')
    .version(readVersion(), '--version', 'show the version')
    .helpCommand('help [verb]', 'show what a verb takes')
    .addHelpText('after', '\nEach verb knows --help. Settings come from the environment; see the README.');
  for (const [name, verb] of Object.entries(verbs)) {
    const command = withOurWays(program.command(name)).summary(verb.summary).description(verb.help);
    (verb.takes?.(command) ?? command).action(() => run(verb, command));
  }
  return program;
}

/** Errors come to us to be said; nothing ends the process by itself. */
function withOurWays(command: Command): Command {
  return command
    .exitOverride()
    .allowExcessArguments(false)
    .helpOption('-h, --help', 'show this')
    .configureOutput({
      writeOut: print,
      writeErr: () => undefined,
      outputError: () => undefined,
      getOutHelpWidth: () => (process.stdout.isTTY ? process.stdout.columns : 120),
      getErrHelpWidth: () => (process.stderr.isTTY ? process.stderr.columns : 120),
    });
}

/** What was wrong, that nothing was changed, and where to read on. */
function toRefusal(program: Command, words: readonly string[], { code, message }: CommanderError): string {
  const command = program.commands.find((one) => words.includes(one.name()));
  if (code === 'commander.unknownCommand' || command === undefined) {
    const known = Object.keys(verbs).join(', ');
    return code === 'commander.unknownCommand'
      ? `There is no verb "${words.find((word) => !word.startsWith('-')) ?? ''}". Nothing was changed. Verbs: ${known}.`
      : `${toSentence(message)} Nothing was changed. Verbs: ${known}.`;
  }
  const isCount = code === 'commander.missingArgument' || code === 'commander.excessArguments';
  const wrong = isCount ? `Wrong number of words after "${command.name()}".` : toSentence(message);
  return `${wrong} Nothing was changed.\n\n${command.helpInformation().trimEnd()}`;
}

function toSentence(message: string): string {
  const words = message.replace(/^error: /u, '').replaceAll('\n', ' ');
  const sentence = `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
  return /[.?)]$/u.test(sentence) ? sentence : `${sentence}.`;
}

function readVersion(): string {
  const content: unknown = JSON.parse(readFileSync(join(findPackageRoot(), 'package.json'), 'utf8'));
  const isPackage = typeof content === 'object' && content !== null && 'version' in content;
  return isPackage ? String(content.version) : 'unknown';
}
