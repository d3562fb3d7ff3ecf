import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createCertificate } from './certificate.ts';
import type { Office } from '../office.ts';
import type { Signer } from './mail.ts';

const rootName = 'PayPal simulator root';

/** The name that PayPal's sandbox signs its messages with. */
const signerName = 'messageverificationcerts.sandbox.paypal.com';

/** The simulator's own key and certificate for messages: made when first asked for, and kept. */
export function obtainSigner({ books }: Pick<Office, 'books'>): Signer {
  const known = books.mail.findSigner();
  if (known !== undefined) return known;
  const signer = createSigner();
  books.save({ signer });
  return signer;
}

function createSigner(): Signer {
  const root = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const leaf = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const issuer = { name: rootName, ...root };
  return {
    certificateId: `CERT-${[0, 1, 2].map(() => randomBytes(4).toString('hex')).join('-')}`,
    rootPem: createCertificate({ name: rootName, publicKey: root.publicKey, issuer, isAuthority: true }),
    certificatePem: createCertificate({
      name: signerName,
      publicKey: leaf.publicKey,
      issuer,
      isAuthority: false,
    }),
    keyPem: leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
