import sdk from '@paypal/checkout-server-sdk';
import { expect } from 'chai';
import { createExecutor, type Executor } from '../../src/paypal/executor.ts';
import { errorOf } from './error-of.ts';
import {
  type Answering,
  collectLog,
  inTurn,
  type LocalServer,
  sendJson,
  sendToken,
  startLocalServer,
} from './local-server.ts';
import { capture, get } from './sample-operations.ts';
import { createVirtualTime, type VirtualTime } from './virtual-time.ts';

/** As in the program: 10 s for a call, and so 28 s for all tries. */
const callTimeoutMs = 10_000;
const wholeMs = 28_000;

describe('patience with PayPal', function () {
  // All of it is quick; what hangs is a fault.
  this.timeout(5_000);
  let server: LocalServer;
  let time: VirtualTime;
  let executor: Executor;
  const { lines, log } = collectLog();
  const fine = sendJson(200, { ok: true });
  /** Nobody answers for as long as anybody waits. */
  const silence: Answering = () => time.elapseToNext();

  beforeEach(async () => {
    lines.length = 0;
    server = await startLocalServer();
    time = createVirtualTime();
    const environment = new sdk.core.PayPalEnvironment('client', 'secret', server.url, server.url);
    executor = createExecutor({ environment, callTimeoutMs, log, time });
  });
  afterEach(() => server.close());

  function afterMs(ms: number, answer: Answering): Answering {
    return (response, received) => {
      time.elapse(ms);
      answer(response, received);
    };
  }

  it('ends a call at 10 s', async () => {
    await executor.signIn();
    server.onCall = silence;
    expect(await errorOf(executor.execute(capture()))).to.equal('payments_unclear: capture timeout');
    expect(time.now()).to.equal(10_000);
    expect(lines.at(-1)).to.include({ operation: 'capture', ms: 10_000, reason: 'timeout' });
    server.onCall = afterMs(9_999, fine);
    expect(await executor.execute(capture())).to.equal('done');
  });

  it('ends three tries inside 30 s, the last one in what the others left', async () => {
    server.onCall = silence;
    expect(await errorOf(executor.execute(get()))).to.equal('payments_unclear: get timeout');
    expect(server.calls()).to.have.length(3);
    expect(time.now()).to.be.closeTo(wholeMs, 0.001).and.be.below(30_000);
  });

  it('counts the tries for a token and those for the call together', async () => {
    server.onToken = inTurn(silence, silence, sendToken('token'));
    server.onCall = silence;
    expect(await errorOf(executor.execute(get()))).to.equal('payments_unclear: get timeout');
    expect(server.tokenRequests()).to.have.length(3);
    expect(server.calls()).to.have.length(1);
    expect(time.now()).to.be.closeTo(wholeMs, 0.001).and.be.below(30_000);
  });

  it('asks three times for a token, and within one call’s time where somebody only signs in', async () => {
    server.onToken = sendJson(503, {});
    expect(await errorOf(executor.execute(get()))).to.match(/^payments_unclear: token 503/u);
    expect(server.tokenRequests()).to.have.length(3);
    server.onToken = silence;
    const before = time.now();
    expect(await errorOf(executor.signIn())).to.equal('payments_unclear: token timeout');
    expect(time.now() - before).to.be.closeTo(10_000, 0.001);
  });

  it('pauses between tries, longer each time and never twice quite the same', async () => {
    server.onCall = sendJson(503, {});
    for (let round = 0; round < 20; round += 1) await errorOf(executor.execute(get()));
    const firsts = time.pauses.filter((_, index) => index % 2 === 0);
    const seconds = time.pauses.filter((_, index) => index % 2 === 1);
    expect([firsts.length, seconds.length]).to.deep.equal([20, 20]);
    for (const pause of firsts) expect(pause).to.be.within(250, 500);
    for (const pause of seconds) expect(pause).to.be.within(500, 1_000);
    expect(new Set(time.pauses).size).to.be.above(30);
  });

  describe('honours Retry-After', () => {
    const told = (value: string, status = 503) => sendJson(status, {}, { 'retry-after': value });

    for (const [name, value, pause] of [
      ['in seconds', '3', 3_000],
      ['of none', '0', 0],
      ['as a date', 'Thu, 15 Jan 2026 12:00:05 GMT', 5_000],
      ['as a date that is past', 'Thu, 15 Jan 2026 11:59:55 GMT', 0],
    ] as const)
      it(name, async () => {
        server.onCall = inTurn(told(value), fine);
        expect(await executor.execute(get())).to.equal('done');
        expect(time.pauses).to.deep.equal([pause]);
      });

    for (const value of ['', 'soon', '1.5', '-1', 'in 2', '2 seconds', '1234567890', 'Whenever GMT'])
      it(`only in HTTP’s own forms, and pauses as ever at "${value}"`, async () => {
        server.onCall = inTurn(told(value), fine);
        expect(await executor.execute(get())).to.equal('done');
        expect(time.pauses).to.have.length(1);
        expect(time.pauses[0]).to.be.within(250, 500);
      });

    it('as long as something is left of the time, and gives up at once where nothing would be', async () => {
      await executor.signIn();
      server.onCall = inTurn(told('27'), silence);
      expect(await errorOf(executor.execute(get()))).to.equal('payments_unclear: get timeout');
      expect([server.calls().length, time.now()]).to.deep.equal([2, wholeMs]);
      for (const value of ['28', '60', '999999999', 'Fri, 15 Jan 2027 12:00:00 GMT']) {
        server.onCall = told(value);
        expect(await errorOf(executor.execute(get()))).to.match(/^payments_unclear: get 503/u);
      }
      expect([server.calls().length, time.now()]).to.deep.equal([6, wholeMs]);
      expect(time.pauses).to.deep.equal([27_000]);
    });
  });

  describe('leaves PayPal alone with everything after a 429', () => {
    const limited = (seconds: string) =>
      sendJson(429, { name: 'RATE_LIMIT_REACHED' }, { 'retry-after': seconds });

    async function isLimitedFor(seconds: string): Promise<void> {
      await executor.signIn();
      server.onCall = limited(seconds);
      await errorOf(executor.execute(capture()));
      server.onCall = fine;
    }

    it('for as long as it asks', async () => {
      await isLimitedFor('20');
      time.elapse(5_000);
      expect(await executor.execute(capture())).to.equal('done');
      expect(time.pauses).to.deep.equal([15_000]);
      expect(await executor.execute(capture())).to.equal('done');
      expect(time.pauses).to.deep.equal([15_000]);
    });

    /** A capture whose answer is on its way until it is given. */
    async function hold(): Promise<(answer: Answering) => Promise<string>> {
      await executor.signIn();
      let outcome = Promise.resolve('');
      const give = await new Promise<(answer: Answering) => void>((resolve) => {
        server.onCall = (response, received) => resolve((answer) => answer(response, received));
        outcome = errorOf(executor.execute(capture()));
      });
      return (answer) => {
        give(answer);
        return outcome;
      };
    }

    it('for as long as the longest of several asks', async () => {
      for (const shorter of [limited('2'), sendJson(429, { name: 'RATE_LIMIT_REACHED' })]) {
        const answerLate = await hold();
        await isLimitedFor('20');
        expect(await answerLate(shorter)).to.match(/^payments_unclear: capture 429/u);
        expect(await executor.execute(capture())).to.equal('done');
      }
      expect(time.pauses).to.deep.equal([20_000, 20_000]);
    });

    it('and for longer where another hears so while one waits', async () => {
      const answerLate = await hold();
      await isLimitedFor('4');
      const { pause } = time;
      time.pause = async (ms) => {
        await pause(ms);
        if (time.pauses.length === 1) await answerLate(limited('7'));
      };
      expect(await executor.execute(capture())).to.equal('done');
      expect(time.pauses).to.deep.equal([4_000, 7_000]);
    });

    it('for a minute at most', async () => {
      await isLimitedFor('3600');
      time.elapse(60_000);
      expect(await executor.execute(capture())).to.equal('done');
      expect(time.pauses).to.deep.equal([]);
    });

    it('without a wait that would take all the time that there is', async () => {
      await isLimitedFor('60');
      time.elapse(60_000 - wholeMs);
      expect(await errorOf(executor.execute(capture()))).to.equal('payments_unclear: capture rate_limited');
      expect(server.calls()).to.have.length(1);
      time.elapse(1);
      expect(await executor.execute(capture())).to.equal('done');
      expect(time.pauses).to.deep.equal([wholeMs - 1]);
    });

    it('but not after a 503, nor where no time is named', async () => {
      await executor.signIn();
      for (const answer of [
        sendJson(503, {}, { 'retry-after': '20' }),
        sendJson(429, { name: 'RATE_LIMIT_REACHED' }),
      ]) {
        server.onCall = inTurn(answer, fine);
        await errorOf(executor.execute(capture()));
        expect(await executor.execute(capture())).to.equal('done');
      }
      expect(time.pauses).to.deep.equal([]);
    });
  });
});
