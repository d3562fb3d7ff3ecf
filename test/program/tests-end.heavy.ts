import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { inherited } from '../stage/program.ts';

const opens = "import { createServer } from 'node:http';\nbefore(() => void createServer().listen(0));\n";
const passes = "it('passes', () => {});\n";
const fails = "it('fails', () => { throw new Error('on purpose'); });\n";

describe('a run of the tests', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chat-checkout-tests-end-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const [what, source, code, isOpen] of [
    ['all is closed', passes, 0, false],
    ['one fails and all is closed', fails, 1, false],
    ['something is left open', opens + passes, 1, true],
    ['something is left open and two fail', opens + fails + fails, 2, true],
  ] as const)
    it(`ends with ${code} where ${what}${isOpen ? ', and says what' : ''}`, async () => {
      const file = join(folder, 'run.test.mjs');
      writeFileSync(file, source);
      const child = spawn(process.execPath, [resolve('node_modules/mocha/bin/mocha.js'), file], {
        env: inherited(),
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const limit = setTimeout(() => child.kill('SIGKILL'), 90_000);
      const [errors] = await Promise.all([text(child.stderr), once(child, 'exit')]);
      clearTimeout(limit);
      expect(child.exitCode, errors).to.equal(code);
      expect(/is still open after 30 s: .*TCPServerWrap/u.test(errors), errors).to.equal(isOpen);
    });
});
