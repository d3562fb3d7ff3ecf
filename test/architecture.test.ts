import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect } from 'chai';

/**
 * What each room may import: rooms of ours, and packages. Everything that the table does not name is forbidden. The
 * first rooms know nothing, the last one knows all.
 */
const rooms: Readonly<
  Record<string, { readonly ours: readonly string[]; readonly packages: readonly string[] }>
> = {
  'round-trip': { ours: [], packages: [] },
  checkout: { ours: ['round-trip'], packages: [] },
  refunds: { ours: ['round-trip', 'checkout'], packages: [] },
  purchase: { ours: ['round-trip', 'checkout', 'refunds'], packages: [] },
  worker: { ours: ['round-trip', 'checkout', 'refunds', 'purchase'], packages: [] },
  words: { ours: ['checkout'], packages: [] },
  'bot-framework': {
    ours: ['round-trip', 'checkout', 'words'],
    packages: ['botbuilder', 'botframework-connector', 'botframework-schema', 'zod'],
  },
  bot: {
    ours: ['round-trip', 'checkout', 'refunds', 'purchase', 'words', 'bot-framework'],
    packages: ['botbuilder', 'botbuilder-dialogs', 'zod'],
  },
  shop: {
    ours: ['round-trip', 'checkout', 'purchase', 'words', 'bot-framework', 'bot'],
    packages: ['botbuilder', 'botbuilder-dialogs', 'zod'],
  },
  web: {
    ours: ['round-trip', 'checkout', 'refunds', 'purchase', 'words'],
    packages: ['koa', '@koa/router', 'nunjucks', 'zod'],
  },
  desk: { ours: ['round-trip', 'checkout', 'refunds', 'purchase', 'words'], packages: [] },
  paypal: { ours: ['round-trip', 'checkout'], packages: ['@paypal/checkout-server-sdk', 'zod'] },
  'paypal-webhooks': { ours: ['round-trip', 'checkout', 'paypal'], packages: ['zod'] },
  'merchant-webhook': { ours: ['round-trip', 'checkout'], packages: [] },
  store: { ours: ['round-trip', 'checkout'], packages: ['kysely', 'better-sqlite3', 'zod'] },
  identity: { ours: ['round-trip', 'checkout'], packages: ['jose', 'zod'] },
  settings: { ours: ['round-trip', 'checkout'], packages: ['zod'] },
  'local-channel': { ours: [], packages: ['ws', 'zod', 'kysely', 'better-sqlite3'] },
  simulator: { ours: [], packages: ['zod'] },
  /** Introduces the rooms to each other. */
  program: {
    ours: [
      'round-trip',
      'checkout',
      'refunds',
      'purchase',
      'worker',
      'words',
      'bot-framework',
      'bot',
      'shop',
      'web',
      'desk',
      'paypal',
      'paypal-webhooks',
      'merchant-webhook',
      'store',
      'identity',
      'settings',
      'local-channel',
      'simulator',
    ],
    packages: ['pino', 'commander'],
  },
  /** On top there is `main.ts` alone, so that nothing without a room can land there. */
  '.': { ours: ['program', 'settings'], packages: [] },
};

