import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { inherited } from '../stage/program.ts';

describe('a test of the built program, where nothing is built', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chat-checkout-not-built-'));
    for (const name of ['.mocharc.json', 'node_modules', 'package.json', 'src', 'test', 'tsconfig.json'])
      symlinkSync(resolve(name), join(folder, name));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  for (const file of [
    'desk/orders.test.ts',
    'program/merchant-webhook.test.ts',
    'program/backup-verbs.heavy.ts',
    'purchase/stories/group.test.ts',
  ])
    it(`says what to do, and ends instead of waiting: ${file}`, async () => {
      const command = [resolve('node_modules/mocha/bin/mocha.js'), `test/${file}`];
      const child = spawn(process.execPath, command, {
        cwd: folder,
        env: inherited(),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const limit = setTimeout(() => child.kill('SIGKILL'), 60_000);
      const [output, errors] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'exit'),
      ]);
      clearTimeout(limit);
      expect(output + errors)
        .to.include('dist/main.js is not there')
        .and.to.include('Say: npm run build.');
      expect(child.exitCode, output + errors).to.be.above(0);
    });
});
