import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { teaOrder } from './order-bodies.ts';
import { fetchToken, idOf, issueOf, openSandbox, type Reply, type Sandbox } from './sandbox.ts';

describe('the journal of the simulator', () => {
  let folder: string;
  let journalPath: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'simulator-'));
    journalPath = path.join(folder, 'new', 'orders.jsonl');
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  /** Runs one life of a simulator over the journal. */
  async function during<T>(work: (sandbox: Sandbox) => Promise<T>): Promise<T> {
    const sandbox = await openSandbox({ journalPath });
    try {
      return await work(sandbox);
    } finally {
      await sandbox.simulator.close();
    }
  }

  it('brings back orders, captures, request ids, sign-ins and the ledger after a restart', async () => {
    const request = teaOrder();
    const headers = { 'paypal-request-id': 'create-1' };
    const { paid, waiting, authorization, requests } = await during(async (sandbox) => {
      const first = await sandbox.create(request, headers);
      await sandbox.press(idOf(first), 'approve');
      await sandbox.capture(idOf(first), { 'paypal-request-id': 'capture-1' });
      const second = await sandbox.create(teaOrder());
      await sandbox.press(idOf(second), 'decline');
      await sandbox.capture(idOf(second), { 'paypal-request-id': 'capture-2' });
      return {
        paid: await sandbox.get(idOf(first)),
        waiting: idOf(second),
        authorization: `Bearer ${await sandbox.signIn()}`,
        requests: (await sandbox.ledger()).requests,
      };
    });
    await during(async (sandbox) => {
      const seen = await sandbox.get(idOf(paid), { authorization });
      expect(withoutPorts(seen)).to.deep.equal(withoutPorts(paid));
      expect(idOf(await sandbox.create(request, headers))).to.equal(idOf(paid));
      expect((await sandbox.capture(idOf(paid), { 'paypal-request-id': 'capture-1' })).status).to.equal(200);
      const declined = await sandbox.capture(waiting, { 'paypal-request-id': 'capture-2' });
      expect(issueOf(declined)).to.equal('INSTRUMENT_DECLINED');
      expect((await sandbox.ledger()).requests.slice(0, requests.length)).to.deep.equal(requests);
    });
  });

  it('drops a half-written last line and goes on', async () => {
    const id = await during(async (sandbox) => idOf(await sandbox.create(teaOrder())));
    fs.appendFileSync(journalPath, '{"order":{"id":"HALF');
    await during(async (sandbox) => {
      expect((await sandbox.get(id)).status).to.equal(200);
      await sandbox.create(teaOrder());
    });
    await during(async (sandbox) => expect((await sandbox.ledger()).orders).to.have.length(2));
  });

  it('does not start over a journal that is damaged inside, and names the line', async () => {
    await during((sandbox) => sandbox.create(teaOrder()));
    const lines = fs.readFileSync(journalPath, 'utf8');
    fs.writeFileSync(journalPath, `${lines}rubbish\n${lines}`);
    const number = lines.split('\n').length;
    const failure = await during(() => Promise.resolve('started')).catch(String);
    expect(failure).to.contain(`orders.jsonl:${number} is not JSON`);
    expect(fs.readFileSync(journalPath, 'utf8')).to.contain('rubbish');
  });

  it('grows no further than its contents: every start rewrites it', async () => {
    await during(async (sandbox) => {
      const id = idOf(await sandbox.create(teaOrder()));
      for (let round = 0; round < 20; round += 1) await sandbox.press(id, 'approve');
    });
    const count = (): number => fs.readFileSync(journalPath, 'utf8').split('"order":').length - 1;
    expect(count()).to.equal(21);
    await during(() => Promise.resolve());
    expect(count()).to.equal(1);
    expect(fs.readdirSync(path.dirname(journalPath))).to.deep.equal(['orders.jsonl']);
  });

  it('is left alone by a second simulator that finds the port taken', async () => {
    await during(async (sandbox) => {
      const id = idOf(await sandbox.create(teaOrder()));
      const port = Number(new URL(sandbox.simulator.url).port);
      const before = fs.statSync(journalPath).ino;
      expect(await openSandbox({ journalPath, port }).catch(String)).to.contain('EADDRINUSE');
      expect(fs.statSync(journalPath).ino).to.equal(before);
      expect((await sandbox.get(id)).status).to.equal(200);
    });
  });

  it('holds what was answered when the process is killed with -9', async () => {
    const program = `
      import { startSimulator } from ${JSON.stringify(new URL('../../src/simulator/simulator.ts', import.meta.url).href)};
      const simulator = await startSimulator({ host: '127.0.0.1', port: 0, journalPath: ${JSON.stringify(journalPath)} });
      console.log(simulator.url);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exit = once(child, 'exit');
    let answered: string;
    try {
      const [line] = await once(child.stdout, 'data');
      answered = await createAt(String(line).trim());
    } finally {
      child.kill('SIGKILL');
      await exit;
    }
    await during(async (sandbox) => {
      sandbox.clock.now = Date.now();
      expect((await sandbox.get(answered)).status).to.equal(200);
    });
  });
});

/** Creates an order at a simulator of another process. */
async function createAt(url: string): Promise<string> {
  const created = await fetch(`${url}/v2/checkout/orders`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await fetchToken(url)}`,
      'content-type': 'application/json',
      'paypal-request-id': 'r',
    },
    body: JSON.stringify(teaOrder()),
  });
  return z.object({ id: z.string() }).parse(await created.json()).id;
}

/** Another life listens on another port. */
function withoutPorts(reply: Reply): string {
  return JSON.stringify(reply.body).replaceAll(/127\.0\.0\.1:\d+/g, 'simulator');
}
