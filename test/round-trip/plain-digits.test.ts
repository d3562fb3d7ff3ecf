import { expect } from 'chai';
import { plainDigits } from '../../src/round-trip/plain-digits.ts';

describe('digits of any script', () => {
  it('are the same ten digits', () => {
    let scripts = 0;
    for (let code = 0; code < 0x11_00_00; code += 1) {
      const zero = String.fromCodePoint(code);
      // Each run of ten begins where the nine that follow are digits and the one before ends another run.
      if (!/^\p{Nd}$/u.test(zero) || plainDigits(zero) !== '0') continue;
      const ten = Array.from({ length: 10 }, (_, value) => String.fromCodePoint(code + value)).join('');
      expect(plainDigits(ten), ten).to.equal('0123456789');
      scripts += 1;
    }
    expect(scripts).to.be.at.least(60);
  });

  it('leave every other letter, and what a number stands in, as it is', () => {
    expect(plainDigits('add ٢ sencha')).to.equal('add 2 sencha');
    expect(plainDigits('Ⅻ 二 ½ é')).to.equal('XII 二 1⁄2 é');
    expect(plainDigits('')).to.equal('');
  });
});
