import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plant, plantedSources } from './planted-source.ts';
import { runNode } from './run-simulate.ts';

describe('the model on the real store finds', function () {
  this.timeout(300_000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chat-checkout-planted-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  for (const source of plantedSources) {
    const { name, scenario, breaks } = source;
    it(`that ${name}`, async () => {
      const { code, last } = await runNode(
        await plant(source, folder),
        '--deaths',
        'commits',
        '--only',
        scenario,
      );
      expect(code, last).to.equal(1);
      expect(breaks, last).to.include(/ breaks (\w+): /u.exec(last)?.[1]);
    });
  }
});
