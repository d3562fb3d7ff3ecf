import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { MerchantTold } from '../../src/checkout/merchant-event-ports.ts';
import type { Resolver } from '../../src/merchant-webhook/checked-lookup.ts';
import {
  createMerchantWebhook,
  type MerchantWebhookOptions,
} from '../../src/merchant-webhook/merchant-webhook.ts';
import { type MerchantReceiver, startMerchantReceiver } from '../stage/merchant-receiver.ts';
import { event, leadingTo } from './sample-event.ts';

const bytes = randomBytes(32);
const secret = `whsec_${bytes.toString('base64')}`;

describe('where the merchant’s webhook may lead', () => {
  let receiver: MerchantReceiver;
  beforeEach(async () => {
    receiver = await startMerchantReceiver(secret);
  });
  afterEach(() => receiver.close());

  const tell = (host: string, options: Partial<MerchantWebhookOptions> = {}): Promise<MerchantTold> =>
    createMerchantWebhook({
      url: `http://${host}:${receiver.port}/`,
      secrets: [bytes],
      hosts: [],
      timeoutMs: 1_000,
      ...options,
    }).tell(event, Date.now());
  const expectRefused = (told: MerchantTold, address: string): void => {
    expect(told.kind).to.equal('retry');
    expect(told.kind === 'told' ? '' : told.reason)
      .to.include(address)
      .and.to.include('MERCHANT_WEBHOOK_HOSTS');
    expect(receiver.got).to.deep.equal([]);
  };

  for (const host of [
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '017700000001',
    '127.1',
    '127.0.0.1.',
    '①②⑦.0.0.1',
  ])
    it(`is not this machine, written as ${host}`, async () => {
      expectRefused(await tell(host), '127.0.0.1');
    });

  for (const [host, address] of [
    ['[::1]', '::1'],
    ['[0:0:0:0:0:0:0:1]', '::1'],
    ['[::ffff:127.0.0.1]', '::ffff:7f00:1'],
    ['[::ffff:7f00:1]', '::ffff:7f00:1'],
    ['[::127.0.0.1]', '::7f00:1'],
    ['[64:ff9b::127.0.0.1]', '64:ff9b::7f00:1'],
    ['[fd00:ec2::254]', 'fd00:ec2::254'],
    ['0.0.0.0', '0.0.0.0'],
    ['0', '0.0.0.0'],
    ['169.254.169.254', '169.254.169.254'],
    ['0251.0376.0251.0376', '169.254.169.254'],
    ['10.1', '10.0.0.1'],
  ] as const)
    it(`is no special address, written as ${host}`, async () => {
      expectRefused(await tell(host), address);
    });

  it('is not this machine by its name', async () => {
    expect(await tell('localhost')).to.deep.include({ kind: 'retry' });
    expect(receiver.got).to.deep.equal([]);
  });

  for (const [what, addresses] of Object.entries({
    'this machine': ['127.0.0.1'],
    'a private network': ['10.0.0.5'],
    'this machine beside a public address': ['93.184.215.14', '127.0.0.1'],
    'a public address behind a private one of IPv6': ['fd00::1', '93.184.215.14'],
    'this machine in the clothes of IPv6': ['::ffff:127.0.0.1'],
    nowhere: [],
  }))
    it(`is no name that leads to ${what}`, async () => {
      const told = await tell('shop.example', { resolver: leadingTo(...addresses) });
      expect(told.kind).to.equal('retry');
      const reason = told.kind === 'told' ? '' : told.reason;
      expect(reason).to.match(addresses.length === 0 ? /ENOTFOUND/u : /not public.*MERCHANT_WEBHOOK_HOSTS/u);
      expect(receiver.got).to.deep.equal([]);
    });

  it('is no name that leads to this machine at the second look, nor is it looked up twice for one call', async () => {
    const answers = [['192.0.2.1'], ['127.0.0.1']];
    let looks = 0;
    const rebinding: Resolver = (hostname, answer) =>
      leadingTo(...(answers[looks++] ?? []))(hostname, answer);
    for (const look of [1, 2]) {
      expect(await tell('shop.example', { resolver: rebinding })).to.deep.include({ kind: 'retry' });
      expect(looks).to.equal(look);
    }
    expect(receiver.got).to.deep.equal([]);
  });

  it('is not waited for longer than for an answer where the DNS never says', async () => {
    expect(await tell('shop.example', { resolver: () => undefined, timeoutMs: 100 })).to.deep.equal({
      kind: 'retry',
      reason: 'it did not answer in time',
    });
  });

  it('is whatever a named host leads to', async () => {
    const resolver = leadingTo('127.0.0.1');
    expect(await tell('shop.example', { resolver, hosts: ['shop.example'] })).to.deep.include({
      kind: 'told',
    });
    expect(await tell('2130706433', { hosts: ['127.0.0.1'] })).to.deep.include({ kind: 'told' });
    expect(receiver.got).to.have.length(2);
    expect(receiver.disbelieved).to.deep.equal([]);
  });

  it('is not another host than the named one, nor one below it', async () => {
    const resolver = leadingTo('127.0.0.1');
    for (const host of ['shop.example.', 'www.shop.example', 'shop.example.org'])
      expect(await tell(host, { resolver, hosts: ['shop.example'] }), host).to.deep.include({
        kind: 'retry',
      });
    expect(receiver.got).to.deep.equal([]);
  });
});
