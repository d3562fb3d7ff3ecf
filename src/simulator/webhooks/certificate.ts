import { createHash, randomBytes, sign, type KeyObject } from 'node:crypto';
import { der } from './der.ts';

interface CertificateParts {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly issuer: { readonly name: string; readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly isAuthority: boolean;
}

const sha256WithRsa = der.sequence(der.objectId('1.2.840.113549.1.1.11'), der.nothing());
const from = new Date('2020-01-01T00:00:00Z');
const until = new Date('2049-12-31T23:59:59Z');

/** An X.509 certificate in PEM, good from 2020 to 2049, so that a clock turned forwards finds it valid. */
export function createCertificate({ name, publicKey, issuer, isAuthority }: CertificateParts): string {
  const body = der.sequence(
    der.explicit(0, der.integer(Buffer.of(2))),
    der.integer(createSerial()),
    sha256WithRsa,
    toName(issuer.name),
    der.sequence(der.time(from), der.time(until)),
    toName(name),
    toSpki(publicKey),
    der.explicit(3, toExtensions(name, publicKey, issuer.publicKey, isAuthority)),
  );
  const signature = sign('sha256', body, issuer.privateKey);
  return toPem(der.sequence(body, sha256WithRsa, der.bits(signature)));
}

function toExtensions(name: string, own: KeyObject, issuer: KeyObject, isAuthority: boolean): Buffer {
  const keyUsage = isAuthority ? der.bits(Buffer.of(0b0000_0110), 1) : der.bits(Buffer.of(0b1000_0000), 7);
  const limits = isAuthority ? der.sequence(der.boolean(true)) : der.sequence();
  const names = der.sequence(der.implicit(2, Buffer.from(name)));
  return der.sequence(
    toExtension('2.5.29.19', limits, true),
    toExtension('2.5.29.15', keyUsage, true),
    toExtension('2.5.29.14', der.octets(toKeyId(own))),
    toExtension('2.5.29.35', der.sequence(der.implicit(0, toKeyId(issuer)))),
    ...(isAuthority ? [] : [toExtension('2.5.29.17', names)]),
  );
}

function toExtension(id: string, value: Buffer, isCritical = false): Buffer {
  const critical = isCritical ? [der.boolean(true)] : [];
  return der.sequence(der.objectId(id), ...critical, der.octets(value));
}

function toName(commonName: string): Buffer {
  return der.sequence(toNamePart('2.5.4.10', 'PayPal simulator'), toNamePart('2.5.4.3', commonName));
}

function toNamePart(id: string, value: string): Buffer {
  return der.set(der.sequence(der.objectId(id), der.text(value)));
}

function toSpki(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

function toKeyId(key: KeyObject): Buffer {
  return createHash('sha1').update(toSpki(key)).digest();
}

/** Positive, and without a leading zero. */
function createSerial(): Buffer {
  return Buffer.concat([Buffer.of(0x40), randomBytes(15)]);
}

function toPem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
