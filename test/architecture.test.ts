import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect } from 'chai';

/** What each room may import: rooms of ours, and packages. Everything that the table does not name is forbidden. */
const rooms: Readonly<
  Record<string, { readonly ours: readonly string[]; readonly packages: readonly string[] }>
> = {
  checkout: { ours: [], packages: [] },
  bot: {
    ours: ['checkout'],
    packages: ['botbuilder', 'botbuilder-dialogs', 'botframework-connector', 'botframework-schema', 'zod'],
  },
  web: { ours: ['checkout'], packages: ['koa', '@koa/router', 'nunjucks', 'zod'] },
  paypal: { ours: ['checkout'], packages: ['@paypal/checkout-server-sdk', 'zod'] },
  store: { ours: ['checkout'], packages: ['kysely', 'better-sqlite3', 'zod'] },
  identity: { ours: ['checkout'], packages: ['jose', 'zod'] },
  channel: { ours: ['checkout'], packages: ['ws', 'zod'] },
  simulator: { ours: [], packages: ['zod'] },
  settings: { ours: ['checkout'], packages: ['zod'] },
  /** The files on top introduce the rooms to each other. */
  '.': {
    ours: ['checkout', 'bot', 'web', 'paypal', 'store', 'identity', 'channel', 'simulator', 'settings', '.'],
    packages: ['pino'],
  },
};

interface Import {
  readonly file: string;
  readonly room: string;
  readonly target: string;
}

const imports = listFiles('src').flatMap(readImports);

describe('the house', () => {
  it('has only the rooms that the table names', () => {
    expect([...new Set(listFiles('src').map(roomOf))].toSorted()).to.deep.equal(
      Object.keys(rooms).toSorted(),
    );
  });

  it('lets each room import what the table names, and nothing else; types count', () => {
    expect(
      imports.filter(({ target }) => !target.startsWith('node:')).filter((one) => !isAllowed(one)),
    ).to.deep.equal([]);
  });

  it('sees the imports at all', () => {
    const used = new Set(imports.map(({ target }) => target));
    for (const name of [
      'botbuilder',
      'botbuilder-dialogs',
      'koa',
      '@koa/router',
      'nunjucks',
      '@paypal/checkout-server-sdk',
    ]) {
      expect(used, name).to.include(name);
    }
  });

  it('keeps folders one level deep, so that ./ is mine and ../ crosses a border', () => {
    const deep = listFiles('src').filter((file) => dirname(relative('src', file)).includes('/'));
    expect(deep.filter((file) => !file.startsWith('src/store/migrations/'))).to.deep.equal([]);
  });

  it('reads the environment in main.ts alone', () => {
    const readers = listFiles('src').filter((file) => readFileSync(file, 'utf8').includes('process.env'));
    expect(readers).to.deep.equal(['src/main.ts']);
  });

  it('has no file over 300 lines, and a median under 60', () => {
    const lengths = listFiles('src').map((file) => readFileSync(file, 'utf8').split('\n').length);
    expect(Math.max(...lengths)).to.be.at.most(301);
    expect(lengths.toSorted((one, other) => one - other)[Math.floor(lengths.length / 2)]).to.be.below(60);
  });

  it('has no cast, no any, no lint comment and no leftover', () => {
    const forbidden =
      /\bas (?!const\b)[A-Z{(\w]+.*;|: any\b|@ts-|oxlint-disable|eslint-disable|\bTODO\b|\bFIXME\b/u;
    const odd = listFiles('src').flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter(
          (line) =>
            forbidden.test(line) && !/^\s*(?:\/?\*|\/\/)/u.test(line) && !/^(?:import|export) /u.test(line),
        )
        .filter((line) => !/['"`].*\bas\b.*['"`]/u.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(odd).to.deep.equal([]);
  });

  it('names rooms and files in kebab-case, and has no drawer for odds and ends', () => {
    const names = listFiles('src').map((file) => relative('src', file));
    expect(names.filter((name) => !/^(?:[a-z0-9-]+\/)*[a-z0-9-]+(?:\.d)?\.ts$/u.test(name))).to.deep.equal(
      [],
    );
    expect(
      names.filter((name) => /\b(?:util|utils|helper|helpers|common|manager|misc)\b/u.test(name)),
    ).to.deep.equal([]);
  });
});

function listFiles(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? listFiles(path) : path.endsWith('.ts') ? [path] : []));
}

function roomOf(file: string): string {
  const [first = '', second] = relative('src', file).split('/');
  return second === undefined ? '.' : first;
}

function readImports(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const targets = Array.from(
    text.matchAll(/(?:^|\n)(?:import|export)\b[^;]*?from\s+'([^']+)'|import\(\s*'([^']+)'/gu),
    (match) => match[1] ?? match[2] ?? '',
  );
  const bare = Array.from(text.matchAll(/(?:^|\n)import\s+'([^']+)'/gu), (match) => match[1] ?? '');
  return [...targets, ...bare].map((target) => ({ file, room: roomOf(file), target }));
}

function isAllowed({ file, room, target }: Import): boolean {
  const allowed = rooms[room];
  if (allowed === undefined) return false;
  if (!target.startsWith('.')) return allowed.packages.includes(target);
  const wanted = roomOf(join(dirname(file), target));
  return wanted === room || allowed.ours.includes(wanted);
}
