import { expect } from 'chai';
import { isServiceUrlAllowed } from '../../src/bot-framework/service-hosts.ts';
import { createFindLink } from '../../src/paypal/links.ts';
import { parseUrl } from '../../src/round-trip/parse-url.ts';
import { imageProblem } from '../../src/settings/catalog-schema.ts';
import { parseUrl as parseUrlOfSimulator } from '../../src/simulator/parse-url.ts';

const findLink = createFindLink('simulator', 'https://bücher.example');

/** What reads addresses, each with what it answers to one whose name has letters beyond ASCII. */
const readers: readonly (readonly [name: string, read: (address: string) => unknown, answer: unknown])[] = [
  ['an address', (address) => parseUrl(address)?.hostname, 'xn--bcher-kva.example'],
  [
    'an address at the simulator',
    (address) => parseUrlOfSimulator(address)?.hostname,
    'xn--bcher-kva.example',
  ],
  ['a picture in the catalogue', imageProblem, undefined],
  ['a channel', (address) => isServiceUrlAllowed(address, ['xn--bcher-kva.example']), true],
  [
    'a link of PayPal',
    (address) => findLink([{ rel: 'approve', href: address }], 'approve'),
    'https://xn--bcher-kva.example/t%C3%A9.png',
  ],
];

describe('parsing an address', () => {
  for (const [name, read, answer] of readers) {
    it(`reads ${name} the same the first time and once the call is hot`, () => {
      const address = 'https://bücher.example/té.png';
      const answers = new Set(Array.from({ length: 20_000 }, () => read(address)));
      expect([...answers]).to.deep.equal([answer]);
    });
  }

  it('gives undefined for what is none', () => {
    for (const text of [
      '',
      'mug.png',
      '//shop.example',
      'https://',
      'https://a b',
      'http://[::1',
      'https://x:99999',
    ])
      expect(parseUrl(text), text).to.equal(undefined);
  });
});
