import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runCommand } from '../../stage/command.ts';
import { numberOn, openLineChat } from '../../stage/line-chat.ts';
import { type Program, startProgram } from '../../stage/program.ts';
import { createShopper, goToPayPal } from '../../stage/page-visitor.ts';

const catalog = {
  currency: 'EUR',
  shipping: [{ name: 'Post', price: '4.90' }],
  products: [{ id: 'mug', name: 'Everyday Mug', description: 'Holds a third of a litre.', price: '16.00' }],
};

/** What PayPal tells of who pays, and the chat does not know. */
const secrets = /María|Núñez|maria\.nunez|Jürgen|Groß|17\. Juni|Hinterhaus|Köln|50667/iu;

describe('a purchase with an address', () => {
  let folder: string;
  let program: Program;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'payer-'));
    writeFileSync(join(folder, 'catalog.json'), JSON.stringify(catalog));
    program = await startProgram({ CATALOG: join(folder, 'catalog.json'), LOG_LEVEL: 'trace' });
  });
  after(async () => {
    await program.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (...verb: string[]) =>
    runCommand(verb, {
      DATABASE_URL: `file:${join(program.dataFolder, 'checkout.db')}`,
      PAYPAL_API_URL: program.simulatorUrl,
    });
  /** Every file beside the database, but for the simulated PayPal's own books. */
  const stored = (): string =>
    readdirSync(program.dataFolder)
      .filter((name) => name !== 'simulator.jsonl')
      .map((name) => readFileSync(join(program.dataFolder, name)).toString('utf8'))
      .join('\n');

  it('is told whom to send it to at the command alone, is erased there, and refunded and told all the same', async () => {
    const chat = await openLineChat(program, { user: { name: 'Quillon Shopperly' } });
    await chat.say('add mug');
    await chat.sees('Added 1 × Everyday Mug');
    await chat.say('checkout');
    await chat.sees(/Shipping \(Post\): €4.90/u);
    const payer = createShopper();
    const approval = await goToPayPal(payer, await chat.link());
    expect(approval.html).to.include('Who pays').and.to.include('value="maria"');
    const done = await payer.follow(await payer.post(approval.url, 'decision=approve&account=maria'));
    expect(done.kind).to.equal('number');
    await chat.say(numberOn(done.html));
    await chat.sees('is confirmed');
    const [receipt = ''] = (await chat.told()).flatMap(
      (said) => /Receipt ([A-Z2-7]{8})/u.exec(said)?.[1] ?? [],
    );

    const order = await run('order', receipt);
    expect(order.output, order.errors).to.include(`Payer      María Núñez
E-mail     maria.nunez@example.com
Ship to    Jürgen Groß
           Straße des 17. Juni 5
           Hinterhaus, 3. OG
           Köln
           50667
           DE
`);
    expect(order.output)
      .to.match(/^Shopper +Quillon Shopperly$/mu)
      .and.match(/ paypal +webhook PAYMENT\.CAPTURE\.COMPLETED/u);
    expect((await run('orders')).output).to.include('María Núñez  1 × Everyday Mug');
    const csv = await run('orders', '--csv', '--search', 'maria.nunez@example.com');
    expect(csv.output).to.match(
      new RegExp(
        `^receipt,.*\\r\\n${receipt},.*,Straße des 17\\. Juni 5,"Hinterhaus, 3\\. OG",Köln,,50667,DE,\\r\\n$`,
        'u',
      ),
    );
    expect((await run('orders', '--search', 'nobody@example.com')).output).to.equal(
      'No checkout is like that.\n',
    );

    // While it runs the newest of it stands in the log of the database.
    for (const text of [stored(), program.output(), done.html, (await chat.told()).join('\n')])
      expect(text).not.to.match(secrets);

    const erased = await run('erase', receipt.toLowerCase());
    expect([erased.code, erased.output.includes("PayPal's own records")], erased.errors).to.deep.equal([
      0,
      true,
    ]);
    expect((await run('order', receipt)).output)
      .to.match(/^Payer +erased$/mu)
      .and.not.match(/Quillon|María/u);
    expect((await run('refund', receipt)).output).to.match(/^Refunded 20\.90 EUR/u);
    await chat.sees('given your payment of €20.90 back to you');
    expect((await run('erase', 'nobody')).code).to.equal(1);

    await program.stop();
    const texts = [stored(), program.output()];
    for (const text of texts) expect(text).not.to.match(secrets);
    const database = readFileSync(join(program.dataFolder, 'checkout.db')).toString('utf8');
    expect(database).to.include(receipt.toLowerCase()).and.not.include('Quillon');
  });
});
