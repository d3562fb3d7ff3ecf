import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { emptyFolder } from './unpacked.ts';

describe('npm run build', () => {
  let folder: string;
  before(() => {
    folder = emptyFolder();
    for (const name of ['node_modules', 'package.json', 'src', 'tsconfig.json'])
      symlinkSync(resolve(name), join(folder, name));
    // What was fetched once is not fetched again.
    mkdirSync(join(folder, 'dist'));
    cpSync('dist/public', join(folder, 'dist/public'), { recursive: true });
  });
  after(() => rmSync(folder, { recursive: true }));

  const build = (...options: string[]): string =>
    execFileSync(process.execPath, [resolve('scripts/build.mjs'), ...options], {
      cwd: folder,
      encoding: 'utf8',
    });
  const inDist = (name: string): string => join(folder, 'dist', name);

  it('leaves a map that names the lines of src where it is asked for, and none where it is not', () => {
    build('--map');
    const map: { sources: string[] } = JSON.parse(readFileSync(inDist('main.js.map'), 'utf8'));
    expect(map.sources.filter((source) => source.endsWith('src/main.ts'))).to.have.length(1);
    expect(readFileSync(inDist('main.js'), 'utf8')).to.match(/sourceMappingURL=main\.js\.map\s*$/u);

    build();
    expect(existsSync(inDist('main.js.map'))).to.equal(false);
    expect(readFileSync(inDist('main.js'), 'utf8')).not.to.include('sourceMappingURL=main');
    expect(statSync(inDist('main.js')).size).to.be.below(20 * 1024 * 1024);
  });
});
