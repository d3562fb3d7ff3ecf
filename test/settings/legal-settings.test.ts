import { expect } from 'chai';
import { readLegalSettings } from '../../src/settings/legal-settings.ts';
import { createSettingReader } from '../../src/settings/setting-reader.ts';

function read(environment: Record<string, string>, isProduction = true) {
  const reader = createSettingReader(environment);
  return { links: readLegalSettings(reader, isProduction), faults: reader.faults };
}

describe("the addresses of a shop's own pages", () => {
  it('are none, one, or three', () => {
    expect(read({})).to.deep.equal({ links: {}, faults: [] });
    expect(read({ TERMS_URL: '' })).to.deep.equal({ links: {}, faults: [] });
    expect(read({ PRIVACY_URL: 'https://shop.example/privacy?lang=de#top' })).to.deep.equal({
      links: { privacy: 'https://shop.example/privacy?lang=de#top' },
      faults: [],
    });
    const all = {
      TERMS_URL: 'https://shop.example/terms',
      PRIVACY_URL: 'HTTPS://Shop.Example/privacy',
      RETURNS_URL: 'https://töpferei.example/rückgabe',
    };
    expect(read(all)).to.deep.equal({
      links: {
        terms: 'https://shop.example/terms',
        privacy: 'https://shop.example/privacy',
        returns: 'https://xn--tpferei-90a.example/r%C3%BCckgabe',
      },
      faults: [],
    });
  });

  for (const [said, problem] of [
    ['https://shop.example/our terms', 'is not an address'],
    ['https://shop.example/terms\r\nSet-Cookie: a=b', 'is not an address'],
    ['https://shop.example/\u202Esmret', 'is not an address'],
    ['https://shop.example\\@evil.example/', 'is not an address'],
    ['https://', 'is not an address'],
    ['https://ada:secret@shop.example/terms', 'holds a name or a password'],
    ['javascript:alert(1)', 'does not begin with https://'],
    ['data:text/html,terms', 'does not begin with https://'],
    ['//shop.example/terms', 'does not begin with https://'],
    ['/terms', 'does not begin with https://'],
    ['shop.example/terms', 'does not begin with https://'],
    ['ftp://shop.example/terms', 'does not begin with https://'],
    ['http://shop.example/terms', 'is not https'],
    ['http://localhost:8080/terms', 'is not https'],
    [`https://shop.example/${'a'.repeat(980)}`, 'is longer than 1000 characters'],
  ] as const)
    it(`are refused in production where one is ${JSON.stringify(said.slice(0, 60))}`, () => {
      for (const [setting, page] of [
        ['TERMS_URL', 'terms'],
        ['PRIVACY_URL', 'privacy'],
        ['RETURNS_URL', 'returns'],
      ] as const)
        expect(read({ [setting]: said })).to.deep.equal({
          links: {},
          faults: [
            {
              setting,
              problem,
              mend: `Write the whole address, like https://shop.example.com/${page}`,
            },
          ],
        });
    });

  it('may have 1000 characters', () => {
    const longest = `https://shop.example/${'a'.repeat(979)}`;
    expect(read({ TERMS_URL: longest }).links).to.deep.equal({ terms: longest });
  });

  it('may be http in development, and only on this machine', () => {
    const own = { TERMS_URL: 'http://localhost:8080/terms', PRIVACY_URL: 'http://127.0.0.1/privacy' };
    expect(read(own, false).faults).to.deep.equal([]);
    expect(
      read({ TERMS_URL: 'http://shop.example/terms' }, false).faults.map(({ problem }) => problem),
    ).to.deep.equal(['is http, which is for this machine only']);
  });
});
