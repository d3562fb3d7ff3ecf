import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';
import type { MerchantTold } from '../../src/checkout/merchant-event-ports.ts';
import {
  createMerchantWebhook,
  type MerchantWebhookOptions,
} from '../../src/merchant-webhook/merchant-webhook.ts';
import { type Answer, type MerchantReceiver, startMerchantReceiver } from '../stage/merchant-receiver.ts';
import { body, event, leadingTo } from './sample-event.ts';

const bytes = randomBytes(32);
const secret = `whsec_${bytes.toString('base64')}`;

describe('the merchant’s webhook', () => {
  let receiver: MerchantReceiver;
  beforeEach(async () => {
    receiver = await startMerchantReceiver(secret);
  });
  afterEach(() => receiver.close());

  const tell = (options: Partial<MerchantWebhookOptions> = {}, now = Date.now()): Promise<MerchantTold> =>
    createMerchantWebhook({ url: receiver.url, secrets: [bytes], hosts: ['127.0.0.1'], ...options }).tell(
      event,
      now,
    );
  const answering = async (answer: Answer): Promise<MerchantTold> => {
    receiver.answer(answer);
    return tell();
  };

  it('sends the stored bytes, which the library of receivers verifies', async () => {
    expect(await tell()).to.deep.equal({ kind: 'told', status: 204 });
    expect(receiver.disbelieved).to.deep.equal([]);
    const [got] = receiver.got;
    expect(got?.body).to.equal(body);
    expect(got?.headers).to.include({
      'webhook-id': event.eventId,
      'content-type': 'application/json',
      connection: 'close',
    });
  });

  it('is signed over the bytes that are sent: the same JSON written otherwise is not believed', async () => {
    await tell();
    const [got] = receiver.got;
    const headers = {
      'webhook-id': got?.id ?? '',
      'webhook-timestamp': String(got?.timestamp),
      'webhook-signature': got?.signature ?? '',
    };
    const webhook = new Webhook(secret);
    expect(webhook.verify(body, headers)).to.deep.equal(JSON.parse(body));
    expect(() => webhook.verify(JSON.stringify(JSON.parse(body)), headers)).to.throw();
    expect(() => webhook.verify(body, { ...headers, 'webhook-id': 'msg_other' })).to.throw();
  });

  it('says the time of the try and not of the event, in whole seconds', async () => {
    const now = Date.now() + 999;
    await tell({}, now);
    expect(receiver.got[0]?.timestamp).to.equal(Math.floor(now / 1000));
    expect(receiver.disbelieved).to.deep.equal([]);
  });

  it('is signed by both secrets, so that the receiver may take either', async () => {
    const other = randomBytes(24);
    await tell({ secrets: [other, bytes] });
    await tell({ secrets: [bytes, other] });
    expect(receiver.disbelieved).to.deep.equal([]);
    const signatures = receiver.got.map(({ signature }) => signature.split(' '));
    expect(signatures.map(({ length }) => length)).to.deep.equal([2, 2]);
    expect(signatures.flat().every((one) => /^v1,[A-Za-z\d+/]{43}=$/u.test(one))).to.equal(true);
    await tell({ secrets: [other] });
    expect(receiver.disbelieved).to.have.length(1);
  });

  for (const status of [200, 201, 202, 204, 299])
    it(`has told when it is answered ${status}`, async () => {
      expect(await answering(status)).to.deep.equal({ kind: 'told', status });
    });

  for (const status of [301, 302, 303, 307, 308])
    it(`follows no redirect: ${status} is a failure, wherever it leads`, async () => {
      const told = await answering((response) =>
        response.writeHead(status, { location: `http://127.0.0.1:${receiver.port}/elsewhere` }).end(),
      );
      expect(told).to.deep.equal({
        kind: 'retry',
        status,
        reason: `it answers ${status}, and no redirect is followed`,
      });
      expect(receiver.got).to.have.length(1);
    });

  for (const status of [400, 401, 404, 429, 500, 502, 503, 504])
    it(`is told again after ${status}`, async () => {
      expect(await answering(status)).to.deep.include({ kind: 'retry', status });
    });

  it('is refused for good by 410', async () => {
    expect(await answering(410)).to.deep.include({ kind: 'refused', status: 410 });
  });

  for (const [said, status, afterMs] of [
    ['120', 429, 120_000],
    ['120', 503, 120_000],
    ['120', 500, undefined],
    ['0', 429, undefined],
    ['-5', 429, undefined],
    ['soon', 429, undefined],
    ['1e9', 429, undefined],
    ['999999999', 429, 4 * 3_600_000],
    ['Wed, 21 Oct 1999 07:28:00 GMT', 503, undefined],
  ] as const)
    it(`waits as long as it is asked to, within bounds: ${said} with ${status}`, async () => {
      const told = await answering((response) => response.writeHead(status, { 'retry-after': said }).end());
      expect(told.kind === 'retry' ? told.afterMs : 'told').to.equal(afterMs);
    });

  it('waits until the date that it is told', async () => {
    const now = Date.parse('Wed, 25 Nov 2026 10:00:00 GMT');
    receiver.answer((response) =>
      response.writeHead(503, { 'retry-after': 'Wed, 25 Nov 2026 10:10:00 GMT' }).end(),
    );
    expect(await tell({}, now)).to.deep.include({ afterMs: 600_000 });
  });

  for (const [what, answer] of Object.entries<Answer>({
    'never answers': () => undefined,
    'sends its head letter by letter': (response) => {
      const drip = setInterval(() => response.socket?.write('H'), 20);
      response.socket?.once('close', () => clearInterval(drip)).write('HTTP/1.1 200 ');
    },
  }))
    it(`is told again where the receiver ${what}`, async () => {
      receiver.answer(answer);
      expect(await tell({ timeoutMs: 200 })).to.deep.equal({
        kind: 'retry',
        reason: 'it did not answer in time',
      });
    });

  it('is told again where the answer comes late: the receiver may get a second copy under the same id', async () => {
    receiver.answer((response) => setTimeout(() => response.writeHead(200).end(), 400));
    expect(await tell({ timeoutMs: 200 })).to.deep.include({ kind: 'retry' });
    expect(await tell({ timeoutMs: 2_000 })).to.deep.include({ kind: 'told' });
    expect(receiver.got.map(({ id }) => id)).to.deep.equal([event.eventId, event.eventId]);
    expect(new Set(receiver.got.map((one) => one.body)).size).to.equal(1);
  });

  it('is told again where the receiver hangs up, speaks another protocol, or is not there', async () => {
    expect(await answering((response) => response.socket?.destroy())).to.deep.include({ kind: 'retry' });
    expect(await answering((response) => response.socket?.end('SSH-2.0-OpenSSH\r\n'))).to.deep.include({
      kind: 'retry',
    });
    expect(
      await answering((response) =>
        response.socket?.end('HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n'),
      ),
    ).to.deep.include({ kind: 'retry' });
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const address = gone.address();
    gone.close();
    const port = typeof address === 'object' ? address?.port : undefined;
    expect(await tell({ url: `http://127.0.0.1:${port}/` })).to.deep.equal({
      kind: 'retry',
      reason: 'it cannot be reached (ECONNREFUSED)',
    });
  });

  it('reads little of an answer, and counts its status whatever follows', async () => {
    const closed = new Promise<void>((resolve) => {
      receiver.answer((response) => {
        response.writeHead(200);
        const flood = setInterval(() => response.write(Buffer.alloc(64 * 1024)), 1);
        response.once('close', () => {
          clearInterval(flood);
          resolve();
        });
      });
    });
    // Long before the time is over.
    expect(await tell({ timeoutMs: 200_000 })).to.deep.include({ kind: 'told' });
    await closed;
  });

  it('believes no certificate that nobody vouches for', async () => {
    const told = await tell({ url: `https://127.0.0.1:${receiver.port}/` });
    expect(told).to.deep.include({ kind: 'retry' });
    expect(receiver.got).to.deep.equal([]);
  });

  it('says in no reason where it goes: the address may hold a secret of the receiver', async () => {
    const told = [
      await answering(500),
      await answering(410),
      await tell({ hosts: [] }),
      await tell({ url: 'http://shop.example/?token=of-the-merchant', resolver: leadingTo('10.0.0.5') }),
    ];
    expect(JSON.stringify(told)).not.to.include('of-the-merchant').and.not.to.include('/hooks');
  });
});
