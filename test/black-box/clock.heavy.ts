import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { openBench } from '../stage/flow-harness.ts';
import { goToPayPal } from '../stage/payer.ts';
import { type PayPalProgram, startPayPal } from '../stage/command.ts';
import { readLedger } from '../stage/ledger.ts';
import { numberOn, openLineChat, orderTeaByLine } from '../stage/line-chat.ts';
import { startProgram } from '../stage/program.ts';
import { createShopper, payWith } from '../stage/page-visitor.ts';

const quarterMs = 15 * 60_000;

describe('a clock that is off by 15 minutes', () => {
  for (const [name, skewMs] of [
    ['fast', quarterMs],
    ['slow', -quarterMs],
  ] as const) {
    it(`and ${name} charges once and ends confirmed`, async () => {
      await buyWithStoreOff(skewMs);
      const library = findFakeTime();
      // Where libfaketime is installed, the whole program has another clock than PayPal.
      if (library !== undefined) await buyWithProgramOff(library, skewMs);
    });

    it(`that becomes ${name} in the middle of a purchase charges once and ends confirmed`, async () => {
      const bench = await openBench();
      try {
        const checkout = await bench.start();
        const back = await goToPayPal(bench, checkout);
        bench.clock.now += skewMs;
        await bench.flow.returnFromPayPal(back);
        const { digits } = await bench.flow.showNumber(back);
        expect((await bench.flow.confirm(checkout.owner, digits ?? '')).kind).to.equal('confirmed');
        await bench.flow.expireDue();
        expect((await bench.row(checkout)).status).to.equal('confirmed');
        expect(await bench.captures()).to.have.length(1);
      } finally {
        await bench.close();
      }
    });
  }
});

function findFakeTime(): string | undefined {
  const folders = readdirSync('/usr/lib').map((name) => join('/usr/lib', name, 'faketime'));
  return folders.map((folder) => join(folder, 'libfaketime.so.1')).find((file) => existsSync(file));
}

/** PayPal's clock and the store's differ from the first word to the last. */
async function buyWithStoreOff(skewMs: number): Promise<void> {
  const [bench, other] = await Promise.all([openBench(), openBench()]);
  try {
    other.clock.now += skewMs;
    const flow = bench.flowWith({ payments: other.ports.payments });
    const checkout = await bench.start();
    const back = await goToPayPal({ flow }, checkout);
    await flow.returnFromPayPal(back);
    const { digits } = await flow.showNumber(back);
    expect((await flow.confirm(checkout.owner, digits ?? '')).kind).to.equal('confirmed');
    expect(await other.captures()).to.have.length(1);
  } finally {
    await bench.close();
    await other.close();
  }
}

async function buyWithProgramOff(library: string, skewMs: number): Promise<void> {
  const payPal = await startPayPal();
  try {
    // The sign says that it is an offset; without one it would be a date.
    const FAKETIME = `${skewMs < 0 ? '-' : '+'}${Math.abs(skewMs) / 1_000}s`;
    await buyFromProgram(payPal, { LD_PRELOAD: library, FAKETIME }, skewMs);
  } finally {
    await payPal.stop();
  }
}

async function buyFromProgram(
  payPal: PayPalProgram,
  clock: Record<string, string>,
  skewMs: number,
): Promise<void> {
  const program = await startProgram({ PAYPAL_API_URL: payPal.url, ...clock });
  try {
    const itsNow = Date.parse((await fetch(`${program.url}/health/live`)).headers.get('date') ?? '');
    expect(itsNow - Date.now()).to.be.closeTo(skewMs, quarterMs / 3);
    const chat = await openLineChat(program);
    const page = await payWith(createShopper(), await orderTeaByLine(chat));
    await chat.say(numberOn(page.html));
    await chat.sees('is confirmed');
    expect((await readLedger(payPal.url)).captures).to.have.length(1);
  } finally {
    await program.remove();
  }
}
