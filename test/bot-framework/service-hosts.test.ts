import { expect } from 'chai';
import { isLoopbackUrl, isServiceUrlAllowed } from '../../src/bot-framework/service-hosts.ts';

const hosts = ['smba.trafficmanager.net', 'directline.botframework.com', 'localhost:3978', '127.0.0.1:3978'];

describe('the hosts that the bot may send to', () => {
  for (const url of [
    'https://smba.trafficmanager.net/emea/',
    'https://SMBA.trafficmanager.net:443/',
    'https://directline.botframework.com',
    'http://localhost:3978/channel-connector/secret/',
    'http://127.0.0.1:3978/',
  ]) {
    it(`include ${url}`, () => {
      expect(isServiceUrlAllowed(url, hosts)).to.equal(true);
    });
  }

  for (const url of [
    'https://evil.trafficmanager.net/',
    'https://smba.trafficmanager.net.evil.example/',
    'https://evil.example/smba.trafficmanager.net',
    'https://smba.trafficmanager.net:8443/',
    'https://smba.trafficmanager.net./',
    'https://smba.trafficmanager.net@evil.example/',
    'https://user:word@smba.trafficmanager.net/',
    'https://user@smba.trafficmanager.net/',
    'https://:word@smba.trafficmanager.net/',
    'http://smba.trafficmanager.net/',
    'http://localhost:4000/',
    'http://localhost/',
    'http://localhost.evil.example:3978/',
    'ftp://localhost:3978/',
    'urn:botframework:websocket:localhost',
    '//smba.trafficmanager.net/',
    'smba.trafficmanager.net',
    '',
  ]) {
    it(`do not include ${url === '' ? 'nothing' : url}`, () => {
      expect(isServiceUrlAllowed(url, hosts)).to.equal(false);
    });
  }

  it('are this machine on any port where the list says so, and no other machine', () => {
    const anyPort = ['localhost:*', '[::1]:*', 'evil.example:*', '*'];
    expect(isServiceUrlAllowed('http://localhost:4000/', anyPort)).to.equal(true);
    expect(isServiceUrlAllowed('http://[::1]/', anyPort)).to.equal(true);
    expect(isServiceUrlAllowed('http://127.0.0.1:4000/', anyPort)).to.equal(false);
    expect(isServiceUrlAllowed('https://evil.example:4000/', anyPort)).to.equal(false);
    expect(isServiceUrlAllowed('https://evil.example/', anyPort)).to.equal(false);
  });

  it('are this machine by its own names only', () => {
    expect(
      ['http://localhost:1/', 'http://127.9.9.9/', 'http://127.10.20.30/', 'http://[::1]:80/'].every(
        isLoopbackUrl,
      ),
    ).to.equal(true);
    expect(
      ['https://127.evil.example/', 'https://127.0.0.1.example/', 'https://localhost.example/', 'x'].some(
        isLoopbackUrl,
      ),
    ).to.equal(false);
  });
});
