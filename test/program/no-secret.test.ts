import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createCheckoutFlow } from '../../src/purchase/flow.ts';
import { flowPorts } from '../../src/program/create-flow.ts';
import { createNudges } from '../../src/program/nudges.ts';
import { openParts, type OpenParts } from '../../src/program/open-parts.ts';
import { siteOptions } from '../../src/program/site-options.ts';
import { type Config, readConfig } from '../../src/settings/config.ts';

const keys = [randomBytes(32), randomBytes(32)];
const webhookSecret = randomBytes(32);
const secrets = {
  KEYS: keys.map((key) => key.toString('base64')).join(','),
  MERCHANT_WEBHOOK_SECRETS: `whsec_${webhookSecret.toString('base64')}`,
  PAYPAL_CLIENT_SECRET: randomBytes(16).toString('hex'),
  MicrosoftAppPassword: randomBytes(16).toString('hex'),
};

describe('what the rooms are handed of the configuration', () => {
  let folder: string;
  let config: Config;
  let parts: OpenParts;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chat-checkout-'));
    config = readConfig({
      ...secrets,
      PAYPAL_CLIENT_ID: 'client',
      MicrosoftAppId: 'bot',
      MERCHANT_WEBHOOK_URL: 'https://shop.example/hooks',
      DATABASE_URL: `file:${join(folder, 'checkout.db')}`,
    });
    parts = await openParts(config, () => undefined, { lock: false });
  });
  after(async () => {
    await parts.close();
    rmSync(folder, { recursive: true });
  });

  it('is no secret: none can be reached from what the use cases know', () => {
    expect(secretsIn(flowPorts({ ...parts, config }, createNudges()))).to.deep.equal([]);
  });

  it('is no secret: none can be reached from what the site knows', () => {
    const flow = createCheckoutFlow(flowPorts({ ...parts, config }, createNudges()));
    const doors = {
      receiveActivity: async () => ({ status: 200 }),
      receiveWebhook: async () => 200,
      ready: async () => ({}),
    };
    expect(
      secretsIn(siteOptions({ ...parts, config, pictures: new Map(), logo: undefined }, flow, doors)),
    ).to.deep.equal([]);
  });

  it('would be found: the whole configuration holds each of them', () => {
    const found = secretsIn({ deep: [new Map([['config', config]])] });
    expect(found.map((place) => place.replace(/^.*config\.?/u, '')).toSorted()).to.deep.equal([
      'bot.registration.MicrosoftAppPassword',
      'keys.0',
      'keys.1',
      'merchantWebhook.secrets.0',
      'payPal.clientSecret',
    ]);
  });
});

/** Where a secret lies, as the path to it; functions are looked at too, but not into what they close over. */
function secretsIn(from: unknown, path = '', seen = new Set<unknown>()): string[] {
  if (typeof from === 'string') return isSecret(from) ? [path] : [];
  if (from instanceof Uint8Array)
    return [...keys, webhookSecret].some((key) => key.equals(from)) ? [path] : [];
  const isTree = (typeof from === 'object' && from !== null) || typeof from === 'function';
  if (!isTree || seen.has(from)) return [];
  seen.add(from);
  const inside = from instanceof Map ? [...from] : Object.entries(from);
  return inside.flatMap(([name, value]) => secretsIn(value, `${path === '' ? '' : `${path}.`}${name}`, seen));
}

function isSecret(text: string): boolean {
  return Object.values(secrets).some((secret) => text.includes(secret) || secret.split(',').includes(text));
}
