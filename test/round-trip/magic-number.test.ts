import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { createKeyRing } from '../../src/round-trip/keys.ts';
import { createMagicNumbers } from '../../src/round-trip/magic-number.ts';
import { times } from '../store/outcome.ts';

describe('a magic number', () => {
  const [oldSecret, newSecret] = [randomBytes(32), randomBytes(32)];
  const numbers = createMagicNumbers(createKeyRing([oldSecret]), 6);
  const rotated = createMagicNumbers(createKeyRing([newSecret, oldSecret]), 6);

  it('is read from a message that is the number and nothing else', () => {
    for (const text of [
      '012345',
      ' 012 345 ',
      '012-345',
      '0 1 2 3 4 5',
      '012345\r\n',
      '\r\n012345',
      '０１２３４５',
      '012‑345',
      '012–345',
      '\u200b012345\ufeff',
      '\u200e012345\u200f',
      '012\u00a0345',
      `${' '.repeat(94)}012345`,
      '٠١٢٣٤٥',
      '۰۱۲۳۴۵',
      '०१२३४५',
      '๐๑๒๓๔๕',
      '𝟎𝟏𝟐𝟑𝟒𝟓',
      '٠١٢ 345',
      '0️⃣1️⃣2️⃣3️⃣4️⃣5️⃣',
      '012345.',
      '012345. ',
      '012345!',
      '012345,',
      '٠١٢٣٤٥۔',
      '０１２３４５。',
      '"012345"',
      '“012345”',
      '„012345“',
      '«012345»',
      "'012345'",
      '`012345`',
      '```\n012345\n```',
      '**012345**',
      '_012345_',
      '(012345)',
      '[012345]',
      '("012345").',
      '#012345',
      '# 012345',
      '/012345',
      '> 012345',
      '&nbsp;012345',
      '012345&nbsp;',
      '<p>012345</p>',
      '<p>&nbsp;012345</p>\r\n',
      '<div><b>012345</b></div>',
      '<a href="tel:012345">012345</a>',
    ]) {
      expect(numbers.read(text), JSON.stringify(text)).to.equal('012345');
    }
  });

  it('is no attempt in any other message', () => {
    for (const text of [
      'my number is 123456',
      '123456 please',
      'number: 123456',
      'No. 123456',
      '123456 123456',
      '<p>123456</p><p>123456</p>',
      '١٢٣٤٥٦ ١٢٣٤٥٦',
      '<p>the number is 123456</p>',
      '<123456>x',
      '123456%',
      '$123456',
      '+123456',
      '.123456',
      '123456@shop.example',
      '१२३४५',
      '12345',
      '1234567',
      '123,456',
      '123.456',
      '1e5',
      '-',
      '',
      `${' '.repeat(95)}123456`,
    ]) {
      expect(numbers.read(text), JSON.stringify(text)).to.equal(undefined);
    }
  });

  it('has the configured digits, leading zeros included', () => {
    const long = createMagicNumbers(createKeyRing([oldSecret]), 10);
    expect(long.draw()).to.match(/^\d{10}$/u);
    expect(long.read('0123456789')).to.equal('0123456789');
    expect(long.read('123456')).to.equal(undefined);
    const drawn = times(2_000, () => numbers.draw());
    for (const digits of drawn) expect(digits).to.match(/^\d{6}$/u);
    expect(new Set(drawn.map((digits) => digits[0])).size).to.equal(10);
    expect(new Set(drawn).size).to.be.greaterThan(1_900);
  });

  it('is compared for its own checkout only', () => {
    const hash = numbers.hash('one', '123456');
    expect(hash).to.match(/^[0-9a-f]{8}\.[0-9a-f]{64}$/u);
    expect(numbers.matches('one', '123456', hash)).to.equal(true);
    expect(numbers.matches('two', '123456', hash)).to.equal(false);
    for (const wrong of ['123457', '', '1234567']) {
      expect(numbers.matches('one', wrong, hash)).to.equal(false);
    }
    for (const damaged of ['broken', '', hash.slice(0, -1), `${hash}0`, hash.slice(0, 9)]) {
      expect(numbers.matches('one', '123456', damaged), damaged).to.equal(false);
    }
  });

  it('is opened from its sealed copy for its own checkout only', () => {
    const sealed = numbers.seal('one', '012345');
    expect(numbers.open('one', sealed)).to.equal('012345');
    expect(numbers.seal('one', '012345')).not.to.equal(sealed);
    expect(() => numbers.open('two', sealed)).to.throw();
    expect(() => numbers.open('one', `${sealed.slice(0, -2)}xx`)).to.throw();
    for (const parts of [0, 1, 2, 3]) {
      const cut = sealed.split('.').slice(0, parts).join('.');
      expect(numbers.open('one', cut), cut).to.equal(undefined);
    }
  });

  it('of before a rotation of the keys still works, and of a key that is gone does not', () => {
    const [hash, sealed] = [numbers.hash('one', '012345'), numbers.seal('one', '012345')];
    expect(rotated.matches('one', '012345', hash)).to.equal(true);
    expect(rotated.open('one', sealed)).to.equal('012345');
    expect(rotated.hash('one', '012345')).not.to.equal(hash);
    const without = createMagicNumbers(createKeyRing([newSecret]), 6);
    expect(without.matches('one', '012345', hash)).to.equal(false);
    expect(without.open('one', sealed)).to.equal(undefined);
  });
});
