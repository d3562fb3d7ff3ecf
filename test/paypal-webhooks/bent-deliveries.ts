import type { Delivery } from './signed-delivery.ts';

type Changes = Partial<Record<string, string | readonly string[] | undefined>>;

export function headersWith(changes: Changes): (delivery: Delivery) => Delivery {
  return ({ headers, body }) => ({ headers: { ...headers, ...changes }, body });
}

function certificateAt(url: string): (delivery: Delivery) => Delivery {
  return headersWith({ 'paypal-cert-url': url });
}

function bodyWith(change: (body: Buffer) => Buffer): (delivery: Delivery) => Delivery {
  return ({ headers, body }) => ({ headers, body: change(Buffer.from(body)) });
}

const place = 'https://api.sandbox.paypal.com/v1/notifications/certs/';

/** Every way to change a genuine delivery, and what it is found out by. */
export const bends: Readonly<
  Record<string, readonly [bend: (delivery: Delivery) => Delivery, reason: string]>
> = {
  'one bit of the body turned': [bodyWith(flipBit), 'signature'],
  'the body cut short': [bodyWith((body) => body.subarray(0, -1)), 'signature'],
  'a line end after the body': [bodyWith((body) => Buffer.concat([body, Buffer.from('\n')])), 'signature'],
  'an empty body': [bodyWith(() => Buffer.alloc(0)), 'signature'],
  'the body written anew with spaces': [bodyWith(rewrite), 'signature'],
  'a byte order mark before the body': [
    bodyWith((body) => Buffer.concat([Buffer.from('\ufeff'), body])),
    'signature',
  ],
  'another transmission id': [
    headersWith({ 'paypal-transmission-id': 'dfb3be50-fd74-11e4-8bf3-77339302725c' }),
    'signature',
  ],
  'another time': [headersWith({ 'paypal-transmission-time': '2017-03-30T20:04:06Z' }), 'signature'],
  'the same time in other letters': [
    ({ headers, body }) => ({
      body,
      headers: {
        ...headers,
        'paypal-transmission-time': String(headers['paypal-transmission-time']).replace('Z', '+00:00'),
      },
    }),
    'signature',
  ],
  'a bar in the transmission id': [headersWith({ 'paypal-transmission-id': 'a|b' }), 'header_id'],
  'a bar in the time': [headersWith({ 'paypal-transmission-time': '2015|4JH86294D6297924G' }), 'header_time'],
  'a signature with one bit turned': [
    ({ headers, body }) => ({
      body,
      headers: {
        ...headers,
        'paypal-transmission-sig': flipBit(
          Buffer.from(String(headers['paypal-transmission-sig']), 'base64'),
        ).toString('base64'),
      },
    }),
    'signature',
  ],
  'no algorithm by name': [headersWith({ 'paypal-auth-algo': 'none' }), 'header_algorithm'],
  'SHA-1': [headersWith({ 'paypal-auth-algo': 'SHA1withRSA' }), 'header_algorithm'],
  'the algorithm in other letters': [
    headersWith({ 'paypal-auth-algo': 'sha256withrsa' }),
    'header_algorithm',
  ],
  'a signature that is not base64': [
    headersWith({ 'paypal-transmission-sig': '<script>' }),
    'header_signature',
  ],
  'a signature in base64url': [
    ({ headers, body }) => ({
      body,
      headers: {
        ...headers,
        'paypal-transmission-sig': Buffer.from(String(headers['paypal-transmission-sig']), 'base64').toString(
          'base64url',
        ),
      },
    }),
    'header_signature',
  ],
  'a signature with a line end': [
    ({ headers, body }) => ({
      body,
      headers: { ...headers, 'paypal-transmission-sig': `${String(headers['paypal-transmission-sig'])}\n` },
    }),
    'header_signature',
  ],
  'a signature of one byte': [headersWith({ 'paypal-transmission-sig': 'AA==' }), 'signature'],
  'an empty signature': [headersWith({ 'paypal-transmission-sig': '' }), 'header_signature'],
  'a signature of a megabyte': [
    headersWith({ 'paypal-transmission-sig': 'A'.repeat(1024 * 1024) }),
    'header_signature',
  ],
  'a transmission id of a megabyte': [
    headersWith({ 'paypal-transmission-id': 'A'.repeat(1024 * 1024) }),
    'header_id',
  ],
  'a time of a megabyte': [
    headersWith({ 'paypal-transmission-time': '1'.repeat(1024 * 1024) }),
    'header_time',
  ],
  'an address of a megabyte': [certificateAt(place + 'A'.repeat(1024 * 1024)), 'header_certificateUrl'],
  'two transmission ids, joined as Node joins them': [
    headersWith({ 'paypal-transmission-id': 'a, b' }),
    'header_id',
  ],
  'two transmission ids as a list': [headersWith({ 'paypal-transmission-id': ['a', 'a'] }), 'header_id'],
  'two times': [
    headersWith({ 'paypal-transmission-time': '2015-05-18T15:45:13Z, 2015-05-18T15:45:13Z' }),
    'header_time',
  ],
  'two signatures': [
    ({ headers, body }) => ({
      body,
      headers: {
        ...headers,
        'paypal-transmission-sig': `${String(headers['paypal-transmission-sig'])}, ${String(headers['paypal-transmission-sig'])}`,
      },
    }),
    'header_signature',
  ],
  'two algorithms': [headersWith({ 'paypal-auth-algo': 'SHA256withRSA, SHA256withRSA' }), 'header_algorithm'],
  'two addresses': [
    ({ headers, body }) => ({
      body,
      headers: {
        ...headers,
        'paypal-cert-url': `${String(headers['paypal-cert-url'])}, ${String(headers['paypal-cert-url'])}`,
      },
    }),
    'certificate_address',
  ],
  'a certificate from another host': [
    certificateAt('https://evil.example/v1/notifications/certs/CERT-2015'),
    'certificate_address',
  ],
  'a certificate from a host that begins like PayPal’s': [
    certificateAt('https://api.sandbox.paypal.com.evil.example/v1/notifications/certs/CERT-2015'),
    'certificate_address',
  ],
  'a certificate from another host of PayPal’s': [
    certificateAt('https://www.paypal.com/v1/notifications/certs/CERT-2015'),
    'certificate_address',
  ],
  'a certificate from the host of the other environment': [
    certificateAt('https://api.paypal.com/v1/notifications/certs/CERT-2015'),
    'certificate_address',
  ],
  'a certificate over http': [
    certificateAt('http://api.sandbox.paypal.com/v1/notifications/certs/CERT-2015'),
    'certificate_address',
  ],
  'a certificate from a file': [
    certificateAt('file:///v1/notifications/certs/CERT-2015'),
    'certificate_address',
  ],
  'a name before the host': [
    certificateAt('https://api.sandbox.paypal.com@evil.example/v1/notifications/certs/CERT-2015'),
    'certificate_address',
  ],
  'a name before the right host': [
    certificateAt('https://a:b@api.sandbox.paypal.com/v1/notifications/certs/CERT-2015'),
    'certificate_address',
  ],
  'another port': [
    certificateAt('https://api.sandbox.paypal.com:8443/v1/notifications/certs/CERT-2015'),
    'certificate_address',
  ],
  'the right port by number': [
    certificateAt('https://api.sandbox.paypal.com:443/v1/notifications/certs/CERT-2015'),
    'certificate_address',
  ],
  'the host with a dot at its end': [
    certificateAt('https://api.sandbox.paypal.com./v1/notifications/certs/CERT-2015'),
    'certificate_address',
  ],
  'the host in capitals': [
    certificateAt('https://API.SANDBOX.PAYPAL.COM/v1/notifications/certs/CERT-2015'),
    'certificate_address',
  ],
  'backslashes in the address': [
    certificateAt('https:\\\\api.sandbox.paypal.com\\v1\\notifications\\certs\\CERT-2015'),
    'certificate_address',
  ],
  'a tab in the address': [
    certificateAt('https://api.sandbox.paypal.com/v1/notifications/certs/CERT\t2015'),
    'certificate_address',
  ],
  'a space before the address': [certificateAt(` ${place}CERT-2015`), 'certificate_address'],
  'a line end after the address': [certificateAt(`${place}CERT-2015\n`), 'certificate_address'],
  'another path': [
    certificateAt('https://api.sandbox.paypal.com/v1/notifications/test'),
    'certificate_address',
  ],
  'a path that climbs': [certificateAt(`${place}../webhooks`), 'certificate_address'],
  'a path that climbs in disguise': [certificateAt(`${place}%2e%2e%2fwebhooks`), 'certificate_address'],
  'a deeper path': [certificateAt(`${place}a/b`), 'certificate_address'],
  'no name of a certificate': [certificateAt(place), 'certificate_address'],
  'a query': [certificateAt(`${place}CERT-2015?to=evil.example`), 'certificate_address'],
  'a fragment': [certificateAt(`${place}CERT-2015#x`), 'certificate_address'],
};

function flipBit(bytes: Buffer): Buffer {
  const middle = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  return bytes;
}

function rewrite(body: Buffer): Buffer {
  return Buffer.from(JSON.stringify(JSON.parse(body.toString('utf8')), undefined, 1));
}
