import { expect } from 'chai';
import { createCertificateCheck } from '../../src/paypal-webhooks/certificate-check.ts';
import { bentChains } from './bent-chains.ts';
import { makeChainOfThree } from './chain-of-three.ts';
import { makeCertificate, makeCurveParty } from './make-certificate.ts';

const now = Date.parse('2026-01-15T12:00:00Z');
const host = 'messageverificationcerts.sandbox.paypal.com';

describe('the certificate of a webhook', function () {
  const chain = makeChainOfThree(host, now);
  const { root, stranger, dates, rootPem, makeLeaf, makeMiddle } = chain;

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

  it('is good as the first of six', () => {
    expect(judge(makeLeaf() + makeMiddle().repeat(5))).to.equal('good');
  });

  it('may come from an authority with a key on a curve', () => {
    const curve = makeCurveParty('Middle');
    expect(judge(makeLeaf({ issuer: curve }) + makeMiddle({ subject: curve }))).to.equal('good');
  });

  for (const [wrong, pem, fault, roots] of bentChains(host, now, chain)) {
    it(`is not taken when ${wrong}`, () => {
      expect(judge(pem(), roots?.())).to.equal(fault);
    });
  }
});
