import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { decodeProtectedHeader } from 'jose';
import { createKeyRing } from '../../src/round-trip/keys.ts';
import type { LinkContent } from '../../src/round-trip/link.ts';
import { createLinkSeal } from '../../src/identity/link-seal.ts';

describe('the sealed link', () => {
  const [oldSecret, newSecret] = [randomBytes(32), randomBytes(32)];
  const keys = createKeyRing([oldSecret]);
  const links = createLinkSeal(keys);
  const content: LinkContent = {
    checkoutId: 'abcdefghijklmnopqrstuvwxyz',
    owner: { channelId: 'msteams', conversationId: '19:abc@thread.v2;messageid=1', shopperId: '29:1é' },
    expiresAt: 1_800_000_000_000,
  };

  it('opens to what was sealed', async () => {
    expect(await links.open(await links.seal(content))).to.deep.equal(content);
  });

  it('has no two dots side by side, and no mark at its end: finders of links cut there', async () => {
    for (let round = 0; round < 50; round += 1)
      expect(await links.seal(content)).to.match(/^[\w-]+(?:\.[\w-]+){3}$/u);
  });

  it('opens in the form with an empty part too, as links under way have it', async () => {
    const [header, ...rest] = (await links.seal(content)).split('.').filter((part) => part !== '');
    expect(await links.open([header, '', ...rest].join('.'))).to.deep.equal(content);
  });

  it('is a standard JWE without its empty part, and tells nothing but its key’s id', async () => {
    const token = await links.seal(content);
    const header = decodeProtectedHeader({ protected: token.split('.')[0] ?? '' });
    expect(header).to.deep.equal({ alg: 'dir', enc: 'A256GCM', kid: keys('link')[0].id });
    const readable = token.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    expect(readable.join('')).not.to.include(content.checkoutId);
    expect(await links.seal(content)).not.to.equal(token);
  });

  it('opens after a rotation of the keys, and not when its key is gone', async () => {
    const token = await links.seal(content);
    const rotated = createLinkSeal(createKeyRing([newSecret, oldSecret]));
    expect(await rotated.open(token)).to.deep.equal(content);
    expect(await createLinkSeal(createKeyRing([newSecret])).open(token)).to.equal(undefined);
  });

  it('does not open with one character changed, cut off or added', async () => {
    const token = await links.seal(content);
    for (let place = 0; place < token.length; place += 1) {
      const changed = token[place] === 'A' ? 'E' : 'A';
      const bad = token.slice(0, place) + changed + token.slice(place + 1);
      const opened = await links.open(bad);
      // The last character of a part may hold bits that no byte uses.
      const isSameBytes = bad
        .split('.')
        .every((part, index) => bytesOf(part).equals(bytesOf(token.split('.')[index])));
      expect(opened !== undefined, `${place}`).to.equal(isSameBytes);
    }
    for (const bad of [
      token.slice(1),
      token.slice(0, -1),
      `${token}AA`,
      token.repeat(40),
      '',
      '...',
      '....',
    ]) {
      expect(await links.open(bad)).to.equal(undefined);
    }
  });

  it('keeps ids of 512 characters, and opens nothing with longer ones', async () => {
    const long = 'x'.repeat(512);
    const owner = { channelId: 'a', conversationId: long, shopperId: long };
    expect(await links.open(await links.seal({ ...content, owner }))).to.deep.equal({ ...content, owner });
    const longer = { ...owner, shopperId: `${long}x` };
    expect(await links.open(await links.seal({ ...content, owner: longer }))).to.equal(undefined);
  });

  it('stays below 1,100 characters with ids of 255 each', async () => {
    const long = 'x'.repeat(255);
    const owner = { channelId: 'webchat', conversationId: long, shopperId: long };
    expect((await links.seal({ ...content, owner })).length).to.be.below(1_100);
  });
});

function bytesOf(part = ''): Buffer {
  return Buffer.from(part, 'base64url');
}
