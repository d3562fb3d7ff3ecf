// Bundles the program into dist/ (one file starts in half the time of a tree of packages) and copies Web Chat's bundle.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, context } from 'esbuild';

const options = {
  entryPoints: ['src/main.ts'],
  outfile: 'dist/main.js',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: true,
  logLevel: 'warning',
  external: ['better-sqlite3', 'pino', 'bufferutil', 'utf-8-validate', 'chokidar', 'fsevents'],
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

function findPackage(name) {
  return fileURLToPath(new URL(`../node_modules/${name}`, import.meta.url));
}

function copyWebChat() {
  const webChat = join(findPackage('botframework-webchat'), 'dist', 'webchat.js');
  mkdirSync('dist/public', { recursive: true });
  copyFileSync(webChat, 'dist/public/webchat.js');
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

if (process.argv.includes('--watch')) {
  copyWebChat();
  const watching = await context({ ...options, plugins: [restartOnRebuild()] });
  await watching.watch();
} else {
  rmSync('dist/main.js', { force: true });
  await build(options);
  copyWebChat();
}
