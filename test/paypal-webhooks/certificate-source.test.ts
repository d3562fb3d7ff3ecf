import { sign } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { crc32 } from 'node:zlib';
import { expect } from 'chai';
import { createFetchCertificate } from '../../src/paypal-webhooks/certificate-source.ts';
import { webhookPins } from '../../src/paypal-webhooks/webhook-pins.ts';
import {
  createWebhookVerifier,
  type WebhookVerdict,
  type WebhookVerifier,
  type WebhookVerifierOptions,
} from '../../src/paypal-webhooks/webhook-signature.ts';
import {
  type Answering,
  collectLog,
  type LocalServer,
  sendJson,
  startLocalServer,
} from '../paypal/local-server.ts';
import { makeCertificate, makeParty } from './make-certificate.ts';
import { signDelivery } from './signed-delivery.ts';
import { createVirtualTime } from '../paypal/virtual-time.ts';

const day = 86_400_000;
const webhookId = '1WH23456789012345';

describe('the certificates of webhooks over the wire', () => {
  const root = makeParty('Root');
  const leaf = makeParty('messageverificationcerts.sandbox.paypal.com');
  const start = Date.now();
  const dates = { from: start - day, to: start + day };
  const rootPem = makeCertificate({ subject: root, issuer: root, isAuthority: true, ...dates });
  const leafPem = makeCertificate({ subject: leaf, issuer: root, ...dates });
  let server: LocalServer;
  let now: number;

  beforeEach(async () => {
    now = start;
    server = await startLocalServer();
    server.onCall = sendText(leafPem);
  });
  afterEach(() => server.close());

  function verifier(changes: Partial<WebhookVerifierOptions> = {}): WebhookVerifier {
    return createWebhookVerifier({
      ...webhookPins('simulator', server.url),
      webhookIds: [webhookId],
      trustRoots: [rootPem],
      clock: () => now,
      log: collectLog().log,
      ...changes,
    });
  }

  function addressOf(name = 'CERT-1'): string {
    return `${server.url}/v1/notifications/certs/${name}`;
  }

  async function deliver(to: WebhookVerifier, address = addressOf()): Promise<WebhookVerdict> {
    const { headers, body } = signDelivery(leaf, webhookId, address);
    return to.verify(headers, body);
  }

  it('are asked for once, however many deliveries come, together or later', async () => {
    const ours = verifier();
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => deliver(ours)));
    expect(new Set([...verdicts, await deliver(ours)])).to.deep.equal(new Set(['valid']));
    expect(server.received.map(({ method, path }) => [method, path])).to.deep.equal([
      ['GET', '/v1/notifications/certs/CERT-1'],
    ]);
  });

  it('are asked for without our token', async () => {
    await deliver(verifier());
    const { headers } = server.received[0] ?? {};
    expect(headers).not.to.have.any.keys('authorization', 'cookie', 'content-length');
    expect(headers).to.include({
      accept: '*/*',
      'accept-encoding': 'identity',
      'user-agent': 'chat-checkout',
    });
  });

  it('are checked again by the clock when they are used again, and asked for anew', async () => {
    const ours = verifier();
    expect(await deliver(ours)).to.equal('valid');
    now = start + 2 * day;
    expect(await deliver(ours)).to.deep.equal({ invalid: 'certificate_date' });
    expect(server.received).to.have.length(2);
  });

  it('are not kept when they failed', async () => {
    const ours = verifier();
    server.onCall = sendText(makeCertificate({ subject: leaf, issuer: leaf, ...dates }));
    expect(await deliver(ours)).to.deep.equal({ invalid: 'certificate_chain' });
    server.onCall = sendText(leafPem);
    expect(await deliver(ours)).to.equal('valid');
  });

  for (const [name, badly, reason] of [
    ['an error', sendJson(503, {}), 'certificate status 503'],
    ['nothing found', sendJson(404, {}), 'certificate status 404'],
    ['a redirect to a good one', redirect, 'certificate status 302'],
    [
      'a file in a coding that nobody asked for',
      (response) => {
        response.writeHead(200, { 'content-encoding': 'br' });
        response.end(leafPem);
      },
      'certificate status 200',
    ],
    ['a web page', sendText('<!doctype html><p>Sorry</p>'), 'certificate_malformed'],
    ['a file of 65 KB', sendText(leafPem + ' '.repeat(65 * 1024)), 'certificate too_large'],
    ['a reset', (response) => response.socket?.resetAndDestroy(), 'certificate ECONNRESET'],
    [
      'half a file',
      (response) => {
        response.writeHead(200, { 'content-length': '9999' });
        response.write(leafPem, () => response.destroy());
      },
      undefined,
    ],
  ] as const satisfies readonly (readonly [string, Answering, string | undefined])[]) {
    it(`are unclear on ${name}, and fine when they are there again`, async () => {
      const ours = verifier();
      server.onCall = badly;
      const verdict = await deliver(ours);
      expect(verdict).to.have.property('unclear');
      if (reason !== undefined) expect(verdict).to.deep.equal({ unclear: reason });
      server.onCall = sendText(leafPem);
      expect(await deliver(ours)).to.equal('valid');
    });
  }

  it('are not looked for behind a redirect', async () => {
    server.onCall = redirect;
    await deliver(verifier());
    expect(server.received).to.have.length(1);
  });

  it('are unclear when nobody listens', async () => {
    const gone = await startLocalServer();
    const ours = verifier({ ...webhookPins('simulator', gone.url) });
    await gone.close();
    expect(await deliver(ours, `${gone.url}/v1/notifications/certs/CERT-1`)).to.deep.equal({
      unclear: 'certificate ECONNREFUSED',
    });
  });

  it('are unclear in few words when somebody else’s way to fetch them fails', async () => {
    const fetchCertificate = () => Promise.reject(new Error('x'.repeat(5_000)));
    expect(await deliver(verifier({ fetchCertificate }))).to.deep.equal({
      unclear: `certificate ${'x'.repeat(100)}`,
    });
  });

  it('are asked for at eight addresses at a time at most', async () => {
    const ours = verifier();
    const open: (() => void)[] = [];
    server.onCall = (response, received) => open.push(() => sendText(leafPem)(response, received));
    const first = Array.from({ length: 8 }, (_, index) => deliver(ours, addressOf(`CERT-${index}`)));
    expect(await deliver(ours, addressOf('CERT-8'))).to.deep.equal({
      unclear: 'certificate too many at once',
    });
    while (open.length < 8) await new Promise((resolve) => setImmediate(resolve));
    for (const answer of open) answer();
    expect(new Set(await Promise.all(first))).to.deep.equal(new Set(['valid']));
    server.onCall = sendText(leafPem);
    expect(await deliver(ours, addressOf('CERT-8'))).to.equal('valid');
  });

  it('are kept for the sixteen addresses that came last', async () => {
    const ours = verifier();
    for (let index = 0; index <= 16; index += 1) await deliver(ours, addressOf(`CERT-${index}`));
    await deliver(ours, addressOf('CERT-16'));
    await deliver(ours, addressOf('CERT-1'));
    expect(server.received).to.have.length(17);
    await deliver(ours, addressOf('CERT-0'));
    expect(server.received).to.have.length(18);
    await deliver(ours, addressOf('CERT-1'));
    expect(server.received).to.have.length(19);
  });

  it('are waited for 10 s, and the log says so', async () => {
    const time = createVirtualTime();
    const { lines, log } = collectLog();
    const ours = verifier({ fetchCertificate: createFetchCertificate(time), log });
    server.onCall = () => time.elapseToNext();
    expect(await deliver(ours)).to.deep.equal({ unclear: 'certificate timeout' });
    expect(time.now()).to.equal(10_000);
    expect(lines).to.deep.equal([
      {
        event: 'paypal_webhook_verified',
        transmissionId: '8b5cdd40-6b2f-11ee-9a1c-7b1f0d3b6b8e',
        level: 'warn',
        outcome: 'unclear',
        reason: 'certificate timeout',
      },
    ]);
  });

  it('may come over https from a simulator, too', async () => {
    const address = addressOf().replace('http:', 'https:');
    const fetchCertificate = async (url: string) => (url === address ? leafPem : '');
    expect(await deliver(verifier({ fetchCertificate }), address)).to.equal('valid');
  });

  it('may come over http from the simulator alone', async () => {
    const hosts = { certificateHosts: [new URL(server.url).host] };
    for (const environment of ['sandbox', 'live'] as const) {
      expect(await deliver(verifier({ ...hosts, environment }))).to.deep.equal({
        invalid: 'certificate_address',
      });
    }
    expect(server.received).to.have.length(0);
    expect(await deliver(verifier())).to.equal('valid');
  });

  it('are those of PayPal’s hosts and of PayPal’s name', () => {
    const api = 'https://api-m.paypal.com';
    expect(webhookPins('live', api)).to.deep.equal({
      environment: 'live',
      certificateHosts: ['api.paypal.com', 'api-m.paypal.com'],
      certificateName: 'messageverificationcerts.paypal.com',
    });
    expect(webhookPins('sandbox', api)).to.deep.equal({
      environment: 'sandbox',
      certificateHosts: ['api.sandbox.paypal.com', 'api-m.sandbox.paypal.com'],
      certificateName: 'messageverificationcerts.sandbox.paypal.com',
    });
  });

  it('sign the bytes as they came, and not the text that they mean', async () => {
    const body = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
    const { headers } = signDelivery(leaf, webhookId, addressOf());
    const signedFor = (sum: number) => {
      const text = [
        headers['paypal-transmission-id'],
        headers['paypal-transmission-time'],
        webhookId,
        sum,
      ].join('|');
      return {
        ...headers,
        'paypal-transmission-sig': sign('sha256', Buffer.from(text), leaf.privateKey).toString('base64'),
      };
    };
    const ofText = Buffer.from(body.toString('utf8'));
    expect(await verifier().verify(signedFor(crc32(body)), body)).to.equal('valid');
    expect(await verifier().verify(signedFor(crc32(ofText)), body)).to.deep.equal({ invalid: 'signature' });
    // Below zero where somebody forgets that the sum has no sign.
    expect(crc32(body) | 0).not.to.equal(crc32(body));
    expect(await verifier().verify(signedFor(crc32(body) | 0), body)).to.deep.equal({ invalid: 'signature' });
  });

  it('do not help a delivery that another key signed', async () => {
    const { headers, body } = signDelivery(root, webhookId, addressOf());
    expect(await verifier().verify(headers, body)).to.deep.equal({ invalid: 'signature' });
  });
});

function sendText(text: string): Answering {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.end(text);
  };
}

function redirect(response: ServerResponse): void {
  response.writeHead(302, { location: '/v1/notifications/certs/CERT-2' });
  response.end();
}
