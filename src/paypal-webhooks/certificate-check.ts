import { type KeyObject, X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { issuingCertificate } from './issuing-certificate.ts';

export interface CertificatePins {
  /** Names of which the certificate must have one, as its alternative name, or as its common name where it has none. */
  readonly names: readonly string[];
  /** PEM. */
  readonly trustRoots?: readonly string[] | undefined;
}

/** The key of a certificate that may be trusted at the time of `now`, or why it may not. */
export type CertificateCheck = (
  pem: string,
  now: number,
) => { readonly key: KeyObject } | { readonly fault: CertificateFault };

export type CertificateFault =
  /** Not a certificate at all: a page that something on the way wrote, perhaps. */
  | 'certificate_malformed'
  | 'certificate_name'
  | 'certificate_kind'
  | 'certificate_date'
  | 'certificate_chain';

/** Checks the first certificate of a PEM file; those that follow may lead from it to a trusted root. */
export function createCertificateCheck({
  names,
  trustRoots = [...rootCertificates, issuingCertificate],
}: CertificatePins): CertificateCheck {
  let anchors: readonly X509Certificate[] | undefined;

  const leadsToRoot = (
    certificate: X509Certificate,
    others: readonly X509Certificate[],
    now: number,
  ): boolean => {
    // Not before there is something to check: the system's roots take a tenth of a second.
    anchors ??= trustRoots.map((root) => new X509Certificate(root));
    return (
      anchors.some((anchor) => mayIssue(anchor, certificate, now)) ||
      others.some(
        (issuer, index) =>
          mayIssue(issuer, certificate, now) && leadsToRoot(issuer, others.toSpliced(index, 1), now),
      )
    );
  };

  return (pem, now) => {
    const [certificate, ...others] = readCertificates(pem);
    if (certificate === undefined) return { fault: 'certificate_malformed' };
    if (!names.some((name) => certificate.checkHost(name, exactly) !== undefined))
      return { fault: 'certificate_name' };
    if (certificate.ca || !isStrong(certificate, ['rsa'])) return { fault: 'certificate_kind' };
    if (!isInDate(certificate, now)) return { fault: 'certificate_date' };
    return leadsToRoot(certificate, others, now)
      ? { key: certificate.publicKey }
      : { fault: 'certificate_chain' };
  };
}

const exactly = { subject: 'default', wildcards: false } as const;

/** A chain of PayPal's has two or three; the bound keeps the search among them short. */
const mostCertificates = 6;

function readCertificates(pem: string): readonly X509Certificate[] {
  const found = pem.matchAll(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]*-----END CERTIFICATE-----/gu);
  const blocks = Array.from(found, ([block]) => block);
  if (blocks.length > mostCertificates) return [];
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    return [];
  }
}

/** Whether this authority's own signature is on the certificate. checkIssued looks at names and the use of keys alone. */
function mayIssue(authority: X509Certificate, certificate: X509Certificate, now: number): boolean {
  return (
    certificate.checkIssued(authority) &&
    authority.ca &&
    isInDate(authority, now) &&
    isStrong(authority, ['rsa', 'ec']) &&
    certificate.verify(authority.publicKey)
  );
}

function isInDate({ validFrom, validTo }: X509Certificate, now: number): boolean {
  return Date.parse(validFrom) <= now && now <= Date.parse(validTo);
}

function isStrong({ publicKey }: X509Certificate, kinds: readonly ('rsa' | 'ec')[]): boolean {
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = publicKey;
  return kinds.some((each) => each === kind) && (kind !== 'rsa' || (details?.modulusLength ?? 0) >= 2_048);
}
