import { randomUUID } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { expect } from 'chai';
import { startConnectorStub, type ConnectorStub } from '../stage/connector-stub.ts';
import { incoming } from '../stage/incoming.ts';
import { type Program, startProgram } from '../stage/program.ts';

const h2c =
  'Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n';
const webSocket =
  'Connection: close, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
  `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\n`;
const json = 'Content-Type: application/json\r\n';

describe('a request that asks for another protocol', () => {
  let program: Program;
  let connector: ConnectorStub;
  let host: string;
  before(async () => {
    connector = await startConnectorStub();
    program = await startProgram({ SERVICE_HOSTS: connector.host });
    ({ host } = new URL(program.url));
  });
  after(async () => {
    await program.remove();
    await connector.close();
  });

  /** Everything that comes back until the program closes the connection. */
  async function exchange(start: string, headers: string, ...body: string[]): Promise<string> {
    const socket = connect(Number(host.split(':')[1]), '127.0.0.1');
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer')));
    socket.write(`${start} HTTP/1.1\r\nHost: ${host}\r\n${headers}\r\n${body[0] ?? ''}`);
    for (const part of body.slice(1)) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      socket.write(part);
    }
    return readText(socket);
  }

  for (const [path, status] of [
    ['/health/live', 200],
    ['/health/ready', 200],
    ['/', 200],
    ['/assets/site.css', 200],
    ['/checkout/x', 404],
    ['/goodbye', 200],
    ['/nowhere', 404],
    ['/api/messages', 405],
    ['/v3/directline/conversations/c/stream', 404],
  ] as const)
    for (const [name, headers] of Object.entries({
      h2c,
      webSocket,
      unknown: webSocket.replace('websocket', 'x/1'),
    }))
      if (name !== 'webSocket' || !path.endsWith('/stream'))
        it(`gets the ordinary answer of ${path} when it asks for ${name}`, async () => {
          const plain = await exchange(`GET ${path}`, 'Connection: close\r\n');
          const answer = await exchange(`GET ${path}`, headers);
          expect(statusOf(answer)).to.equal(status).and.to.equal(statusOf(plain));
          expect(bodyOf(answer)).to.equal(bodyOf(plain));
        });

  it('is refused at the stream when it may not have it', async () => {
    const answer = await exchange('GET /v3/directline/conversations/c/stream', webSocket);
    expect(statusOf(answer)).to.equal(403);
  });

  const help = (): string =>
    JSON.stringify(incoming(connector.serviceUrl, { id: randomUUID(), text: 'help' }));
  const saidLast = (): unknown => connector.requests.at(-1)?.body['text'];

  for (const [name, headers] of Object.entries({ h2c, webSocket }))
    for (const [how, toParts] of Object.entries<(body: string) => readonly [string, ...string[]]>({
      'of known length at once': (body) => [`Content-Length: ${body.length}\r\n`, body],
      'of known length in parts': (body) => [
        `Content-Length: ${body.length}\r\n`,
        body.slice(0, 9),
        body.slice(9, 99),
        body.slice(99),
      ],
      'of known length after its head': (body) => [`Content-Length: ${body.length}\r\n`, '', body],
      'in chunks': (body) => [
        'Transfer-Encoding: chunked\r\n',
        chunk(body.slice(0, 50)),
        chunk(body.slice(50)),
        chunk(''),
      ],
    }))
      it(`is heard with its body ${how} when it asks for ${name}`, async () => {
        const [more, ...parts] = toParts(help());
        const before = connector.requests.length;
        const answer = await exchange('POST /api/messages', headers + json + more, ...parts);
        expect(statusOf(answer)).to.equal(200);
        expect(connector.requests.length).to.equal(before + 1);
        expect(saidLast()).to.match(/what you can say/);
      });

  it('keeps each byte of its body: a webhook is refused for its signature, a large activity for its size', async () => {
    const body = JSON.stringify({ text: 'x'.repeat(300 * 1024) });
    const large = await exchange(
      'POST /api/messages',
      `${h2c}${json}Content-Length: ${body.length}\r\n`,
      body,
    );
    expect(statusOf(large)).to.equal(413);
    const hook = await exchange('POST /webhooks/paypal', `${h2c}${json}Content-Length: 2\r\n`, '{}');
    const plain = await exchange(
      'POST /webhooks/paypal',
      `Connection: close\r\n${json}Content-Length: 2\r\n`,
      '{}',
    );
    expect(statusOf(hook)).to.equal(statusOf(plain)).and.be.at.least(400);
  });

  it('leaves the connection to the next requests, which are answered in order', async () => {
    const open = h2c.replace(', close', '');
    const odd = `${open}Cookie: a=1\r\nCookie: b=\xe4\r\nX-Odd:  \t spaced \r\n`;
    const next = (path: string, headers: string): string =>
      `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${headers}\r\n`;
    const rest = next('/nowhere', '') + next('/goodbye', 'Connection: close\r\n');
    const answer = await exchange('GET /health/live', odd, rest);
    const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /gu)].map(([, status]) => Number(status));
    expect(statuses).to.deep.equal([200, 404, 200]);
  });

  it('may be asked again and again on one connection', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c' };
    for (let n = 0; n < 15; n += 1) {
      const sent = request(`${program.url}/health/live`, { agent, headers });
      const answered = new Promise<IncomingMessage>((resolve, reject) => {
        sent.on('response', resolve).on('error', reject).end();
      });
      const answer = await answered;
      await readText(answer);
      expect(answer.statusCode).to.equal(200);
      expect(sent.reusedSocket).to.equal(n > 0);
    }
    agent.destroy();
    expect(program.output()).to.not.include('Warning');
  });

  it('is refused in words of HTTP when it is no request', async () => {
    expect(statusOf(await exchange('GET /health/live', `${h2c}Content-Length: x\r\n`))).to.equal(400);
  });

  it('is answered many times over, and the program goes on and stops', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => exchange('GET /health/live', h2c)));
    expect(answers.map(statusOf)).to.deep.equal(Array.from({ length: 50 }, () => 200));
    expect(program.output()).to.not.include('Warning');
    expect(await program.stop()).to.equal(0);
  });
});

function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3}) /u.exec(answer)?.[1]);
}

/** Pages carry the id of their request, which is another each time. */
function bodyOf(answer: string): string {
  return answer.slice(answer.indexOf('\r\n\r\n')).replace(/<dd>\w{16}<\/dd>|nonce="[^"]*"/gu, '');
}

function chunk(text: string): string {
  return `${text.length.toString(16)}\r\n${text}\r\n`;
}
