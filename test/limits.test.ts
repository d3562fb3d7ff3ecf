import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { expect } from 'chai';
import { type Program, startProgram } from './stage/program.ts';

/** Every number of "Limits", and the promise that holds it: the file and the title of its test. */
const limits: readonly (readonly [limit: string, file: string, title: string])[] = [
  ['chat text: 500 characters', 'shop/shop-dialog', 'answers too long and wordless messages'],
  ['an activity: 256 KB', 'web/messages', 'refuses what is no activity before the bot sees it'],
  ['an activity of the local channel: 256 KB', 'local-channel/client-activity', 'has 256 KB at most'],
  ['a webhook: 256 KB', 'paypal-webhooks/webhook-intake', 'that are too large are refused unread'],
  ['a form: 16 KB', 'web/pay', 'refuses what is not our own form, and changes nothing'],
  ['headers: 16 KB', 'limits', 'refuses headers of more than 16 KB, and takes those of 12 KB'],
  ['PayPal: 10 s for a whole call', 'paypal/patience', 'ends a call at 10 s'],
  ['PayPal: 10 s on the wire', 'black-box/network', 'ended after the 10 s of a call to PayPal'],
  ['PayPal: 3 tries', 'paypal/executor', 'asks three times for a GET, and then says that it is unclear'],
  ['PayPal: 30 s for all tries', 'paypal/patience', 'ends three tries inside 30 s'],
  ['PayPal: 30 s, however long Retry-After is', 'paypal/patience', 'gives up at once where nothing would be'],
  ['connector: 5 s for a whole call', 'black-box/network', 'ended after the 5 s of a call to the channel'],
  [
    'connector: its answer too',
    'bot-framework/connector',
    'ends in its deadline when the channel ${silence}',
  ],
  ['a turn: answered inside 10 s', 'black-box/network', 'the turn was over inside its 10 s'],
  [
    'turns that wait in a conversation: 50',
    'bot-framework/turns',
    'are refused when too many wait, and taken again later',
  ],
  [
    'checkouts: 10 an hour for a shopper',
    'purchase/start',
    'allows a shopper ten in an hour, over all conversations',
  ],
  ['orders: 3 a checkout', 'purchase/begin-payment', 'makes three orders for a checkout and no more'],
  [
    'claims: 10 a minute for an address',
    'purchase/begin-payment',
    'claims ten a minute for one address; what is refused binds nothing',
  ],
  ['claims: the address as TRUSTED_PROXIES says', 'web/pay', 'takes ten claims a minute from one address'],
  [
    'failed numbers: 20 an hour for a shopper',
    'purchase/confirm',
    'fails a shopper twenty times an hour at most, over all purchases',
  ],
  [
    'attempts: 5 a number',
    'purchase/confirm',
    'wrong, two hundred times at once, counts five times and then the number is spent',
  ],
  [
    'attempts: 10 a checkout',
    'purchase/confirm',
    'wrong ten times over all numbers locks the purchase for a person to look at',
  ],
  [
    'numbers: 3 a checkout',
    'purchase/show-number',
    'can be drawn three times in all, and two clicks at once draw one',
  ],
  ['a number: 10 minutes', 'purchase/show-number', 'is six digits, the same at each look, for ten minutes'],
  ['RPO 0', 'store/sqlite-file', 'has everything that was acknowledged before a kill -9'],
  [
    'work of a dead process resumes within 30 s',
    'checkout/lease',
    'of a process that died ${moment} PayPal captured ends within 30 s, and another goes on',
  ],
  [
    'work of a dead process resumes at the next start',
    'store/sqlite-file',
    'frees the leases of the dead for the one that serves next',
  ],
  [
    'no network call while a worker holds a turn lock',
    'bot/signals-under-fire',
    'holds up nobody who talks in that conversation while the channel hangs',
  ],
];

describe('the limits', () => {
  for (const [limit, file, title] of limits)
    it(`${limit}: held in ${file}`, () => {
      const first = `test/${file}.test.ts`;
      // What takes its time stands in the second tier.
      const path = existsSync(first) ? first : `test/${file}.heavy.ts`;
      expect(readFileSync(path, 'utf8')).to.include(title);
    });

  describe('of the built program', () => {
    let program: Program;
    before(async () => {
      program = await startProgram();
    });
    after(() => program.remove());

    it('refuses headers of more than 16 KB, and takes those of 12 KB', async () => {
      expect(await statusWithHeader(program.url, 12 * 1024)).to.equal(200);
      expect(await statusWithHeader(program.url, 17 * 1024)).to.equal(431);
    });
  });
});

function statusWithHeader(url: string, length: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { 'x-long': 'x'.repeat(length) };
    request(`${url}/health/live`, { headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
