import { expect } from 'chai';
import { readLedger } from '../../stage/ledger.ts';
import { numberOn, openLineChat, orderTeaByLine } from '../../stage/line-chat.ts';
import { type Program, startProgram } from '../../stage/program.ts';
import { createShopper } from '../../stage/page-visitor.ts';

describe('the log of a whole purchase', () => {
  let program: Program;
  const secrets: Record<string, string> = {};
  let checkoutId = '';

  before(async () => {
    // Ten digits cannot stand in a time or an id by chance.
    program = await startProgram({ LOG_LEVEL: 'trace', MAGIC_NUMBER_DIGITS: '10' });
    await purchase();
    expect(await program.stop()).to.equal(0);
  });
  after(() => program.remove());

  /** Declined, reloaded, a second number, a wrong one, a foreign browser, broken requests; then confirmed. */
  async function purchase(): Promise<void> {
    const chat = await openLineChat(program, { user: { name: 'Quillon Shopperly' } });
    const payer = createShopper();
    const link = await orderTeaByLine(chat);
    const checkout = await payer.get(link);
    keep('link token', link.split('/').at(-1));
    keep('chat token', chat.session.token);
    keep('payer session', checkout.headers.get('set-cookie')?.split(';')[0]?.split('=')[1]);
    keep('form token', /name="csrf" value="([^"]+)"/u.exec(checkout.html)?.[1]);
    const approval = await payer.follow(await payer.press(checkout, 'Pay with PayPal'));
    const declined = await payer.follow(await payer.press(approval, 'Decline card'));
    const retry = await payer.follow(await payer.press(declined, 'Pay with PayPal'));
    const back = (await payer.press(retry, 'Approve payment')).location ?? '';
    checkoutId = /\/checkouts\/([a-z2-7]{26})\//u.exec(back)?.[1] ?? '';
    keep('return nonce', /\/return\/([\w-]+)\?/u.exec(back)?.[1]);
    keep('PayerID', new URL(back).searchParams.get('PayerID') ?? undefined);
    await createShopper().get(back.replace(/PayerID=[^&]+/u, 'PayerID=SOMEBODYELSE'));
    await payer.get(`${back}&token=twice`);
    await payer.get(link.slice(0, -3));
    await payer.post(`${program.url}/checkouts/${checkoutId}/pay`, 'csrf=wrong');
    const page = await payer.follow(await payer.get(back));
    expect(page.kind, page.html).to.equal('number');
    const first = numberOn(page.html);
    keep('first number', first);
    const fresh = await payer.follow(await payer.press(page, 'Show a new number'));
    keep('second number', numberOn(fresh.html));
    await chat.say(first);
    await chat.say(`is it ${secrets['second number']}?`);
    await chat.say(secrets['second number'] ?? '');
    await chat.sees('is confirmed');
    expect((await readLedger(program.simulatorUrl)).captures).to.have.length(1);
  }

  function keep(name: string, value: string | undefined): void {
    expect(value, name).to.be.a('string').with.length.above(9);
    secrets[name] = value ?? '';
  }

  it('is one JSON object a line, and nothing else stands on standard output', () => {
    const lines = program.standardOutput().trimEnd().split('\n');
    expect(lines.length).to.be.above(20);
    for (const line of lines) expect(JSON.parse(line), line).to.include.keys('level', 'time', 'event');
  });

  it('carries the checkout id with every step from the chat to the receipt, in their order', () => {
    const steps = program
      .log()
      .filter((entry) => entry['checkoutId'] === checkoutId && entry['event'] !== 'http')
      .map(({ event }) => event);
    const wanted = [
      'checkout_started',
      'order_submitted',
      'order_created',
      'capture_submitted',
      'payment_declined',
      'capture_submitted',
      'payment_arrived',
      'number_drawn',
      'number_wrong',
      'checkout_confirmed',
    ];
    expect(steps.filter((step) => wanted.includes(String(step)))).to.deep.equal(wanted);
    const anonymous = program
      .log()
      .filter(({ event, checkoutId: id }) => wanted.includes(String(event)) && id !== checkoutId);
    expect(anonymous).to.deep.equal([]);
  });

  it('names request and checkout of every page of the purchase', () => {
    const pages = program
      .log()
      .filter(({ event, route }) => event === 'http' && String(route).startsWith('/checkouts/'));
    expect(pages.length).to.be.above(8);
    for (const page of pages) {
      expect(page, JSON.stringify(page)).to.include({ checkoutId });
      expect(page['requestId']).to.match(/^[0-9a-f]{16}$/u);
    }
  });

  it('holds no number, link token, nonce, session, form token, chat token or payer', () => {
    const written = program.output();
    for (const [name, secret] of Object.entries(secrets)) {
      expect(written, name).not.to.include(secret);
      expect(written, `a part of the ${name}`).not.to.include(
        secret.slice(0, Math.max(10, secret.length / 2)),
      );
    }
    for (const name of ['Pat Payer', 'pat.payer@example.com', 'Quillon', 'Shopperly', 'channel-connector/'])
      expect(written).not.to.include(name);
  });
});
