import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { readLedger } from '../stage/ledger.ts';
import { numberOn, openLineChat, orderTeaByLine } from '../stage/line-chat.ts';
import { type Program, startProgram } from '../stage/program.ts';
import { createShopper } from '../stage/page-visitor.ts';

describe('stopping the program with SIGTERM', () => {
  let program: Program;
  beforeEach(async () => {
    program = await startProgram();
  });
  afterEach(() => program.remove());

  it('finishes the payment in flight and its word to the shopper, then exits with 0', async () => {
    const chat = await openLineChat(program);
    const payer = createShopper();
    const checkout = await payer.get(await orderTeaByLine(chat));
    const approval = await payer.follow(await payer.press(checkout, 'Pay with PayPal'));
    const back = (await payer.press(approval, 'Approve payment')).location ?? '';
    await fetch(`${program.simulatorUrl}/_simulator/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ faults: [{ operation: 'capture', fault: 'late', afterMs: 1500 }] }),
    });
    const inFlight = payer.get(back);
    while ((await readLedger(program.simulatorUrl)).captures.length === 0) await sleep(20);
    // Terminals and supervisors often signal npm and node alike, so that node hears it twice.
    expect(await Promise.all([program.stop(), program.stop()])).to.deep.equal([0, 0]);
    const answer = await inFlight;
    expect(answer.status).to.equal(303);
    expect(answer.location).to.match(/\/number$/u);
    const events = program.log().map(({ event }) => event);
    expect(events.at(-1)).to.equal('stopped');
    expect(events.indexOf('payment_arrived')).to.be.above(events.indexOf('stopping'));

    await program.start();
    await chat.sees('Your payment of €29.00 arrived');
    expect((await chat.told()).filter((said) => said.includes('arrived'))).to.have.length(1);
    const page = await payer.follow(answer);
    await chat.say(numberOn(page.html));
    await chat.sees('is confirmed');
    const { captures, requests } = await readLedger(program.simulatorUrl);
    expect(captures).to.have.length(1);
    expect(requests.filter(({ path }) => path.endsWith('/capture'))).to.have.length(1);
  });

  it('does not wait for connections on which nobody asks for anything, as browsers keep in reserve', async () => {
    const { port } = new URL(program.url);
    const sockets = ['', 'GET /health/live HTTP/1.1\r\nHost: localhost\r\n'].map((start) => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(start);
      return socket;
    });
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    expect(await program.stop()).to.equal(0);
    for (const socket of sockets) socket.destroy();
  });

  it('answers in the chat whatever it has taken', async () => {
    const chats = await Promise.all(Array.from({ length: 8 }, () => openLineChat(program)));
    for (const chat of chats) await chat.say('hello');
    const said = chats.map((chat) => chat.say('add 3 sencha').catch(() => undefined));
    await Promise.race(said);
    expect(await program.stop()).to.equal(0);
    const statuses = await Promise.all(said);
    await program.start();
    expect(statuses).to.include(200);
    for (const [index, chat] of chats.entries()) {
      const answers = (await chat.told()).filter((text) => text.includes('Added 3 × Spring Sencha'));
      expect(answers.length, String(statuses[index])).to.equal(statuses[index] === 200 ? 1 : 0);
    }
  });

  it('takes no new request meanwhile and leaves the port free at the end', async () => {
    expect(await program.stop()).to.equal(0);
    const answer = await fetch(`${program.url}/health/live`).catch(() => undefined);
    expect(answer).to.equal(undefined);
    await program.start();
    expect((await fetch(`${program.url}/health/live`)).status).to.equal(200);
  });
});
