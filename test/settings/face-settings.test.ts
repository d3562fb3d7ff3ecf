import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { schemes, toBrand } from '../../src/settings/brand-color.ts';
import { contrastOf } from '../../src/settings/contrast.ts';
import { readFaceSettings } from '../../src/settings/face-settings.ts';
import { createSettingReader } from '../../src/settings/setting-reader.ts';

function read(environment: Record<string, string>) {
  const reader = createSettingReader(environment);
  return { face: readFaceSettings(reader), faults: reader.faults };
}

describe('the colour of a shop', () => {
  it("is the program's own where none is set", () => {
    for (const said of [{}, { BRAND_COLOR: '' }, { BRAND_COLOR: '  ' }])
      expect(read(said)).to.deep.equal({ face: { logo: undefined, brand: undefined }, faults: [] });
  });

  it('is written on in the ink that is read better, and is the colour of links where it can be read there', () => {
    expect(read({ BRAND_COLOR: '#FFD400' })).to.deep.equal({
      face: {
        logo: undefined,
        brand: {
          light: { brand: '#ffd400', ink: '#23302d', accent: '#23302d' },
          dark: { brand: '#ffd400', ink: '#151b1a', accent: '#ffd400' },
        },
      },
      faults: [],
    });
    expect(read({ BRAND_COLOR: '#0b1f4b' }).face.brand).to.deep.equal({
      light: { brand: '#0b1f4b', ink: '#ffffff', accent: '#0b1f4b' },
      dark: { brand: '#0b1f4b', ink: '#edf1ee', accent: '#edf1ee' },
    });
  });

  for (const said of [
    '#fff',
    'red',
    '2f5a53',
    '#2f5a5',
    '#2f5a533',
    '#2f5a53ff',
    '#2f5a5g',
    'rgb(1,2,3)',
    '#2f5a\r\n53',
    '#',
    '#23a, red',
  ])
    it(`is refused where it is ${JSON.stringify(said)}`, () => {
      const { face, faults } = read({ BRAND_COLOR: said });
      expect(face.brand).to.equal(undefined);
      expect(faults).to.deep.equal([
        {
          setting: 'BRAND_COLOR',
          problem: 'is not # and six hexadecimal digits',
          mend: 'Write it like #2f5a53',
        },
      ]);
    });

  for (const [said, problem, mend] of [
    ['#8f8f8f', '4.23 to 1 on light pages', '#6d6d6d or #949494'],
    ['#737373', '4.15 to 1 on dark pages', '#6c6c6c or #949494'],
    ['#808080', '3.94 to 1 on light pages and 4.41 to 1 on dark pages', '#6c6c6c or #949494'],
  ] as const)
    it(`is refused where it cannot be written on: ${said}, ${problem}`, () => {
      expect(read({ BRAND_COLOR: said }).faults).to.deep.equal([
        {
          setting: 'BRAND_COLOR',
          problem: `leaves what is written on it a contrast of ${problem}, where 4.5 is needed`,
          mend: `Make it darker or lighter, such as ${mend}`,
        },
      ]);
    });

  it('is legible wherever it is taken, and where it is refused both colours of the mend are taken', () => {
    const part = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.tuple(part, part, part), (parts) => {
        const color = `#${parts.map((one) => one.toString(16).padStart(2, '0')).join('')}`;
        const brand = toBrand(color);
        if ('problem' in brand) {
          const mends = brand.mend.match(/#[\da-f]{6}/gu) ?? [];
          expect(mends).to.have.length(2);
          for (const mend of mends) expect(toBrand(mend), mend).not.to.have.property('problem');
          return;
        }
        for (const name of ['light', 'dark'] as const) {
          const { ink, accent } = brand[name];
          expect(contrastOf(color, ink)).to.be.at.least(4.5);
          for (const surface of schemes[name].surfaces)
            expect(contrastOf(accent, surface)).to.be.at.least(4.5);
        }
      }),
    );
  });

  it("is held against the very colours of the pages' style sheets", () => {
    const [site, chat] = ['public/site.css', 'public/chat.css'].map((file) => readFileSync(file, 'utf8'));
    for (const [index, name] of (['light', 'dark'] as const).entries()) {
      const [ofSite, ofChat] = [site, chat].map(
        (text) => [...(text ?? '').matchAll(/:root \{([^}]*)\}/gu)][index]?.[1] ?? '',
      );
      const at = (sheet: string | undefined, variable: string): string =>
        (new RegExp(`--${variable}: (#[\\da-f]+);`, 'u').exec(sheet ?? '')?.[1] ?? '').replace(
          /^#fff$/u,
          '#ffffff',
        );
      const { text, background, surfaces } = schemes[name];
      expect(text, name).to.equal(at(ofSite, 'ink'));
      const all = [at(ofSite, 'card'), at(ofSite, 'paper'), at(ofChat, 'page'), at(ofChat, 'surface')];
      expect(new Set(surfaces), name).to.deep.equal(new Set(all));
      expect(surfaces, name).to.include(background);
    }
  });
});
