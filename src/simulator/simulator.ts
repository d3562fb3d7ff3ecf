import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { openBooks } from './books.ts';
import type { Office, Settings } from './office.ts';
import { createFaults } from './faults/faults.ts';
import { createGateway } from './gateway.ts';
import type { Log } from './log.ts';
import { createPostman, type Postman } from './webhooks/postman.ts';
import { isForgotten } from './request-id.ts';
import { settleDue } from './payments/settle.ts';

export interface SimulatorOptions {
  readonly host: string;
  readonly port: number;
  /** A file of JSON lines that keeps orders over a restart; without it they live in memory. */
  readonly journalPath?: string;
  /** Without them any credentials are accepted. */
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly merchantId?: string;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly log?: Log;
  /** How long an order can be approved and captured; 3 hours. */
  readonly orderLifetimeMs?: number;
  /** How long a PayPal-Request-Id is remembered; 6 hours. */
  readonly requestIdLifetimeMs?: number;
  /** The same for refunds and authorizations; 45 days. */
  readonly paymentRequestIdLifetimeMs?: number;
  /** The wait after the first attempt to deliver a message of PayPal; it doubles with each. 250. */
  readonly webhookRetryMs?: number;
  /** How long a bearer token is good; 9 hours. */
  readonly tokenLifetimeMs?: number;
}

export interface Simulator {
  readonly url: string;
  /** Ends what is under way, closes every connection and the journal. */
  close(): Promise<void>;
}

const hourMs = 3_600_000;
const tickMs = 50;

/** Starts a PayPal sandbox on this machine: the API, the approval page, and `/_simulator/` for testers. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const server = createServer({ keepAliveTimeout: 65_000 });
  await listen(server, options);
  try {
    return serve(server, options);
  } catch (error) {
    server.close();
    throw error;
  }
}

/** Runs in the same tick as the listening, so that the journal is read before the first request comes in. */
function serve(server: Server, options: SimulatorOptions): Simulator {
  const url = urlOf(server);
  const clock = options.clock ?? Date.now;
  const log = options.log ?? (() => undefined);
  const settings = toSettings(options, url);
  const books = openBooks(options.journalPath, (kept, aheadMs) =>
    isForgotten({ now: () => clock() + aheadMs, settings }, kept),
  );
  const office: Office = { books, settings, now: () => clock() + books.aheadMs() };
  const closing = new AbortController();
  const faults = createFaults();
  const postman = createPostman({ office, faults, log, signal: closing.signal });
  const keep = (): void => keepTime(office, postman, log);
  const handle = createGateway({
    office,
    faults,
    postman,
    keepTime: keep,
    host: options.host,
    log,
    signal: closing.signal,
  });
  const underWay = new Set<Promise<void>>();
  server.on('request', (request, response) => {
    const handled = handle(request, response)
      .catch((error: unknown) => {
        // Mostly a caller that went away while it was sending.
        log('simulator_caller_gone', { reason: String(error) });
        response.destroy();
      })
      .finally(() => underWay.delete(handled));
    underWay.add(handled);
  });
  const watch = setInterval(keep, tickMs);
  const shutDown = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    closing.abort();
    clearInterval(watch);
    await Promise.all(underWay);
    await postman.close();
    server.closeAllConnections();
    await closed;
    books.close();
  };
  let closed: Promise<void> | undefined;
  return { url, close: () => (closed ??= shutDown()) };
}

/** What happens without a request: reviews end, approvals lapse, and messages left by the life before set out. */
function keepTime(office: Office, postman: Postman, log: Log): void {
  try {
    settleDue(office);
    postman.collect();
  } catch (error) {
    log('simulator_fault', { operation: 'settle', reason: String(error) });
  }
}

function toSettings(options: SimulatorOptions, url: string): Settings {
  return {
    url,
    merchantId: options.merchantId ?? 'SMLTRMERCHANT',
    ...(options.clientId === undefined ? {} : { clientId: options.clientId }),
    ...(options.clientSecret === undefined ? {} : { clientSecret: options.clientSecret }),
    orderLifetimeMs: options.orderLifetimeMs ?? 3 * hourMs,
    requestIdLifetimeMs: options.requestIdLifetimeMs ?? 6 * hourMs,
    paymentRequestIdLifetimeMs: options.paymentRequestIdLifetimeMs ?? 45 * 24 * hourMs,
    webhookRetryMs: options.webhookRetryMs ?? 250,
    tokenLifetimeMs: options.tokenLifetimeMs ?? 9 * hourMs,
  };
}

async function listen(server: Server, { host, port }: SimulatorOptions): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
}

/** Pages live on a literal address, so that a browser sees the way here from `localhost` as crossing sites. */
function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the simulator listens on TCP only');
  const name = ['0.0.0.0', '::'].includes(address.address) ? '127.0.0.1' : address.address;
  return `http://${name.includes(':') ? `[${name}]` : name}:${address.port}`;
}
