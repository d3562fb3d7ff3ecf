import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ConnectorStub, startConnectorStub } from './connector-stub.ts';
import { freePort } from './ports.ts';
import { type Process, startProcess } from './processes.ts';

/** Everything that is measured, each in a process of its own, in a folder that goes with it. */
export interface Stage {
  readonly stub: ConnectorStub;
  readonly programUrl: string;
  readonly simulatorUrl: string;
  readonly floorUrl: string;
  readonly databaseFile: string;
  /** A number for a shopper who was never here: the limits are for one shopper and for one address. */
  nextShopper(): number;
  /** The program's log so far. */
  programLog(): string;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const main = join(root, 'dist', 'main.js');

export async function openStage(): Promise<Stage> {
  // Not the system's folder for temporary files: that one may live in memory, where a durable commit costs nothing.
  mkdirSync(join(root, 'data'), { recursive: true });
  const folder = mkdtempSync(join(root, 'data', 'bench-'));
  const stub = await startConnectorStub();
  const started: Process[] = [];
  const close = async (): Promise<void> => {
    for (const running of started.toReversed()) await running.stop();
    await stub.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const simulatorUrl = await startSimulator(folder, started);
    const databaseFile = join(folder, 'checkout.db');
    const { url: programUrl, program } = await startProgram(folder, started, {
      DATABASE_URL: `file:${databaseFile}`,
      SERVICE_HOSTS: stub.host,
      PAYPAL_ENVIRONMENT: 'simulator',
      PAYPAL_API_URL: simulatorUrl,
    });
    const floorUrl = await startFloor(folder, started);
    let shoppers = 0;
    const nextShopper = (): number => (shoppers += 1);
    const programLog = (): string => program.output();
    return { stub, programUrl, simulatorUrl, floorUrl, databaseFile, nextShopper, programLog, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startSimulator(folder: string, started: Process[]): Promise<string> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const command = [main, 'simulator', '--port', String(port)];
  started.push(
    await startProcess({ folder, name: 'simulator', command, env: {}, readyUrl: `${url}/_simulator/ledger` }),
  );
  return url;
}

async function startProgram(
  folder: string,
  started: Process[],
  settings: Readonly<Record<string, string>>,
): Promise<{ url: string; program: Process }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = await startProcess({
    folder,
    name: 'program',
    command: [...profiling(), main, 'serve'],
    env: { PORT: String(port), PUBLIC_URL: url, TRUSTED_PROXIES: '1', ...settings },
    readyUrl: `${url}/health/ready`,
  });
  started.push(program);
  return { url, program };
}

async function startFloor(folder: string, started: Process[]): Promise<string> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = fileURLToPath(new URL('floor-server.ts', import.meta.url));
  const tsx = import.meta.resolve('tsx');
  const options = [String(port), join(folder, 'floor.db'), join(root, 'templates')];
  const command = ['--import', tsx, server, ...options];
  started.push(await startProcess({ folder, name: 'floor', command, env: {}, readyUrl: `${url}/page` }));
  return url;
}

/** `BENCH_PROFILE=<folder>` keeps a CPU profile of the program there. */
function profiling(): readonly string[] {
  const folder = process.env['BENCH_PROFILE'];
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${join(process.cwd(), folder)}`];
}
