import sdk, { type PayPalEnvironment } from '@paypal/checkout-server-sdk';
import { createExecutor } from '../../src/paypal/executor.ts';
import { badAnswers } from './bad-answers.ts';
import { type Answering, type LocalServer, sendToken, startLocalServer } from './local-server.ts';
import { get } from './sample-operations.ts';

type Client = (environment: PayPalEnvironment) => () => Promise<unknown>;

/** A program of its own, with nothing to catch what no promise rejects with: `outlive.ts <client> <place> [answer]`. */
const [, , client = '', place = '', only] = process.argv;

const clients: Readonly<Record<string, Client>> = {
  ours: (environment) => {
    const executor = createExecutor({ environment, callTimeoutMs: 400, log: () => undefined });
    return () => executor.execute(get());
  },
  theirs: (environment) => {
    const theirs = new sdk.core.PayPalHttpClient(environment);
    return () => theirs.execute(get().request);
  },
};

/** A bad answer and then a good one; writes the name of what was outlived. */
async function outlive(name: string, badly: Answering, number: number): Promise<void> {
  const server = await startLocalServer();
  // Their cache of tokens is the whole process's, by the client's id.
  const environment = new sdk.core.PayPalEnvironment(`client-${number}`, 'secret', server.url, server.url);
  const ask = clients[client]?.(environment);
  if (ask === undefined) throw new Error(`no client ${client}`);
  answerAt(server, badly);
  await ask().catch(() => undefined);
  answerAt(server, undefined);
  await ask();
  process.stdout.write(`${name}\n`);
  await server.close();
}

function answerAt(server: LocalServer, badly: Answering | undefined): void {
  if (place === 'token') server.onToken = badly ?? sendToken('token-1');
  else server.onCall = badly ?? good;
}

function good(response: Parameters<Answering>[0]): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{"ok":true}');
}

const chosen = Object.entries(badAnswers).filter(([name]) => only === undefined || name === only);
await Promise.all(chosen.map(([name, badly], number) => outlive(name, badly, number)));
