import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { dirname, join } from 'node:path';
import { type App, connectorPath, createApp } from './app.ts';
import { createLog, type Log } from './log.ts';
import type { Config } from '../settings/config.ts';
import { publishPictures } from '../settings/pictures.ts';
import type { ShopSettings } from '../settings/shop-settings.ts';
import type { SiteSettings } from '../settings/site-settings.ts';
import { createRequestGate, type RequestGate } from './request-gate.ts';
import { startSimulator, type Simulator } from '../simulator/simulator.ts';
import { openParts } from './open-parts.ts';
import { openTranscript } from '../local-channel/transcript-file.ts';
import { tell } from './say.ts';
import { printableLine } from '../words/printable.ts';
import { answerWithoutUpgrade } from './without-upgrade.ts';

/** Starts the whole product; resolves when it listens. The answer stops it. */
export async function serve(settings: ShopSettings): Promise<{ stop(): Promise<void> }> {
  const { config, catalogFile, logo, unknownNames } = settings;
  const log = createLog(config.logLevel);
  if (unknownNames.length > 0) log('settings_unknown', { names: unknownNames.join(', ') });
  const { catalog, pictures } = publishPictures(settings.catalog, dirname(catalogFile));
  const parts = await openParts(config, log, { lock: true });
  const opened: { close(): Promise<unknown> }[] = [parts];
  try {
    const { dataFolder } = parts;
    const simulator = await simulate(config, dataFolder, log);
    if (simulator !== undefined) opened.push(simulator);
    const transcript = config.bot.appId === '' ? openTranscript(join(dataFolder, 'channel.db')) : undefined;
    if (transcript !== undefined) opened.push(transcript);
    const app = createApp({ ...parts, config, catalog, pictures, logo, transcript });
    const gate = createRequestGate(app.handle, (path) => path.startsWith(connectorPath));
    const server = await listen(config.site, gate, app);
    const keyWords = await app.keyWatch.look();
    app.worker.start();
    announce(settings, keyWords);
    return { stop: () => stop(server, gate, app, opened, log) };
  } catch (error) {
    for (const part of opened.toReversed()) await part.close();
    throw error;
  }
}

/**
 * No new requests; those in flight, turns and signals end; then everything is closed in turn. The server listens until
 * then, since the bot's words to the local channel are requests too. A browser's spare connection is not waited for.
 */
async function stop(
  server: Server,
  gate: RequestGate,
  app: App,
  opened: readonly { close(): Promise<unknown> }[],
  log: Log,
): Promise<void> {
  log('stopping', {});
  await gate.close();
  await app.close();
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
  for (const part of opened.toReversed()) await part.close();
  log('stopped', {});
}

async function listen({ host, port }: SiteSettings, gate: RequestGate, app: App): Promise<Server> {
  const options = {
    maxHeaderSize: 16 * 1024,
    requestTimeout: 30_000,
    headersTimeout: 15_000,
    // Newer versions of node ask before they give a request away.
    shouldUpgradeCallback: app.mayUpgrade,
  };
  const server = createServer(options, gate.handle);
  server.on('upgrade', (request, socket, head) => {
    if (app.mayUpgrade(request)) app.upgrade(request, socket, head);
    else answerWithoutUpgrade(server, request, socket, head);
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Error(portTaken('PORT', port, error), { cause: error });
  }
  return server;
}

async function simulate(
  { payPal, simulatorPort }: Pick<Config, 'payPal' | 'simulatorPort'>,
  dataFolder: string,
  log: Log,
): Promise<Simulator | undefined> {
  if (!payPal.startsSimulator) return undefined;
  // The shop logs its own calls; of PayPal's side only what went wrong there is news.
  const logFaults: Log = (event, fields) => {
    if (event === 'simulator_fault') log(event, fields);
  };
  try {
    return await startSimulator({
      host: '127.0.0.1',
      port: simulatorPort,
      log: logFaults,
      ...(dataFolder === '' ? {} : { journalPath: join(dataFolder, 'simulator.jsonl') }),
    });
  } catch (error) {
    throw new Error(portTaken('SIMULATOR_PORT', simulatorPort, error), { cause: error });
  }
}

function portTaken(setting: string, port: number, error: unknown): string {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (!isTaken)
    return `${setting} ${port} cannot be listened on: ${error instanceof Error ? error.message : 'unknown'}`;
  return `Port ${port} is taken, perhaps by another Chat Checkout. Stop that one, or set ${setting} to a free port.`;
}

/** Where everything is, and which setting makes it real; for people, so on standard error. */
function announce({ config, unknownNames }: ShopSettings, keyWords: readonly string[]): void {
  const { payPal } = config;
  const { publicUrl } = config.site;
  const lines = [
    '',
    `Chat Checkout, selling for ${config.merchant.merchantName}`,
    config.bot.appId === ''
      ? `  Chat       ${publicUrl}/   (local; set MicrosoftAppId for a real channel)`
      : `  Bot        ${publicUrl}/api/messages`,
    `  Site       ${publicUrl}/checkout/…   (links come from the chat)`,
    payPal.environment === 'simulator'
      ? `  PayPal     ${payPal.apiUrl}   (simulator, no real money; set PAYPAL_CLIENT_ID and PAYPAL_CLIENT_SECRET for the sandbox)`
      : `  PayPal     ${payPal.apiUrl}   (${payPal.environment})`,
    `  Database   ${config.databaseUrl}   (DATABASE_URL)`,
    ...keyWords.map((words) => `  Keys       ${words}`),
    ...unknownNames.slice(0, 1).map(() => `  Not read   ${unknownNames.join(', ')}   (no such settings)`),
    '',
  ];
  tell(lines.map((line) => printableLine(line)).join('\n'));
}
