import type { Answer } from '../answer.ts';
import type { Call, Office } from '../office.ts';
import { outsideRefusal } from '../refusal.ts';
import { obtainSigner } from './signer.ts';

/** `GET /v1/notifications/certs/{id}`: the certificate that messages are signed with; nobody signs in for it. */
export function getCertificate(office: Office, call: Call): Answer {
  const signer = obtainSigner(office);
  if (call.resourceId !== signer.certificateId) throw outsideRefusal('resource_not_found');
  return { status: 200, headers: { 'content-type': 'application/x-pem-file' }, body: signer.certificatePem };
}
