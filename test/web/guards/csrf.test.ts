import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { createKeyRing } from '../../../src/round-trip/keys.ts';
import { createCsrf, type FormBinding } from '../../../src/web/guards/csrf.ts';

const binding: FormBinding = { payerSession: 'one', checkoutId: 'a', purpose: 'pay' };

describe('a form’s token', () => {
  const former = randomBytes(32);
  const csrf = createCsrf(createKeyRing([former]));

  it('is good for its browser, checkout and button alone', () => {
    const token = csrf.token(binding);
    expect(csrf.isGood(token, binding)).to.equal(true);
    for (const other of [{ payerSession: 'two' }, { checkoutId: 'b' }, { purpose: 'number' as const }]) {
      expect(csrf.isGood(token, { ...binding, ...other })).to.equal(false);
    }
  });

  it('stays good when the keys rotate, and ends when its key is taken out', () => {
    const token = csrf.token(binding);
    const rotated = createCsrf(createKeyRing([randomBytes(32), former]));
    expect(rotated.isGood(token, binding)).to.equal(true);
    expect(rotated.token(binding)).not.to.equal(token);
    expect(createCsrf(createKeyRing([randomBytes(32)])).isGood(token, binding)).to.equal(false);
  });

  it('is nothing that can be shortened, stretched or left out', () => {
    const token = csrf.token(binding);
    for (const odd of ['', '.', token.slice(0, -1), `${token}x`, token.split('.')[0] ?? '']) {
      expect(csrf.isGood(odd, binding)).to.equal(false);
    }
  });
});
