import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { createKeyRing } from '../../../src/round-trip/keys.ts';
import { createCsrf } from '../../../src/web/guards/csrf.ts';
import { readGuardedForm } from '../../../src/web/guards/guarded-form.ts';
import { createPayerCookie } from '../../../src/web/guards/payer-cookie.ts';
import { checkoutIdOf } from '../../../src/web/purchase-address.ts';
import type { SiteContext } from '../../../src/web/site-context.ts';
import { askGuard, type Guarded } from '../ask-guard.ts';

const session = 'A'.repeat(43);

interface Sent {
  /** The body, where the token stands as `TOKEN`. */
  readonly body?: string;
  readonly headers?: Record<string, string>;
  /** Whom the token was made for. */
  readonly madeFor?: string;
}

describe('a form', () => {
  const csrf = createCsrf(createKeyRing([randomBytes(32)]));
  const cookie = createPayerCookie('http://localhost:3978');

  /** The token is for the address that is asked, so it is put in its place where the request arrives. */
  const send = ({ body = 'csrf=TOKEN', headers = {}, madeFor = session }: Sent): Promise<Guarded> => {
    const guard = (ctx: SiteContext): unknown => {
      const checkoutId = checkoutIdOf(ctx);
      const token = csrf.token({ payerSession: madeFor, checkoutId, purpose: 'pay' });
      const isGood: typeof csrf.isGood = (sent, binding) =>
        csrf.isGood(sent.replace('TOKEN', token), binding);
      return readGuardedForm({ cookie, csrf: { ...csrf, isGood } }, ctx, 'pay');
    };
    return askGuard(guard, {
      method: 'POST',
      body,
      headers: {
        cookie: `chat_checkout_payer=${session}`,
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      },
    });
  };

  it('proves its page, browser, checkout and button, whatever its type is written like', async () => {
    for (const type of [
      'application/x-www-form-urlencoded',
      'application/x-www-form-urlencoded; charset=UTF-8',
      'Application/X-WWW-Form-Urlencoded ; charset=utf-8',
    ]) {
      const { value } = await send({ headers: { 'content-type': type } });
      expect(value, type).to.include({ payerSession: session, drawn: undefined });
    }
    expect((await send({ body: 'csrf=TOKEN&drawn=12' })).value).to.include({ drawn: 12 });
    expect((await send({ headers: { 'sec-fetch-site': 'same-origin' } })).refusal).to.equal(undefined);
  });

  const refused: readonly [string, Sent, string][] = [
    ['comes from another site', { headers: { 'sec-fetch-site': 'cross-site' } }, 'form_foreign: cross-site'],
    ['comes from nowhere', { headers: { 'sec-fetch-site': 'none' } }, 'form_foreign: none'],
    ['has no session', { headers: { cookie: 'a=b' } }, 'form_stale: no payer session'],
    ['has the token of another browser', { madeFor: 'B'.repeat(43) }, 'form_stale: token'],
    ['has no token', { body: '' }, 'form_invalid'],
    ['has an empty token', { body: 'csrf=' }, 'form_invalid'],
    ['has a token beyond all length', { body: `csrf=TOKEN${'x'.repeat(200)}` }, 'form_invalid'],
    ['has its token twice', { body: 'csrf=TOKEN&csrf=TOKEN' }, 'form_invalid: repeated field'],
    ['has a field of its own', { body: 'csrf=TOKEN&more=1' }, 'form_invalid'],
    ['counts in letters', { body: 'csrf=TOKEN&drawn=1a' }, 'form_invalid'],
    ['counts to a thousand', { body: 'csrf=TOKEN&drawn=1000' }, 'form_invalid'],
    ['is too long', { body: `csrf=${'x'.repeat(16 * 1024)}` }, 'form_too_large'],
    ['is JSON', { body: '{}', headers: { 'content-type': 'application/json' } }, 'form_type'],
    ['has no type', { headers: { 'content-type': '' } }, 'form_type'],
  ];
  for (const [what, sent, refusal] of refused)
    it(`that ${what} proves nothing`, async () => {
      expect(await send(sent)).to.deep.include({ refusal, value: undefined });
    });
});
