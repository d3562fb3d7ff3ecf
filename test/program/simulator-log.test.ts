import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { freePort, inherited } from '../stage/program.ts';

describe('the PayPal simulator by itself', () => {
  /** What it writes to standard output while somebody signs in and asks for an order that is not there. */
  async function logOf(settings: Readonly<Record<string, string>>): Promise<string> {
    const port = await freePort();
    const child = spawn(process.execPath, ['dist/main.js', 'simulator', '--port', String(port)], {
      env: { ...inherited(), ...settings },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = once(child, 'exit');
    const written = text(child.stdout);
    const ask = (path: string, init: RequestInit = {}): Promise<number | undefined> =>
      fetch(`http://127.0.0.1:${port}${path}`, init).then(
        ({ status }) => status,
        () => undefined,
      );
    const headers = {
      authorization: `Basic ${Buffer.from('shop:hunter2').toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    };
    const signIn = { method: 'POST', headers, body: 'grant_type=client_credentials' };
    while (child.exitCode === null && (await ask('/v1/oauth2/token', signIn)) === undefined) await sleep(50);
    expect(await ask('/v2/checkout/orders/5O190127TN364715T?note=hunter2')).to.equal(401);
    child.kill('SIGTERM');
    await ended;
    return written;
  }

  it('writes a line for each request, with its operation, status and debug id, and no secret', async () => {
    const log = await logOf({});
    const lines = log
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ event, method, path, status }) => [event, method, path, status])).to.deep.equal([
      ['simulator_request', 'POST', '/v1/oauth2/token', 200],
      ['simulator_request', 'GET', '/v2/checkout/orders/5O190127TN364715T', 401],
    ]);
    for (const line of lines) expect(line.debugId, JSON.stringify(line)).to.match(/^\w{10,}$/u);
    expect(log).not.to.include('hunter2').and.not.to.include(Buffer.from('shop:hunter2').toString('base64'));
  });

  it('writes none where only faults are asked for', async () => {
    expect(await logOf({ LOG_LEVEL: 'warn' })).to.equal('');
  });
});
