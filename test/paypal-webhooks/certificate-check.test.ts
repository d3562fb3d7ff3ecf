import { expect } from 'chai';
import { createCertificateCheck } from '../../src/paypal-webhooks/certificate-check.ts';
import { type CertificateWishes, makeCertificate, makeCurveParty, makeParty } from './make-certificate.ts';

const now = Date.parse('2026-01-15T12:00:00Z');
const day = 86_400_000;
const host = 'messageverificationcerts.sandbox.paypal.com';

describe('the certificate of a webhook', function () {
  const root = makeParty('Root');
  const middle = makeParty('Middle');
  const leaf = makeParty(host);
  const stranger = makeParty('Stranger');
  const dates = { from: now - day, to: now + day };
  const rootPem = makeCertificate({ subject: root, issuer: root, isAuthority: true, ...dates });

  function makeLeaf(changes: Partial<CertificateWishes> = {}): string {
    return makeCertificate({ subject: leaf, issuer: middle, hosts: [host], ...dates, ...changes });
  }

  function makeMiddle(changes: Partial<CertificateWishes> = {}): string {
    return makeCertificate({
      subject: middle,
      issuer: root,
      isAuthority: true,
      keyUsage: 0x04,
      ...dates,
      ...changes,
    });
  }

  function judge(pem: string, trustRoots: readonly string[] = [rootPem]): string {
    const checked = createCertificateCheck({ names: [host], trustRoots })(pem, now);
    return 'fault' in checked ? checked.fault : 'good';
  }

  it('is good by way of an authority between, in whatever order the others come', () => {
    expect(judge(makeLeaf() + makeMiddle())).to.equal('good');
    expect(judge(makeLeaf() + rootPem + makeMiddle())).to.equal('good');
    const unrelated = makeCertificate({ subject: stranger, issuer: stranger, isAuthority: true, ...dates });
    expect(judge(makeLeaf() + unrelated + makeMiddle())).to.equal('good');
  });

  it('is good when a root signed it', () => {
    expect(judge(makeLeaf({ issuer: root }))).to.equal('good');
  });

  it('is good by a second way when the first leads nowhere', () => {
    const dead = makeMiddle({ issuer: stranger });
    expect(judge(makeLeaf() + dead + makeMiddle())).to.equal('good');
  });

  it('is good by its common name where it has no other', () => {
    expect(judge(makeLeaf({ hosts: [] }) + makeMiddle())).to.equal('good');
  });

  it('ends at an authority that is trusted itself, root or not', () => {
    expect(judge(makeLeaf(), [makeMiddle()])).to.equal('good');
  });

  it('is good from its first moment to its last', () => {
    expect(judge(makeLeaf({ from: now }) + makeMiddle({ from: now }))).to.equal('good');
    expect(judge(makeLeaf({ to: now }) + makeMiddle({ to: now }))).to.equal('good');
  });

  it('is good as the first of six, and not looked for among more', () => {
    expect(judge(makeLeaf() + makeMiddle().repeat(5))).to.equal('good');
    expect(judge(makeLeaf() + makeMiddle().repeat(6))).to.equal('certificate_malformed');
  });

  it('may come from an authority with a key on a curve, and has an RSA key itself', () => {
    const curve = makeCurveParty('Middle');
    expect(judge(makeLeaf({ issuer: curve }) + makeMiddle({ subject: curve }))).to.equal('good');
    const leafOnCurve = makeLeaf({ subject: makeCurveParty(host) });
    expect(judge(leafOnCurve + makeMiddle())).to.equal('certificate_kind');
  });

  for (const [name, pem, fault] of [
    ['it is not in date yet', () => makeLeaf({ from: now + 1_000 }) + makeMiddle(), 'certificate_date'],
    ['its time is over', () => makeLeaf({ to: now - 1_000 }) + makeMiddle(), 'certificate_date'],
    ['another name is in it', () => makeLeaf({ hosts: ['evil.example'] }) + makeMiddle(), 'certificate_name'],
    [
      'its common name is another and it has no alternative',
      () => makeLeaf({ subject: { ...leaf, name: 'evil.example' }, hosts: [] }) + makeMiddle(),
      'certificate_name',
    ],
    [
      'it is for all hosts of PayPal',
      () => makeLeaf({ hosts: ['*.sandbox.paypal.com'] }) + makeMiddle(),
      'certificate_name',
    ],
    [
      'it is for a host under that name',
      () => makeLeaf({ hosts: [`x.${host}`] }) + makeMiddle(),
      'certificate_name',
    ],
    [
      'a zero byte ends the name early',
      () => makeLeaf({ hosts: [`${host}\0.evil.example`] }) + makeMiddle(),
      'certificate_name',
    ],
    ['it signed itself', () => makeLeaf({ issuer: leaf }), 'certificate_chain'],
    [
      'it signed itself, and the right chain follows',
      () => makeLeaf({ issuer: leaf }) + makeMiddle() + rootPem,
      'certificate_chain',
    ],
    ['it is an authority', () => makeLeaf({ isAuthority: true }) + makeMiddle(), 'certificate_kind'],
    ['what leads to the root is missing', () => makeLeaf(), 'certificate_chain'],
    [
      'somebody else signed it in the name of the authority',
      () => makeLeaf({ signer: stranger }) + makeMiddle(),
      'certificate_chain',
    ],
    [
      'somebody else signed the authority in the name of the root',
      () => makeLeaf() + makeMiddle({ signer: stranger }),
      'certificate_chain',
    ],
    [
      'the one between is no authority',
      () => makeLeaf() + makeMiddle({ isAuthority: false }),
      'certificate_chain',
    ],
    [
      'the one between may not sign certificates',
      () => makeLeaf() + makeMiddle({ keyUsage: 0x80 }),
      'certificate_chain',
    ],
    [
      'the one between has the right key and another name',
      () => makeLeaf() + makeMiddle({ subject: { ...middle, name: 'Other' } }),
      'certificate_chain',
    ],
    [
      'the time of the one between is over',
      () => makeLeaf() + makeMiddle({ to: now - 1_000 }),
      'certificate_chain',
    ],
    [
      'the one between is not in date yet',
      () => makeLeaf() + makeMiddle({ from: now + 1_000 }),
      'certificate_chain',
    ],
    [
      'it brings its own root',
      () => {
        const own = {
          subject: { ...stranger, name: 'Root' },
          issuer: { ...stranger, name: 'Root' },
          isAuthority: true,
          ...dates,
        };
        return makeLeaf() + makeMiddle({ signer: stranger }) + makeCertificate(own);
      },
      'certificate_chain',
    ],
    ['it comes after its authority', () => makeMiddle() + makeLeaf(), 'certificate_name'],
    ['it is no certificate', () => '<!doctype html><p>Sorry</p>', 'certificate_malformed'],
    ['there is nothing', () => '', 'certificate_malformed'],
    [
      'it is a key',
      () => leaf.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
      'certificate_malformed',
    ],
    ['it is damaged', () => makeLeaf().replace(/MII.{40}/u, 'MIIB') + makeMiddle(), 'certificate_malformed'],
    [
      'there are only beginnings',
      () => '-----BEGIN CERTIFICATE-----\n'.repeat(2_000),
      'certificate_malformed',
    ],
  ] as const) {
    it(`is not taken when ${name}`, () => {
      expect(judge(pem())).to.equal(fault);
    });
  }

  it('is not taken when the time of the root is over', () => {
    const old = makeCertificate({
      subject: root,
      issuer: root,
      isAuthority: true,
      from: now - 2 * day,
      to: now - day,
    });
    expect(judge(makeLeaf() + makeMiddle(), [old])).to.equal('certificate_chain');
  });

  it('is not taken when the root is no authority, or when there is none', () => {
    const plain = makeCertificate({ subject: root, issuer: root, ...dates });
    expect(judge(makeLeaf() + makeMiddle(), [plain])).to.equal('certificate_chain');
    expect(judge(makeLeaf() + makeMiddle() + rootPem, [])).to.equal('certificate_chain');
  });

  it('is not taken with a key that is too short, wherever in the chain', () => {
    const short = makeParty(host, 1_024);
    expect(judge(makeLeaf({ subject: short }) + makeMiddle())).to.equal('certificate_kind');
    const shortMiddle = { ...makeParty('Middle', 1_024) };
    expect(judge(makeLeaf({ issuer: shortMiddle }) + makeMiddle({ subject: shortMiddle }))).to.equal(
      'certificate_chain',
    );
  });
});
