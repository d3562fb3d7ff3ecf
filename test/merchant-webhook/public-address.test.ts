import { expect } from 'chai';
import fc from 'fast-check';
import { isPublicAddress } from '../../src/merchant-webhook/public-address.ts';

describe('an address', () => {
  for (const address of [
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '169.253.255.255',
    '169.255.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001:810::200e',
    '2001:4860:4860::8888',
    '2003::1',
  ])
    it(`is public: ${address}`, () => {
      expect(isPublicAddress(address)).to.equal(true);
    });

  for (const [what, addresses] of Object.entries({
    'this network': ['0.0.0.0', '0.255.255.255', '::'],
    loopback: ['127.0.0.1', '127.255.255.255', '::1', '0:0:0:0:0:0:0:1'],
    private: ['10.0.0.0', '10.255.255.255', '172.16.0.0', '172.31.255.255', '192.168.0.0', '192.168.255.255'],
    'link-local': ['169.254.0.1', '169.254.169.254', 'fe80::1', 'febf::1', 'fe80::1%eth0'],
    'site-local': ['fec0::1'],
    'unique-local': ['fc00::1', 'fd00:ec2::254', 'fdff:ffff::1'],
    'of a carrier’s NAT': ['100.64.0.0', '100.100.100.200', '100.127.255.255'],
    multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1'],
    'reserved or broadcast': ['240.0.0.1', '255.255.255.255'],
    'for documents and benchmarks': ['192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1', '2001:db8::1'],
    'IPv4 mapped into IPv6': ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:1.1.1.1', '::FFFF:10.0.0.1'],
    'IPv4 compatible with IPv6': ['::127.0.0.1', '::1.1.1.1', '::ffff:0:10.0.0.1'],
    NAT64: ['64:ff9b::127.0.0.1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::10.0.0.1'],
    '6to4 or Teredo': ['2002:7f00:1::', '2002:a00:1::1', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    'no address at all': [
      '',
      'localhost',
      '127.1',
      '2130706433',
      '0x7f.0.0.1',
      '1.1.1.1/32',
      '[::1]',
      ' 1.1.1.1',
    ],
  }))
    for (const address of addresses)
      it(`is not public (${what}): ${JSON.stringify(address)}`, () => {
        expect(isPublicAddress(address)).to.equal(false);
      });

  it('of IPv4 is public under no IPv6 form of it, whichever it is', () => {
    fc.assert(
      fc.property(
        fc.ipV4(),
        fc.constantFrom('::ffff:', '::', '64:ff9b::', '::ffff:0:'),
        (address, form) => !isPublicAddress(`${form}${address}`),
      ),
    );
  });
});
