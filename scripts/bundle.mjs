// Writes one tarball with all that a shop needs to run but Node itself, for this platform and this major of Node:
// artifacts/chat-checkout-<version>-<platform>-<arch>-node<major>.tgz, or into the folder that is named. Build first.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { besideBundle } from './beside-bundle.mjs';

const addon = 'node_modules/better-sqlite3/build/Release/better_sqlite3.node';
const [major] = process.versions.node.split('.');
const own = JSON.parse(readFileSync('package.json', 'utf8'));
const name = `${own.name}-${own.version}-${process.platform}-${process.arch}-node${major}.tgz`;
const target = resolve(process.argv[2] ?? 'artifacts');

for (const needed of ['dist/main.js', addon])
  if (!existsSync(needed)) throw new Error(`${needed} is missing: run npm ci, or npm run build, first.`);

const stage = mkdtempSync(join(tmpdir(), 'bundle-'));
try {
  const root = join(stage, own.name);
  for (const path of ['dist', 'templates', 'public', 'LICENSE', addon]) copy(path, root);
  for (const file of readdirSync(join(root, 'dist')))
    if (file.endsWith('.map')) rmSync(join(root, 'dist', file));
  for (const folder of besideBundle) copyPackage(folder, root);
  writeFileSync(join(root, 'package.json'), `${JSON.stringify(describe(), null, 2)}\n`);
  writeFileSync(join(root, 'README.md'), readme());
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-czf', join(target, name), '-C', stage, own.name]);
  process.stdout.write(`${join(target, name)}\n`);
} finally {
  rmSync(stage, { recursive: true, force: true });
}

function copy(path, root) {
  cpSync(path, join(root, path), { recursive: true });
}

/** What is loaded and its licence: neither sources nor a script to compile them, which is done. */
function copyPackage(folder, root) {
  const {
    name: known,
    version,
    license,
    main,
  } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  cpSync(folder, join(root, folder), {
    recursive: true,
    filter: (path) => path === folder || isWanted(path),
  });
  writeFileSync(
    join(root, folder, 'package.json'),
    `${JSON.stringify({ name: known, version, license, main }, null, 2)}\n`,
  );
}

function isWanted(path) {
  const isLeftOut = /\/(?:build|deps|src|test|node_modules)$|\.gyp$|\.md$/u.test(path);
  return !isLeftOut || /licen[cs]e/iu.test(basename(path));
}

/** Our package.json without what builds and tests; what stands beside is said to be inside. */
function describe() {
  const { version, description, license, type, bin } = own;
  const names = besideBundle.map((folder) => basename(folder));
  return {
    name: own.name,
    version,
    description,
    license,
    private: true,
    type,
    bin,
    engines: { node: `${major}.x` },
    os: [process.platform],
    cpu: [process.arch],
    scripts: { start: own.scripts.start },
    bundleDependencies: names,
    dependencies: Object.fromEntries(names.map((entry) => [entry, '*'])),
  };
}

function readme() {
  return `# Chat Checkout ${own.version}

For Node ${major} on ${process.platform}-${process.arch}. Nothing is installed; from this folder:

    node dist/main.js

and open the address that it prints. \`node dist/main.js --help\` lists the other verbs. Settings come from the
environment; data is kept in ./data. Licences: LICENSE, dist/third-party-licences.txt and
dist/public/webchat.js.LICENSE.txt.
`;
}
