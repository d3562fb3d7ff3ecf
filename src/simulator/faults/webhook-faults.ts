/**
 * The faults of deliveries, for `POST /_simulator/faults` with the operation `webhook`. An arrangement may name an
 * `eventType`, and then waits for a delivery of that; each strikes one delivery, not one attempt.
 */
export const webhookFaultWords = {
  none: 'nothing: lets one delivery through before the next fault',
  drop: 'never sent, and not tried again; the event is listed, so that a shop can find what it missed',
  duplicate: 'sent a second time after it was taken',
  delay: 'sent only after afterMs (2000)',
  reorder: 'sent only after the next delivery to the same webhook, or after afterMs (2000)',
  lost_answer: 'the first answer counts as lost, so that it is sent again',
  wrong_signature: 'signed for another webhook',
} as const;

export type WebhookFault = keyof typeof webhookFaultWords;
