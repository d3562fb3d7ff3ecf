import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readLogo } from '../../src/settings/logo.ts';
import { toJpegFrame, toPng } from '../stage/png.ts';

const good = toPng({ width: 120, height: 40 });

describe('the logo of a shop', () => {
  let outside: string;
  let folder: string;
  before(async () => {
    outside = await mkdtemp(join(tmpdir(), 'logo-'));
    folder = join(outside, 'shop');
    await mkdir(join(folder, 'pictures', 'folder.png'), { recursive: true });
    await mkdir(join(folder, '..cache'));
    await mkdir(join(outside, 'shop-of-others'));
    for (const file of [
      'logo.png',
      'pictures/logo.png',
      '..cache/logo.png',
      '../logo.png',
      '../shop-of-others/logo.png',
    ])
      await writeFile(join(folder, file), good);
    await symlink(join(outside, 'logo.png'), join(folder, 'leads-out.png'));
    await symlink(join(folder, 'pictures', 'logo.png'), join(folder, 'stays-in.png'));
  });
  after(() => rm(outside, { recursive: true }));

  async function refusalOf(said: string): Promise<string> {
    const logo = await readLogo(said, folder);
    if (!('problem' in logo)) throw new Error('the logo was taken');
    expect(logo.setting).to.equal('LOGO');
    return `${logo.problem}. ${logo.mend}.`.replaceAll(folder, '<folder>').replaceAll(outside, '<outside>');
  }

  for (const said of [
    'logo.png',
    './logo.png',
    'pictures/logo.png',
    'pictures/../logo.png',
    '..cache/logo.png',
    'stays-in.png',
  ])
    it(`is a PNG in the folder: ${said}`, async () => {
      expect(await readLogo(said, folder)).to.deep.equal({
        bytes: good,
        type: 'image/png',
        width: 120,
        height: 40,
      });
    });

  it('may be named by its whole path', async () => {
    expect(await readLogo(join(folder, 'logo.png'), folder)).to.have.property('width', 120);
  });

  it('is a JPEG by its bytes, whatever its file is called', async () => {
    const bytes = toJpegFrame({ width: 300, height: 100 });
    await writeFile(join(folder, 'photo.png'), bytes);
    expect(await readLogo('photo.png', folder)).to.deep.equal({
      bytes,
      type: 'image/jpeg',
      width: 300,
      height: 100,
    });
  });

  it('may stand at an https address, which is not visited', async () => {
    expect(await readLogo('https://Pictures.Example/our%20logo.svg?v=2', folder)).to.deep.equal({
      address: 'https://pictures.example/our%20logo.svg?v=2',
    });
  });

  for (const [said, problem] of [
    ['http://pictures.example/logo.png', 'is not https'],
    ['http://localhost/logo.png', 'is not https'],
    ['//pictures.example/logo.png', 'does not begin with https://'],
    ['javascript:alert(1)', 'does not begin with https://'],
    ['file:///etc/passwd', 'does not begin with https://'],
    ['data:image/png;base64,AAAA', 'does not begin with https://'],
    ['https://pictures.example/our logo.png', 'is not an address'],
    ['https://pictures.example/logo.png\r\nX: y', 'is not an address'],
    ['https://ada:secret@pictures.example/logo.png', 'holds a name or a password'],
  ] as const)
    it(`is refused at the address ${JSON.stringify(said)}`, async () => {
      expect(await refusalOf(said)).to.equal(
        `${problem}. Name a file beside the catalogue, or write an address like https://shop.example.com/logo.png.`,
      );
    });

  for (const said of [
    '../logo.png',
    'pictures/../../logo.png',
    '../shop-of-others/logo.png',
    '/etc/passwd',
    'leads-out.png',
    '.',
    '..',
    '',
  ])
    it(`is refused outside of the folder: ${JSON.stringify(said)}`, async () => {
      expect(await refusalOf(said)).to.match(
        /^names \S+, which is outside of <folder>\. Name a PNG or JPEG of at most 256 KB in <folder>\.$/u,
      );
    });

  const html = '<!doctype html><script>alert(1)</script>';
  for (const [kind, bytes, problem, mend] of [
    ['empty', '', 'is empty', 'Save the picture as a PNG or JPEG'],
    ['HTML', html, 'is no whole PNG or JPEG, whatever it is called', 'Save the picture as a PNG or JPEG'],
    [
      'a GIF',
      'GIF89a',
      'is no whole PNG or JPEG, whatever it is called',
      'Save the picture as a PNG or JPEG',
    ],
    [
      'an SVG',
      `<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>`,
      'is an SVG, and may hold scripts',
      'Save it as a PNG',
    ],
    [
      'half a PNG',
      good.subarray(0, 60),
      'is no whole PNG or JPEG, whatever it is called',
      'Save the picture as a PNG or JPEG',
    ],
    [
      'the first bytes of a PNG',
      good.subarray(0, 8),
      'is no whole PNG or JPEG, whatever it is called',
      'Save the picture as a PNG or JPEG',
    ],
    [
      'the first bytes of a JPEG',
      Buffer.from('ffd8ffe0', 'hex'),
      'is no whole PNG or JPEG, whatever it is called',
      'Save the picture as a PNG or JPEG',
    ],
    [
      'a JPEG without a frame',
      Buffer.from('ffd8ffd9ffd9ffd9ffd9ffd9', 'hex'),
      'is no whole PNG or JPEG, whatever it is called',
      'Save the picture as a PNG or JPEG',
    ],
  ] as const)
    it(`is refused where it is ${kind}, named .png`, async () => {
      await writeFile(join(folder, 'odd.png'), bytes);
      expect(await refusalOf('odd.png')).to.equal(`names <folder>/odd.png, which ${problem}. ${mend}.`);
    });

  it('is refused where it is not there, or no file', async () => {
    expect(await refusalOf('none.png')).to.match(/^names <folder>\/none\.png, which is not there\./u);
    expect(await refusalOf('pictures/folder.png')).to.match(/which is not a file\./u);
    expect(await refusalOf('logo.png/none.png')).to.match(/which cannot be read \(ENOTDIR\)\./u);
  });

  it('may have 256 KB, and is refused beyond, 20 MB without being read', async () => {
    const padded = Buffer.concat([good, Buffer.alloc(256 * 1024 - good.length)]);
    await writeFile(join(folder, 'large.png'), padded);
    expect(await readLogo('large.png', folder)).to.have.property('width', 120);
    for (const bytes of [256 * 1024 + 1, 20_000_000]) {
      await truncate(join(folder, 'large.png'), bytes);
      expect(await refusalOf('large.png')).to.match(/^names \S+, which is larger than 256 KB\. Name a PNG/u);
    }
  });

  for (const [width, height, isTaken] of [
    [32, 32, true],
    [31, 32, false],
    [32, 31, false],
    [2_000, 2_000, true],
    [2_001, 2_000, false],
    [320, 40, true],
    [321, 40, false],
    [40, 80, true],
    [40, 81, false],
  ] as const)
    it(`is ${isTaken ? 'taken' : 'refused'} with ${width} × ${height} pixels`, async () => {
      await writeFile(join(folder, 'sized.jpg'), toJpegFrame({ width, height }));
      const logo = await readLogo('sized.jpg', folder);
      if (isTaken) expect(logo).to.include({ width, height });
      else
        expect(logo).to.deep.equal({
          setting: 'LOGO',
          problem: `names ${join(folder, 'sized.jpg')}, which is ${width} × ${height} pixels`,
          mend: 'Keep each side from 32 to 2000 pixels, and it at most 8 times as wide as high, or 2 times as high as wide',
        });
    });
});
