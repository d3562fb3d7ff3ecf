import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { badAnswers } from './bad-answers.ts';

/** Some of what ends a process that asks with the client of PayPal's SDK itself, past every try/catch. */
const deadly = {
  call: [
    'plain text that calls itself JSON',
    'text without a content type',
    'broken gzip with 200',
    'empty gzip with 503',
  ],
  token: ['plain text that calls itself JSON'],
} as const;

describe('a process that asks PayPal', () => {
  for (const place of ['call', 'token'] as const) {
    it(`outlives every bad answer to a ${place}, and goes on asking`, async () => {
      const { code, outlived, errors } = await run('ours', place);
      expect(errors).to.equal('');
      expect(code).to.equal(0);
      expect(outlived.toSorted()).to.deep.equal(Object.keys(badAnswers).toSorted());
    });

    for (const name of deadly[place])
      it(`would be ended by ${name} to a ${place} if the SDK’s own client asked`, async () => {
        const { code, outlived } = await run('theirs', place, name);
        expect(code).to.equal(1);
        expect(outlived).to.deep.equal([]);
      });
  }

  it('would go on after a good answer with the SDK’s own client, too', async () => {
    const { code, outlived } = await run('theirs', 'call', 'an error as a web server writes it');
    expect(code).to.equal(0);
    expect(outlived).to.deep.equal(['an error as a web server writes it']);
  });
});

async function run(...words: readonly string[]) {
  const program = fileURLToPath(new URL('./outlive.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Close, and not exit: what was written has arrived then.
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, errors, outlived: output.split('\n').filter((line) => line !== '') };
}
