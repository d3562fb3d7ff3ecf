// Web Chat's one prebuilt file. Its npm package is 193 MB and drags 280 MB behind it, none of which is used here, so it
// is no dependency: the package is fetched (7 MB, from npm's cache where it has been before) and this file taken out.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const source = 'botframework-webchat@4.18.1';
/** What is taken, and the SHA-256 that it must have: what a lock file's integrity would promise. */
const files = [
  ['webchat.js', '0a68ad0a64fc04d621197da10c3eec0f843e16f7d03f6bcbed29b47517cf9bff'],
  ['webchat.js.LICENSE.txt', '0e5d49c2257986a71e6394be4e9a8257afdd212b204de2d6d8ed1cbe890badcc'],
];

/** Brings the file and its licences into the folder, unless they are there already. */
export function bringWebChat(folder) {
  if (files.every(([name, hash]) => existsSync(join(folder, name)) && hashOf(join(folder, name)) === hash))
    return;
  const work = mkdtempSync(join(tmpdir(), 'web-chat-'));
  try {
    fetchPackage(work);
    mkdirSync(folder, { recursive: true });
    for (const [name, hash] of files) {
      const file = join(work, 'package', 'dist', name);
      if (hashOf(file) !== hash)
        throw new Error(`${name} in ${source} is not the file that was reviewed. Nothing was built with it.`);
      copyFileSync(file, join(folder, name));
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function fetchPackage(work) {
  const options = { stdio: ['ignore', 'pipe', 'inherit'], shell: process.platform === 'win32' };
  try {
    const pack = [
      'pack',
      source,
      '--pack-destination',
      work,
      '--prefer-offline',
      '--ignore-scripts',
      '--silent',
    ];
    execFileSync('npm', pack, options);
    const archive = readdirSync(work).find((name) => name.endsWith('.tgz')) ?? '';
    const wanted = files.map(([name]) => `package/dist/${name}`);
    execFileSync('tar', ['-xzf', archive, ...wanted], { ...options, cwd: work });
  } catch (error) {
    throw new Error(
      `Web Chat's file could not be fetched from ${source}. The rest is built; run npm run build again with npm's registry in reach.`,
      { cause: error },
    );
  }
}

function hashOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
