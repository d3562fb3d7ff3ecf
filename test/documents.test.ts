import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { botSettingNames } from '../src/settings/bot-settings.ts';
import { settingNames } from '../src/settings/setting-names.ts';

const readme = readFileSync('README.md', 'utf8');
const documents = ['README.md', ...readdirSync('docs').map((name) => join('docs', name))].filter((name) =>
  name.endsWith('.md'),
);

/** Settings of ours: botbuilder's own names have its documents, and a secret's file is told with all secrets. */
const shown = settingNames.filter(
  (name) => !botSettingNames.some((one) => one === name) && !name.endsWith('_FILE'),
);

describe('the documents', () => {
  it('have a row in the table of README for every setting, and for nothing else', () => {
    const rows = readme.match(/^\| `[A-Z][A-Z_]+`.*\|$/gmu) ?? [];
    const named = rows.flatMap((row) => (row.split('|')[1] ?? '').match(/[A-Z][A-Z_]{3,}/gu) ?? []);
    expect(named.toSorted()).to.deep.equal(shown.toSorted());
  });

  it('show every setting in the example but what makes it production', () => {
    const lines = Array.from(
      readFileSync('.env.example', 'utf8').matchAll(/^#([A-Z_]+)=/gmu),
      ([, name = '']) => name,
    );
    expect(lines.toSorted()).to.deep.equal(shown.filter((name) => name !== 'NODE_ENV').toSorted());
  });

  it('name every verb of the command in README, and each of them is one', () => {
    const folder = 'src/program/commands';
    const verbs = readdirSync(folder)
      .filter((file) => /export const \w+Verb: Verb/u.test(readFileSync(join(folder, file), 'utf8')))
      .map((file) => file.replace(/\.ts$/u, ''));
    const list = /`npx chat-checkout --help` \|[^\n]*/u.exec(readme)?.[0] ?? '';
    const listed = Array.from(list.matchAll(/`([a-z-]+)`/gu), ([, verb = '']) => verb);
    expect(listed.toSorted()).to.deep.equal(verbs.toSorted());
    const called = Array.from(readme.matchAll(/npx chat-checkout ([a-z][a-z-]*)/gu), ([, verb = '']) => verb);
    expect([...new Set(called)].filter((verb) => !verbs.includes(verb))).to.deep.equal([]);
  });

  it('name scripts that npm knows', () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync('package.json', 'utf8'));
    const named = documents.flatMap((file) =>
      Array.from(readFileSync(file, 'utf8').matchAll(/npm run ([\w:-]+)/gu), ([, script = '']) => script),
    );
    expect(named).to.include.members(['build', 'bench', 'mutate']);
    expect(named.filter((script) => scripts[script] === undefined)).to.deep.equal([]);
  });

  for (const file of documents)
    it(`point at files that are there: ${file}`, () => {
      const text = readFileSync(file, 'utf8');
      const links = Array.from(text.matchAll(/\]\((?!https?:|#)([^)\s]+)\)/gu), ([, path = '']) =>
        join(dirname(file), path),
      );
      const named = Array.from(
        text.matchAll(/`((?:[\w.-]+\/)+[\w.-]+\.(?:ts|mjs|json|njk|md))`/gu),
        ([, path = '']) => path,
      );
      const isThere = (path: string): boolean =>
        ['.', 'src', 'test', 'docs'].some((folder) => existsSync(join(folder, path)));
      expect([...links, ...named].filter((path) => !isThere(path))).to.deep.equal([]);
    });

  it('show each claim by a command that has tests to run', () => {
    const rows = readFileSync('docs/claims.md', 'utf8').match(/^\| (?!claim|---).*\|$/gmu) ?? [];
    expect(rows).to.have.length.above(15);
    for (const row of rows) {
      const commands = row.match(/`(?:npx mocha|npm run|npx chat-checkout)[^`]*`/gu) ?? [];
      expect(commands, row).not.to.have.length(0);
      const files = commands.flatMap((command) => command.match(/test\/[\w./*-]+/gu) ?? []);
      for (const file of files) expect(titlesIn(file), `${row}: ${file}`).to.be.above(0);
    }
  });

  it('say of each file of README’s own tests that it is one', () => {
    const files = Array.from(readme.matchAll(/npx mocha ([\w./-]+)/gu), ([, file = '']) => file);
    expect(files).not.to.have.length(0);
    for (const file of files) expect(titlesIn(file), file).to.be.above(0);
  });
});

/** How many promises stand in a file, or in the files of a pattern with stars. */
function titlesIn(pattern: string): number {
  const [start = '', end = pattern] = [pattern.split('*').at(0), pattern.split('*').at(-1)];
  const folder = pattern.includes('*') ? start.replace(/\/[^/]*$/u, '') : dirname(pattern);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => name.startsWith(start) && name.endsWith(end))
    .reduce((sum, name) => sum + (readFileSync(name, 'utf8').match(/\bit\(/gu) ?? []).length, 0);
}
