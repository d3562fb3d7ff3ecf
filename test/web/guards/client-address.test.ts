import { expect } from 'chai';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { clientAddress } from '../../../src/web/guards/client-address.ts';

describe('the client’s address', () => {
  const cases: [string, number, string | undefined, string][] = [
    ['is the connection’s own without trusted proxies', 0, '1.1.1.1', '9.9.9.9'],
    ['is what the one trusted proxy saw', 1, '1.1.1.1, 2.2.2.2', '2.2.2.2'],
    ['is what the first of two trusted proxies saw', 2, '6.6.6.6, 1.1.1.1, 2.2.2.2', '1.1.1.1'],
    ['is the furthest known when the proxies said less than expected', 3, '1.1.1.1', '1.1.1.1'],
    ['is the connection’s own when the proxy said nothing', 1, undefined, '9.9.9.9'],
    ['is the connection’s own without a header', 0, undefined, '9.9.9.9'],
    [
      'is the connection’s own without trusted proxies, whatever is claimed',
      0,
      '1.1.1.1, 2.2.2.2',
      '9.9.9.9',
    ],
    [
      'is what one trusted proxy saw, whatever was claimed before it',
      1,
      '9.9.9.9, 8.8.8.8, 2.2.2.2',
      '2.2.2.2',
    ],
    ['is the furthest known when two proxies said less by one', 2, '1.1.1.1', '1.1.1.1'],
    ['is without the blanks around it', 1, '1.1.1.1 ,\t2.2.2.2 ', '2.2.2.2'],
    ['is an IPv4 address behind the mark of IPv6 alone', 1, '::ffff:1.1.1.1', '1.1.1.1'],
    ['is an IPv6 address as it stands', 1, '2001:db8::ffff:1', '2001:db8::ffff:1'],
  ];
  for (const [promise, trusted, forwarded, address] of cases) {
    it(promise, () => {
      expect(clientAddress(requestFrom('::ffff:9.9.9.9', forwarded), trusted)).to.equal(address);
    });
  }

  it('has a word of its own where the connection is gone', () => {
    expect(clientAddress(new IncomingMessage(new Socket()), 0)).to.equal('unknown');
  });

  it('is what the proxy saw where the connection is gone', () => {
    const request = new IncomingMessage(new Socket());
    request.headers['x-forwarded-for'] = '1.1.1.1, 2.2.2.2';
    expect(clientAddress(request, 1)).to.equal('2.2.2.2');
    expect(clientAddress(request, 0)).to.equal('unknown');
  });

  it('is never longer than an address can be', () => {
    expect(clientAddress(requestFrom('9.9.9.9', 'x'.repeat(9_000)), 1)).to.have.length(64);
  });
});

function requestFrom(remoteAddress: string, forwarded: string | undefined): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress });
  const request = new IncomingMessage(socket);
  if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded;
  return request;
}
