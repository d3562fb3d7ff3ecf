import { expect } from 'chai';
import { createFindLink } from '../../src/paypal/links.ts';

const foreign = [
  'https://paypal.com.evil.example/checkoutnow',
  'https://evilpaypal.com/checkoutnow',
  'http://www.paypal.com/checkoutnow',
  'https://www.paypal.com:8443/checkoutnow',
  'https://www.paypal.com@evil.example/checkoutnow',
  'https://user@www.paypal.com/checkoutnow',
  'javascript:alert(1)',
  '//www.paypal.com/checkoutnow',
  'not an address',
  '',
];

describe('links to the pages where a payer approves', () => {
  const findLive = createFindLink('live', 'https://www.paypal.com');
  const findSimulated = createFindLink('simulator', 'http://127.0.0.1:3979');

  for (const href of [
    'https://www.paypal.com/checkoutnow?token=1',
    'https://paypal.com/x',
    'https://www.sandbox.paypal.com/x',
  ]) {
    it(`may lead to ${href}`, () => {
      expect(findLive([{ href, rel: 'approve' }], 'approve')).to.equal(href);
    });
  }

  for (const href of foreign) {
    it(`may not lead to "${href}"`, () => {
      expect(findLive([{ href, rel: 'approve' }], 'approve')).to.equal(undefined);
      expect(findSimulated([{ href, rel: 'approve' }], 'approve')).to.equal(undefined);
    });
  }

  it('is taken as an address is read, whatever stands around it: it goes into a header', () => {
    for (const href of [
      'https://www.paypal.com/x?token=1\r\n',
      ' https://www.paypal.com/x?token=1',
      'https://www.paypal.com/\tx?tok\nen=1',
    ])
      expect(findLive([{ href, rel: 'approve' }], 'approve')).to.equal('https://www.paypal.com/x?token=1');
  });

  it('may lead to the simulator, and from it to nowhere else', () => {
    const ours = { href: 'http://127.0.0.1:3979/checkoutnow?token=1', rel: 'payer-action' };
    const paypals = { href: 'https://www.paypal.com/checkoutnow?token=1', rel: 'payer-action' };
    const otherPort = { href: 'http://127.0.0.1:3980/checkoutnow?token=1', rel: 'payer-action' };
    expect(findSimulated([otherPort, paypals, ours], 'payer-action')).to.equal(ours.href);
    expect(findSimulated([otherPort, paypals], 'payer-action')).to.equal(undefined);
    expect(findLive([ours], 'payer-action')).to.equal(undefined);
  });

  it('may lead to the host that a sandbox was configured with', () => {
    const href = 'http://127.0.0.1:3979/checkoutnow?token=1';
    expect(
      createFindLink('sandbox', 'http://127.0.0.1:3979')([{ href, rel: 'approve' }], 'approve'),
    ).to.equal(href);
  });

  it('are known by their names alone', () => {
    const href = 'https://www.paypal.com/x';
    expect(findLive([{ href, rel: 'self' }], 'approve', 'payer-action')).to.equal(undefined);
  });
});