/** The only folders inside a room. */
const alcoves = [
  'program/commands',
  'words/english',
  'web/pages',
  'web/guards',
  'store/sqlite',
  'store/sqlite/migrations',
  'simulator/orders',
  'simulator/payments',
  'simulator/webhooks',
  'simulator/disputes',
  'simulator/faults',
  'simulator/pages',
];

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

  it('lets one file alone speak with the SDK of PayPal', () => {
    const users = imports.filter(({ target }) => target === '@paypal/checkout-server-sdk');
    expect(users.map(({ file }) => file)).to.deep.equal(['src/paypal/requests.ts']);
  });

  it('keeps folders one level deep but for the alcoves that are named', () => {
    const folders = listFiles('src').map((file) => dirname(relative('src', file)));
    expect([...new Set(folders.filter((folder) => folder.includes('/')))].toSorted()).to.deep.equal(
      alcoves.toSorted(),
    );
  });

  it('has main.ts alone on top', () => {
    expect(listFiles('src').filter((file) => roomOf(file) === '.')).to.deep.equal(['src/main.ts']);
  });

  it('has no circle between its rooms: each imports only what stands above it in the table', () => {
    const order = Object.keys(rooms);
    const backwards = order.filter((room, place) =>
      (rooms[room]?.ours ?? []).some((other) => order.indexOf(other) >= place),
    );
    expect(backwards).to.deep.equal([]);
  });

  it('starts a verb without the bot, the chat page and the simulator, which only those who serve load', () => {
    const loaded = new Set([...loadedWith('src/main.ts')].map(roomOf));
    expect([...loaded]).to.include.members(['program', 'store', 'desk']);
    for (const room of ['bot', 'shop', 'bot-framework', 'local-channel', 'simulator'])
      expect(loaded, room).not.to.include(room);
  });

  it('asks nowhere whether an address can be parsed: it parses it', () => {
    // Node 20's answer is wrong for letters beyond ASCII once V8 has made the call fast.
    expect(
      listFiles('src').filter((file) => /URL\.canParse\(/u.test(readFileSync(file, 'utf8'))),
    ).to.deep.equal([]);
  });

  it('spells in one place whether a checkout is late, waits for its number, or has a refund open', () => {
    const spellings: Readonly<Record<string, RegExp>> = {
      'src/checkout/late.ts': />=? \w*\.?expiresAt/u,
      'src/checkout/checkout.ts': /\['paid', 'approved'\](?! as)|=== '(?:paid|approved)' \|\|/u,
      'src/checkout/refund-open.ts': /=== '(?:submitted|pending)' \|\|/u,
    };
    // Tables of their own: which page fits which status, what may still be said, and rows as they once were.
    const tables = /^src\/(?:simulator|store\/sqlite\/migrations)\/|allowed-status\.ts$|signal\.ts$/u;
    for (const [home, spelling] of Object.entries(spellings)) {
      const found = listFiles('src').filter((file) => spelling.test(readFileSync(file, 'utf8')));
      expect(found.filter((file) => !tables.test(file))).to.deep.equal([home]);
    }
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

  it('writes values in camelCase, and the fields of its types readonly but for what a file keeps count in', () => {
    const counting = new Set([
      'src/bot-framework/turns.ts',
      'src/local-channel/stream.ts',
      // Koa's, and Kysely's way to describe a table.
      'src/web/site-context.ts',
      'src/local-channel/transcript-file.ts',
      'src/store/tables.ts',
    ]);
    const files = listFiles('src').filter((file) => !['checkout', 'settings'].includes(roomOf(file)));
    const odd = files.flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      const fields = counting.has(file)
        ? []
        : Array.from(
            text.matchAll(/^(?:export )?interface [^\n]*\{\n([\s\S]*?)^\}/gmu),
            ([, body = '']) => body.match(/^ {2}['\w-]+\??: .*/gmu) ?? [],
          ).flat();
      const values = text.match(/^(?:export )?const [A-Z].*/gmu) ?? [];
      return [...fields, ...values].map((line) => `${file}: ${line.trim()}`);
    });
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

/** Every file of ours that is read before the first line of this one runs. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, target = ''] of text.matchAll(
    /(?:^|\n)(?:import|export)\s(?!type\b)[^;]*?from\s+'(\.[^']+)'/gu,
  ))
    loadedWith(join(dirname(file), target), seen);
  return seen;
}

function isAllowed({ file, room, target }: Import): boolean {
  const allowed = rooms[room];
  if (allowed === undefined) return false;
  if (!target.startsWith('.')) return allowed.packages.includes(target);
  const wanted = roomOf(join(dirname(file), target));
  return wanted === room || allowed.ours.includes(wanted);
}
