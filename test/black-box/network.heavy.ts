import { expect } from 'chai';
import { type PayPalProgram, startPayPal } from '../stage/command.ts';
import { freePort, type Program, startProgram } from '../stage/program.ts';
import { startTcpProxy, type TcpProxy, type Weather } from '../stage/tcp-proxy.ts';
import { readBooks, readPayPal } from './books.ts';
import { createChance } from './chance.ts';
import { type Channel, startChannel } from './channel.ts';
import { shop } from './shopper.ts';

const weathers = ['drip', 'cut', 'delay', 'black_hole'] as const;

describe('a purchase over a bad network', function () {
  this.timeout(120_000);
  let payPal: PayPalProgram;
  let channel: Channel;
  let toPayPal: TcpProxy;
  let toChannel: TcpProxy;
  let program: Program;
  let shoppers = 0;

  before(async () => {
    [payPal, channel] = await Promise.all([startPayPal(), startChannel(createChance(1), 0)]);
    [toPayPal, toChannel] = await Promise.all([
      startTcpProxy(portOf(payPal.url)),
      startTcpProxy(portOf(channel.serviceUrl)),
    ]);
    const port = await freePort();
    program = await startProgram({
      PORT: String(port),
      PAYPAL_API_URL: toPayPal.url,
      PAYPAL_WEB_URL: payPal.url,
      SERVICE_HOSTS: `localhost:${port},${toChannel.host}`,
      TRUSTED_PROXIES: '1',
    });
  });
  after(async () => {
    await program.remove();
    await Promise.all([toPayPal.close(), toChannel.close()]);
    await payPal.stop();
    await channel.close();
  });

  /** Buys while requests that fit are struck, until so many were; then the sky is clear again. */
  async function buyIn(proxy: TcpProxy, weather: Weather, requests: RegExp, times: number): Promise<void> {
    const struckBefore = proxy.struck();
    const capturesBefore = (await readPayPal(payPal.url)).captures.length;
    proxy.turn(weather, requests);
    const clearing = setInterval(() => {
      if (proxy.struck() - struckBefore >= times) proxy.turn('fair');
    }, 5);
    shoppers += 1;
    const places = {
      programUrl: program.url,
      channel: { ...channel, serviceUrl: `${toChannel.url}/` },
      patienceMs: 40_000,
    };
    const outcome = await shop(places, shoppers, 'buys');
    clearInterval(clearing);
    proxy.turn('fair');
    expect(outcome.trouble ?? '').to.equal('');
    expect(proxy.struck() - struckBefore).to.be.greaterThanOrEqual(times);
    const rows = readBooks(program.dataFolder).checkouts.filter(
      ({ conversationId }) => conversationId === outcome.conversationId,
    );
    expect(rows.map(({ status, flag }) => [status, flag])).to.deep.equal([['confirmed', null]]);
    const { captures } = await readPayPal(payPal.url);
    expect(captures).to.have.length(capturesBefore + 1);
    expect(captures.filter(({ custom_id }) => custom_id === rows[0]?.id)).to.have.length(1);
  }

  const longest = (event: string, duration: string): number =>
    Math.max(
      ...program
        .log()
        .filter((line) => line['event'] === event)
        .map((line) => Number(line[duration])),
    );

  for (const weather of weathers) {
    it(`to PayPal (${weather}) takes the money once and ends confirmed`, () =>
      buyIn(toPayPal, weather, /^POST \/v2\//u, timesOf(weather)));
  }

  for (const weather of weathers) {
    it(`to the channel (${weather}) ends confirmed, and the shopper is told`, () =>
      buyIn(toChannel, weather, /^POST \/v3\/conversations\//u, timesOf(weather)));
  }

  it('ended after the 10 s of a call to PayPal: no black hole was waited for longer', () => {
    expect(longest('paypal_call', 'ms')).to.be.within(9_900, 14_000);
  });

  it('ended after the 5 s of a call to the channel, and the turn was over inside its 10 s', () => {
    expect(longest('turn_slow', 'durationMs')).to.be.within(5_000, 9_999);
  });
});

/** A black hole costs the program its whole patience of 10 or 5 s. */
function timesOf(weather: Weather): number {
  return weather === 'black_hole' ? 1 : 2;
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
