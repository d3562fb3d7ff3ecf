import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readLedger } from '../../stage/ledger.ts';
import { numberOn, openLineChat } from '../../stage/line-chat.ts';
import { type Program, startProgram } from '../../stage/program.ts';
import { createShopper, payWith } from '../../stage/page-visitor.ts';

describe('a purchase in a shop with one way of shipping', () => {
  let folder: string;
  let program: Program;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'one-way-'));
    const catalogPath = join(folder, 'catalog.json');
    const example = /^The catalogue file:\n\n```json\n(.*?)```/msu.exec(
      readFileSync('README.md', 'utf8'),
    )?.[1];
    writeFileSync(catalogPath, example ?? 'README shows no catalogue');
    mkdirSync(join(folder, 'pictures'));
    copyFileSync('public/products/breakfast-tea.png', join(folder, 'pictures', 'mug.png'));
    program = await startProgram({ CATALOG: catalogPath });
  });
  after(async () => {
    await program.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it("goes from hello to the receipt with README's own catalogue, and PayPal takes what the chat said", async () => {
    const chat = await openLineChat(program);
    await chat.say('hello');
    await chat.sees('Say "catalog" to look around');
    await chat.say('catalog');
    await chat.sees('Holds a third of a litre');
    await chat.say('add mug');
    await chat.sees('Added 1 × Everyday Mug');
    await chat.say('checkout');
    await chat.sees(/1 item, €23.94.*Tax: €3.04.*Shipping \(Post\): €4.90/su);
    const page = await payWith(createShopper(), await chat.link());
    expect(page.kind).to.equal('number');
    await chat.sees('Your payment of €23.94 arrived');
    await chat.say(numberOn(page.html));
    await chat.sees('Your payment of €23.94 is confirmed');
    await chat.sees(/Receipt [A-Z2-7]{8}.*€4.90.*€23.94/su);
    const { captures } = await readLedger(program.simulatorUrl);
    expect(captures.map(({ status }) => status)).to.deep.equal(['COMPLETED']);
    expect(captures[0]).to.deep.include({ amount: { currency_code: 'EUR', value: '23.94' } });
  });
});
