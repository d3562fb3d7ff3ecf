import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface Party {
  readonly name: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export function makeParty(name: string, modulusLength = 2_048): Party {
  return { name, ...generateKeyPairSync('rsa', { modulusLength }) };
}

/** One with a key on an elliptic curve. */
export function makeCurveParty(name: string): Party {
  return { name, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
}

export interface CertificateWishes {
  readonly subject: Party;
  readonly issuer: Party;
  readonly from: number;
  readonly to: number;
  readonly isAuthority?: boolean;
  /** Alternative names. */
  readonly hosts?: readonly string[];
  /** Uses of the key as bits of its first octet; 0x04 is the signing of certificates. None is said without it. */
  readonly keyUsage?: number;
  /** The name of the signer is the issuer's, and the signature somebody else's. */
  readonly signer?: Party;
}

/** An X.509 certificate in PEM, with as much in it as is needed to be wrong in one point at a time. */
export function makeCertificate(wishes: CertificateWishes): string {
  const { subject, issuer, signer = issuer } = wishes;
  const algorithm = signer.privateKey.asymmetricKeyType === 'ec' ? ecdsaWithSha256 : sha256WithRsa;
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    algorithm,
    toName(issuer.name),
    der(0x30, toTime(wishes.from), toTime(wishes.to)),
    toName(subject.name),
    subject.publicKey.export({ format: 'der', type: 'spki' }),
    der(0xa3, der(0x30, ...toExtensions(wishes))),
  );
  const signature = sign('sha256', body, signer.privateKey);
  const whole = der(0x30, body, algorithm, der(0x03, Buffer.of(0), signature));
  const lines = whole.toString('base64').match(/.{1,64}/gu) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

const sha256WithRsa = der(0x30, hex('06092a864886f70d01010b'), hex('0500'));
const ecdsaWithSha256 = der(0x30, hex('06082a8648ce3d040302'));

function toExtensions({ isAuthority = false, hosts = [], keyUsage }: CertificateWishes): Buffer[] {
  const constraints = isAuthority ? der(0x30, hex('0101ff')) : der(0x30);
  const uses =
    keyUsage === undefined
      ? []
      : [extension('0603551d0f', der(0x03, Buffer.of(keyUsage & 1 ? 0 : 1, keyUsage)))];
  const names = hosts.map((host) => der(0x82, Buffer.from(host)));
  const alternatives = names.length === 0 ? [] : [extension('0603551d11', der(0x30, ...names))];
  return [extension('0603551d13', constraints), ...uses, ...alternatives];
}

function extension(oid: string, value: Buffer): Buffer {
  return der(0x30, hex(oid), hex('0101ff'), der(0x04, value));
}

function toName(commonName: string): Buffer {
  return der(0x30, der(0x31, der(0x30, hex('0603550403'), der(0x0c, Buffer.from(commonName)))));
}

function toTime(ms: number): Buffer {
  const digits = new Date(ms).toISOString().slice(0, 19).replaceAll(/\D/gu, '');
  return der(0x18, Buffer.from(`${digits}Z`));
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

function hex(digits: string): Buffer {
  return Buffer.from(digits, 'hex');
}
