import { createHmac } from 'node:crypto';

export interface ToSign {
  readonly id: string;
  /** Seconds since 1970, of this try. */
  readonly timestamp: number;
  /** The very bytes that are sent. */
  readonly body: string;
}

/**
 * The header `webhook-signature` of Standard Webhooks: one signature for each secret, so that a receiver may change
 * from one to the other at its leisure.
 */
export function sign({ id, timestamp, body }: ToSign, secrets: readonly Uint8Array[]): string {
  const signed = `${id}.${timestamp}.${body}`;
  return secrets
    .map((secret) => `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`)
    .join(' ');
}
