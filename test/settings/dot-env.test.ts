import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseDotEnv, readDotEnv } from '../../src/settings/dot-env.ts';

const value = (text: string): unknown => {
  const { values, faults } = parseDotEnv(text, '.env');
  expect(faults).to.deep.equal([]);
  return values;
};

describe('a .env file', () => {
  for (const [text, values] of [
    ['', {}],
    ['# nothing\n\n   \n  # here\n', {}],
    ['PORT=1', { PORT: '1' }],
    ['PORT=1\nHOST=::1\n', { PORT: '1', HOST: '::1' }],
    ['PORT=1\r\nHOST=::1\r\n', { PORT: '1', HOST: '::1' }],
    ['\uFEFFPORT=1\nHOST=::1', { PORT: '1', HOST: '::1' }],
    ['\uFEFF# remark\r\nPORT=1', { PORT: '1' }],
    ['  PORT = 1  ', { PORT: '1' }],
    ['export PORT=1', { PORT: '1' }],
    ['exported=1', { exported: '1' }],
    ['CATALOG=', { CATALOG: '' }],
    ['CATALOG= # none', { CATALOG: '' }],
    ['BRAND_COLOR=#2f5a53', { BRAND_COLOR: '#2f5a53' }],
    ['BRAND_COLOR=#FFF # white\nPORT=1', { BRAND_COLOR: '#FFF', PORT: '1' }],
    ['CATALOG=#none', { CATALOG: '' }],
    ['PORT=1 # the usual', { PORT: '1' }],
    ['PAYPAL_CLIENT_SECRET=a#b=c"d', { PAYPAL_CLIENT_SECRET: 'a#b=c"d' }],
    ['MERCHANT_NAME="Tea # Pottery" # a remark', { MERCHANT_NAME: 'Tea # Pottery' }],
    ['MERCHANT_NAME=\'Tea "&" Pottery\'', { MERCHANT_NAME: 'Tea "&" Pottery' }],
    ['MERCHANT_NAME=`Joe\'s "Best"`', { MERCHANT_NAME: 'Joe\'s "Best"' }],
    ['MERCHANT_NAME=Joe\'s "Best"', { MERCHANT_NAME: 'Joe\'s "Best"' }],
    ['MERCHANT_NAME=""\nPORT=1', { MERCHANT_NAME: '', PORT: '1' }],
    ['A="one\\ntwo"\nB=\'one\\ntwo\'', { A: 'one\ntwo', B: 'one\\ntwo' }],
    ['A="one\n# two\nB=3" # end\nPORT=1', { A: 'one\n# two\nB=3', PORT: '1' }],
    ['OTHER.name-x=1', { 'OTHER.name-x': '1' }],
    ['ONE=1\nONE=2', { ONE: '2' }],
  ] as const) {
    it(`saying ${JSON.stringify(text)} sets ${Object.keys(values).join(', ') || 'nothing'}`, () => {
      expect(value(text)).to.deep.equal(values);
    });
  }

  for (const [line, problem] of [
    ['this line has no sign hunter2', /is not a setting/u],
    ['hunter2', /is not a setting/u],
    ['=hunter2', /is not a setting/u],
    ['PAYPAL CLIENT_ID=hunter2', /is not a setting/u],
    ['2PORT=hunter2', /is not a setting/u],
    ['PORT: hunter2', /is not a setting/u],
    ['export', /is not a setting/u],
    ['KEYS="hunter2', /never closed/u],
    ["KEYS='hunter2", /never closed/u],
    ['KEYS="hunter2" hunter2', /behind the closing quote/u],
    ['CHECKOUT_MINUTE=hunter2', /sets CHECKOUT_MINUTE, which is no setting.*Write CHECKOUT_MINUTES,/u],
    ['PAYPAL_CLIENT=hunter2', /no setting.*Write PAYPAL_CLIENT_ID or PAYPAL_CLIENT_SECRET,/u],
    ['PAYPAL_WEBHOOK=hunter2', /no setting.*Write PAYPAL_WEBHOOK_ID,/u],
    ['export paypal_client_id=hunter2', /no setting.*Write PAYPAL_CLIENT_ID,/u],
    ['HOST=hunter2', /sets HOST again, after line 1/u],
  ] as const) {
    it(`is refused for ${JSON.stringify(line)}, by its line and without the value, and loses nothing beside it`, () => {
      const { values, faults } = parseDotEnv(`HOST=::1\n\n${line}\nPORT=1\n`, '.env');
      expect(faults).to.have.length(1);
      const [{ setting, problem: said, mend } = { setting: '', problem: '', mend: '' }] = faults;
      expect(setting).to.equal('.env, line 3');
      expect(`${said}. ${mend}`).to.match(problem);
      expect(`${said}. ${mend}`).not.to.include('hunter2');
      expect(values).to.deep.equal({ HOST: '::1', PORT: '1' });
    });
  }

  it('is refused where a quote left open would swallow the next setting', () => {
    const { values, faults } = parseDotEnv('MERCHANT_NAME="Tea\nKEYS="hunter2"\nPORT=1', '.env');
    expect(faults.map(({ setting }) => setting)).to.deep.equal(['.env, line 1']);
    expect(values).to.deep.equal({ KEYS: 'hunter2', PORT: '1' });
  });

  it('need not be there, and is refused as a whole where it cannot be read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chat-checkout-env-'));
    const file = join(folder, '.env');
    expect(readDotEnv(file)).to.deep.equal({ values: {}, faults: [] });
    for (const bytes of [
      Buffer.from('\uFEFFPORT=1', 'utf16le'),
      Buffer.from('MERCHANT_NAME=Caf\u00E9', 'latin1'),
    ]) {
      writeFileSync(file, bytes);
      const { values, faults } = readDotEnv(file);
      expect(values).to.deep.equal({});
      expect(faults).to.deep.equal([
        { setting: file, problem: 'is not UTF-8 text', mend: 'Save it as UTF-8' },
      ]);
    }
    rmSync(file);
    mkdirSync(file);
    expect(readDotEnv(file).faults[0]?.problem).to.equal('cannot be read (EISDIR)');
    rmSync(folder, { recursive: true });
  });
});
