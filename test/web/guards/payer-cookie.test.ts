import { expect } from 'chai';
import { createPayerCookie } from '../../../src/web/guards/payer-cookie.ts';
import { askGuard } from '../ask-guard.ts';

const session = 'A'.repeat(43);

describe('the payer’s cookie', () => {
  const read = async (cookie: string, publicUrl = 'http://localhost:3978') => {
    const { value } = await askGuard(createPayerCookie(publicUrl).read, { headers: { cookie } });
    return value;
  };

  it('is found under its whole name, wherever it stands among others', async () => {
    for (const cookie of [
      `chat_checkout_payer=${session}`,
      `a=b; chat_checkout_payer=${session}`,
      `a=b;chat_checkout_payer=${session};c=d`,
      `a=b;  chat_checkout_payer=${session} ; c=d`,
    ])
      expect(await read(cookie), cookie).to.equal(session);
  });

  it('has another name on https, and neither is taken for the other', async () => {
    const secure = 'https://shop.example';
    expect(await read(`__Host-payer=${session}`, secure)).to.equal(session);
    expect(await read(`chat_checkout_payer=${session}`, secure)).to.equal(undefined);
    expect(await read(`__Host-payer=${session}`)).to.equal(undefined);
  });

  it('is nothing that we did not make', async () => {
    const name = 'chat_checkout_payer';
    for (const cookie of [
      '',
      `${name}=`,
      `${name}=${'A'.repeat(42)}`,
      `${name}=${'A'.repeat(44)}`,
      `${name}=${'A'.repeat(42)}.`,
      `x${name}=${session}`,
      `${name}x=${session}`,
      session,
    ])
      expect(await read(cookie), cookie).to.equal(undefined);
  });

  it('is set once, with all that binds it, and kept where there is one', async () => {
    const plain = createPayerCookie('http://localhost:3978');
    const fresh = await askGuard(plain.ensure);
    expect(fresh.value).to.match(/^[\w-]{43}$/u);
    expect(fresh.raw.headers['set-cookie']).to.deep.equal([
      `chat_checkout_payer=${String(fresh.value)}; Path=/; HttpOnly; SameSite=Lax`,
    ]);
    const secure = await askGuard(createPayerCookie('https://shop.example').ensure);
    expect(secure.raw.headers['set-cookie']).to.deep.equal([
      `__Host-payer=${String(secure.value)}; Path=/; HttpOnly; SameSite=Lax; Secure`,
    ]);
    const known = await askGuard(plain.ensure, { headers: { cookie: `chat_checkout_payer=${session}` } });
    expect(known.value).to.equal(session);
    expect(known.raw.headers['set-cookie']).to.equal(undefined);
  });
});
