// The library asks for this one to be there before it.
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { PemConverter, X509Certificate, X509ChainBuilder } from '@peculiar/x509';
import { expect } from 'chai';
import { createCertificateCheck } from '../../src/paypal-webhooks/certificate-check.ts';
import { bentChains } from './bent-chains.ts';
import { makeChainOfThree } from './chain-of-three.ts';
import { makeCertificate, makeCurveParty } from './make-certificate.ts';

const now = Date.parse('2026-01-15T12:00:00Z');
const host = 'messageverificationcerts.sandbox.paypal.com';

/** Refused for more than the library asks: that signatures and dates are right all the way to a root. */
const stricterOnPurpose: ReadonlySet<string> = new Set([
  // Whose certificate it is, and that it stands first.
  'another name is in it',
  'its common name is another and it has no alternative',
  'it is for all hosts of PayPal',
  'it is for a host under that name',
  'a zero byte ends the name early',
  'it comes after its authority',
  // What the key may be used for.
  'it is an authority',
  'the one between is no authority',
  'the one between may not sign certificates',
  'the root is no authority',
  // How strong the key is. A webhook is signed with RSA.
  'its key is on a curve',
  'its key is too short',
  'the key of the one between is too short',
  // How long is looked for a way.
  'it is the first of seven',
]);

describe('a second opinion on the certificate of a webhook', function () {
  const chain = makeChainOfThree(host, now);
  const { root, stranger, dates, rootPem, makeLeaf, makeMiddle } = chain;
  const curve = makeCurveParty('Middle');

  for (const [right, pem, roots] of [
    ['an authority between leads to the root', () => makeLeaf() + makeMiddle()],
    ['the root comes with it', () => makeLeaf() + rootPem + makeMiddle()],
    [
      'an unrelated one comes with it',
      () =>
        makeLeaf() +
        makeCertificate({ subject: stranger, issuer: stranger, isAuthority: true, ...dates }) +
        makeMiddle(),
    ],
    ['the root signed it', () => makeLeaf({ issuer: root })],
    ['it has a common name alone', () => makeLeaf({ hosts: [] }) + makeMiddle()],
    ['the authority between is trusted itself', () => makeLeaf(), () => [makeMiddle()]],
    ['it is in its first second', () => makeLeaf({ from: now - 1_000 }) + makeMiddle()],
    ['it is in its last second', () => makeLeaf({ to: now + 1_000 }) + makeMiddle()],
    ['it is the first of six', () => makeLeaf() + makeMiddle().repeat(5)],
    [
      'the authority has a key on a curve',
      () => makeLeaf({ issuer: curve }) + makeMiddle({ subject: curve }),
    ],
  ] satisfies readonly (readonly [string, () => string, (() => readonly string[])?])[]) {
    it(`is ours, good, when ${right}`, async () => {
      const [file, trusted] = [pem(), roots?.() ?? [rootPem]];
      expect(ours(file, trusted, now)).to.equal('good');
      expect(await theirs(file, trusted, now)).to.equal('good');
    });
  }

  for (const [wrong, pem, fault, roots] of bentChains(host, now, chain)) {
    const stricter = stricterOnPurpose.has(wrong);
    it(`is ${stricter ? 'milder than ours' : 'ours, bad,'} when ${wrong}`, async () => {
      const [file, trusted] = [pem(), roots?.() ?? [rootPem]];
      expect(ours(file, trusted, now)).to.equal(fault);
      expect(await theirs(file, trusted, now)).to.equal(stricter ? 'good' : 'bad');
    });
  }

  it('is milder than ours for bent chains alone that the table has', () => {
    const known = bentChains(host, now, chain).map(([wrong]) => wrong);
    expect(known).to.include.members(Array.from(stricterOnPurpose));
  });

  it('is stricter than ours where the library leaves out the first and the last moment, and a second way', async () => {
    for (const file of [
      makeLeaf({ from: now }) + makeMiddle(),
      makeLeaf({ to: now }) + makeMiddle(),
      makeLeaf() + makeMiddle({ issuer: stranger }) + makeMiddle(),
    ]) {
      expect(ours(file, [rootPem], now)).to.equal('good');
      expect(await theirs(file, [rootPem], now)).to.equal('bad');
    }
  });
});

describe("a second opinion on PayPal's own certificates", function () {
  const between = read('DigiCertSHA2EVServerCA');
  const root = read('DigiCertHighAssuranceEVRootCA');

  for (const [name, first, last] of [
    ['CERT-2015', '2015-03-18T00:00:00Z', '2017-03-22T12:00:00Z'],
    ['CERT-2017', '2017-02-18T00:00:00Z', '2019-04-26T12:00:00Z'],
  ] as const) {
    const leaf = read(name);
    for (const [way, pem, roots, leads] of [
      ['by the authority that comes with it', leaf + between, [root], true],
      ['by the authority that is trusted', leaf, [root, between], true],
      ['without the authority', leaf, [root], false],
      ['without a root', leaf + between + root, [], false],
      ['with a bit of the signature turned', turnLastBit(leaf) + between, [root], false],
      ['with a bit of the signature of the authority turned', leaf + turnLastBit(between), [root], false],
    ] as const) {
      it(`is ours for ${name} ${way}, before, in and after its time`, async () => {
        const [from, to] = [Date.parse(first), Date.parse(last)];
        for (const [at, inTime] of [
          [from - 1_000, false],
          [from + 1_000, true],
          [to - 1_000, true],
          [to + 1_000, false],
        ] as const) {
          const verdict = leads && inTime ? 'good' : 'bad';
          expect(ours(pem, roots, at) === 'good' ? 'good' : 'bad').to.equal(verdict);
          expect(await theirs(pem, roots, at)).to.equal(verdict);
        }
      });
    }
  }
});

function ours(pem: string, trustRoots: readonly string[], at: number): string {
  const checked = createCertificateCheck({ names: [host], trustRoots })(pem, at);
  return 'fault' in checked ? checked.fault : 'good';
}

/** Whether the library finds a way from the first certificate to a trusted one, all signed well and in date. */
async function theirs(pem: string, roots: readonly string[], at: number): Promise<'good' | 'bad'> {
  const [first, ...others] = readAll(pem);
  if (first === undefined) return 'bad';
  const trusted = roots.flatMap(readAll);
  const builder = new X509ChainBuilder({ certificates: [...trusted, ...others] });
  const way = Array.from(await builder.build(first));
  const end = way.findIndex((each, index) => index > 0 && trusted.some((anchor) => anchor.equal(each)));
  const date = new Date(at);
  for (const [index, each] of way.slice(0, Math.max(end, 0)).entries())
    if (!(await each.verify({ publicKey: way[index + 1]?.publicKey, date }))) return 'bad';
  const anchor = way[end];
  return anchor !== undefined && anchor.notBefore <= date && date <= anchor.notAfter ? 'good' : 'bad';
}

function readAll(pem: string): readonly X509Certificate[] {
  try {
    return PemConverter.decode(pem).map((each) => new X509Certificate(each));
  } catch {
    return [];
  }
}

function read(name: string): string {
  return readFileSync(new URL(`../paypal/${name}.pem`, import.meta.url), 'utf8');
}

/** The signature is the last of a certificate. */
function turnLastBit(pem: string): string {
  const bytes = Buffer.from(pem.replaceAll(/-----.*-----|\s/gu, ''), 'base64');
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  return `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64')}\n-----END CERTIFICATE-----\n`;
}
