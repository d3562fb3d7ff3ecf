import { expect } from 'chai';
import { parseMerchantWish } from '../../src/bot/merchant-words.ts';

describe("what is asked for in the merchant's own chat", () => {
  const first = { kind: 'orders', before: undefined };
  const table: readonly (readonly [string, unknown])[] = [
    ['orders', first],
    ['Orders!', first],
    ['please show orders', first],
    ['orders before STI52ARS', { kind: 'orders', before: 'sti52ars' }],
    ['order STI52ARS', { kind: 'order', receipt: 'STI52ARS', isPlainlyReceipt: true }],
    ['Order #sti52ars.', { kind: 'order', receipt: 'sti52ars', isPlainlyReceipt: true }],
    ['order STIZZARS', { kind: 'order', receipt: 'STIZZARS', isPlainlyReceipt: true }],
    ['order chocolate', { kind: 'order', receipt: 'chocolate', isPlainlyReceipt: false }],
    ['merchant', { kind: 'help' }],
    ['merchant stop', { kind: 'stop' }],
  ];
  for (const [text, wish] of table)
    it(`is understood in ${JSON.stringify(text)}`, () => {
      expect(parseMerchantWish(text)).to.deep.equal(wish);
    });

  for (const text of [
    '',
    'my orders',
    'history',
    'stop',
    'cancel order',
    'order 2 sencha',
    'order tea',
    'order STI52ARS now',
    'orders before',
    'merchant of what?',
    'constructor',
    '__proto__',
  ])
    it(`is none in ${JSON.stringify(text)}: that is said to the shop`, () => {
      expect(parseMerchantWish(text)).to.equal(undefined);
    });
});
