import { shopper, sampleCheckout } from './sample-checkout.ts';
import { openStore } from '../../src/store/store.ts';

/**
 * A process of its own for the tests of kill -9, locks and full disks: `hold` keeps the lock, `write` stores checkouts
 * one after the other and names each on standard output once it is durable.
 */
const [url = '', task = ''] = process.argv.slice(2);
const store = await openStore({ url, holder: 'child', lock: true });
await store.migrate();
process.stdout.write('ready\n');
if (task === 'write') await writeUntilRefused();
else setInterval(() => undefined, 1000);

async function writeUntilRefused(): Promise<void> {
  try {
    for (let index = 0; ; index += 1) {
      const owner = { ...shopper, conversationId: `conversation ${index}` };
      const checkout = sampleCheckout(Date.now(), { owner, shopperName: 'x'.repeat(2000) });
      await store.checkouts.write({ insert: checkout });
      process.stdout.write(`stored ${checkout.id}\n`);
    }
  } catch (error) {
    process.stdout.write(`refused ${error instanceof Error ? error.message : String(error)}\n`);
    process.stdout.write(`check ${await checkUntilFull()}\n`);
    const found = await store.checkouts.list(1);
    process.stdout.write(`reads ${found.length}\n`);
    await store.close();
  }
}

/** The large write was refused; the last free block is soon used up by small ones. */
async function checkUntilFull(): Promise<string> {
  let answer = 'ok';
  for (let look = 0; look < 100 && answer === 'ok'; look += 1) answer = await store.check();
  return answer;
}
