import { type CertificateWishes, makeCertificate, makeParty, type Party } from './make-certificate.ts';

/** A root, an authority between and a certificate for a host, of which each can be made wrong in one point. */
export interface ChainOfThree {
  readonly root: Party;
  readonly middle: Party;
  readonly leaf: Party;
  readonly stranger: Party;
  readonly dates: { readonly from: number; readonly to: number };
  readonly rootPem: string;
  readonly makeLeaf: (changes?: Partial<CertificateWishes>) => string;
  readonly makeMiddle: (changes?: Partial<CertificateWishes>) => string;
}

/** All are in date from a day before `now` to a day after. */
export function makeChainOfThree(host: string, now: number): ChainOfThree {
  const root = makeParty('Root');
  const middle = makeParty('Middle');
  const leaf = makeParty(host);
  const stranger = makeParty('Stranger');
  const dates = { from: now - 86_400_000, to: now + 86_400_000 };
  const rootPem = makeCertificate({ subject: root, issuer: root, isAuthority: true, ...dates });
  return {
    root,
    middle,
    leaf,
    stranger,
    dates,
    rootPem,
    makeLeaf: (changes) =>
      makeCertificate({ subject: leaf, issuer: middle, hosts: [host], ...dates, ...changes }),
    makeMiddle: (changes) =>
      makeCertificate({
        subject: middle,
        issuer: root,
        isAuthority: true,
        keyUsage: 0x04,
        ...dates,
        ...changes,
      }),
  };
}
