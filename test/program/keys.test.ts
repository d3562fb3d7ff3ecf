import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openLineChat, orderTeaByLine } from '../stage/line-chat.ts';
import { type Program, startProgram } from '../stage/program.ts';

describe('a start with a new key before the old one', () => {
  let folder: string;
  let program: Program;
  const [newer, older] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
  const startWith = (...keys: readonly string[]): Promise<Program> =>
    startProgram({ KEYS: keys.join(','), DATABASE_URL: `file:${join(folder, 'checkout.db')}` });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chat-checkout-keys-'));
  });
  afterEach(async () => {
    await program.remove();
    rmSync(folder, { recursive: true });
  });

  it('names the old one as needed by a link under way, in its log and beside its addresses, without the key', async () => {
    program = await startWith(older);
    expect(program.output()).not.to.match(/^ {2}Keys/mu);
    await orderTeaByLine(await openLineChat(program));
    await program.remove();

    program = await startWith(newer, older);
    const news = program.log().find(({ event }) => String(event).startsWith('key_'));
    expect(news).to.include({
      event: 'key_needed',
      level: 30,
      place: 2,
      links: 1,
      numbers: 0,
      orders: 0,
      payers: 0,
    });
    expect(program.output())
      .to.match(/^ {2}Keys {7}2nd of KEYS \([\da-f]{8}\): still needed by 1 link$/mu)
      .and.not.to.include(older)
      .and.not.to.include(newer);
  });

  it('says that the old one may be taken out where nothing is under way', async () => {
    program = await startWith(newer, older);
    expect(program.output()).to.match(
      /^ {2}Keys {7}2nd of KEYS \([\da-f]{8}\): nothing needs it any more, it may be taken out$/mu,
    );
    expect(program.log().map(({ event }) => event)).to.include('key_not_needed');
  });
});
