// Bundles the program into dist/ and brings Web Chat's bundle: a few files start in half the time of a tree of packages,
// and what only `serve` needs stands in a file of its own, so that the other verbs do not read the bot.
// With --map also the maps (17 MB): `node --enable-source-maps dist/main.js` then names files and lines of src/ in stack
// traces; without them they name functions, and lines of dist/*.js, where comments tell each file.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { build, context } from 'esbuild';
import { besideBundle } from './beside-bundle.mjs';
import { writeLicences } from './licences.mjs';
import { bringWebChat } from './web-chat.mjs';

const isWatched = process.argv.includes('--watch');
const webChatFolder = 'dist/public';

const options = {
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
  splitting: true,
  // Beside main.js, since what is bundled looks for its files from there.
  chunkNames: '[name]-[hash]',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: isWatched || process.argv.includes('--map'),
  logLevel: 'warning',
  external: ['better-sqlite3', 'bufferutil', 'utf-8-validate', 'chokidar', 'fsevents'],
  define: { __filename: 'bundleFilename', __dirname: 'bundleDirname' },
  // CommonJS packages inside an ESM bundle still ask for these names.
  banner: {
    js: [
      '#!/usr/bin/env node',
      "import { createRequire as createRequireForBundle } from 'node:module';",
      "import { fileURLToPath as fileURLToPathForBundle } from 'node:url';",
      'const require = createRequireForBundle(import.meta.url);',
      'const bundleFilename = fileURLToPathForBundle(import.meta.url);',
      "const bundleDirname = fileURLToPathForBundle(new URL('.', import.meta.url));",
    ].join('\n'),
  },
};

/** What an earlier build wrote: its files have other names. */
function removeBuilt(folder) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder))
    if (/\.js(?:\.map)?$/u.test(name)) rmSync(join(folder, name), { force: true });
}

/** Restarts the built program after every rebuild. */
function restartOnRebuild() {
  let running;
  return {
    name: 'restart',
    setup(pluginBuild) {
      pluginBuild.onEnd(({ errors }) => {
        if (errors.length > 0) return;
        const start = () => {
          running = spawn(process.execPath, ['--enable-source-maps', 'dist/main.js', 'serve'], {
            stdio: 'inherit',
          });
        };
        if (running === undefined || running.exitCode !== null) return start();
        running.once('exit', start);
        running.kill('SIGTERM');
      });
    },
  };
}

if (isWatched) {
  bringWebChat(webChatFolder);
  const watching = await context({ ...options, plugins: [restartOnRebuild()] });
  await watching.watch();
} else {
  removeBuilt('dist');
  const { metafile } = await build({ ...options, metafile: true });
  writeLicences(metafile, besideBundle, 'dist/third-party-licences.txt');
  bringWebChat(webChatFolder);
}
