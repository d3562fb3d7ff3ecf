import { z } from 'zod';

/** A shop's address for PayPal's messages. */
const webhookSchema = z.object({ id: z.string(), url: z.string(), eventTypes: z.array(z.string()) });

/** A message about something that happened; `body` is what is sent, byte for byte. */
const eventSchema = z.object({
  id: z.string(),
  type: z.string(),
  at: z.number(),
  /** The ids of everything it is about, for those who look for it by one of them. */
  resourceIds: z.array(z.string()),
  body: z.string(),
  /** Asked for by a tester; PayPal does not list those. */
  isMock: z.literal(true).optional(),
});

/** The way of one event to one webhook. */
const deliverySchema = z.object({
  id: z.string(),
  eventId: z.string(),
  webhookId: z.string(),
  url: z.string(),
  status: z.enum(['PENDING', 'SUCCESS', 'FAILURE']),
  attempts: z.number(),
  /** Of the latest attempt; null where nobody answered. */
  answered: z.number().nullable().optional(),
  transmissionId: z.string().optional(),
  fault: z.string().optional(),
});

const signerSchema = z.object({
  certificateId: z.string(),
  rootPem: z.string(),
  certificatePem: z.string(),
  keyPem: z.string(),
});

/** What an entry of the books says about messages. */
export const mailEntry = {
  webhook: webhookSchema.optional(),
  deletedWebhook: z.string().optional(),
  events: z.array(eventSchema).optional(),
  deliveries: z.array(deliverySchema).optional(),
  signer: signerSchema.optional(),
};

const mailEntrySchema = z.object(mailEntry);
export type MailEntry = z.infer<typeof mailEntrySchema>;
export type Webhook = z.infer<typeof webhookSchema>;
export type WebhookEvent = z.infer<typeof eventSchema>;
export type Delivery = z.infer<typeof deliverySchema>;
export type Signer = z.infer<typeof signerSchema>;

const keptEvents = 5000;

/** What the books hold of messages. */
export interface Mail {
  findWebhook(id: string): Webhook | undefined;
  listWebhooks(): readonly Webhook[];
  findEvent(id: string): WebhookEvent | undefined;
  /** In the order in which they happened. */
  listEvents(): readonly WebhookEvent[];
  findDelivery(id: string): Delivery | undefined;
  listDeliveries(): readonly Delivery[];
  /** Those that are neither delivered nor given up. */
  listOpenDeliveries(): readonly Delivery[];
  findSigner(): Signer | undefined;
}

/** The messages, with the means to change them that only the books have. */
export function createMail() {
  const webhooks = new Map<string, Webhook>();
  const events = new Map<string, WebhookEvent>();
  const deliveries = new Map<string, Delivery>();
  const open = new Map<string, Delivery>();
  let signer: Signer | undefined;

  function apply(entry: MailEntry): void {
    if (entry.webhook) webhooks.set(entry.webhook.id, entry.webhook);
    if (entry.deletedWebhook !== undefined) webhooks.delete(entry.deletedWebhook);
    for (const event of entry.events ?? []) events.set(event.id, event);
    for (const delivery of entry.deliveries ?? []) {
      deliveries.set(delivery.id, delivery);
      if (delivery.status === 'PENDING') open.set(delivery.id, delivery);
      else open.delete(delivery.id);
    }
    if (entry.signer) signer = entry.signer;
    if (events.size > 2 * keptEvents) forget([...events.keys()].slice(0, keptEvents));
  }
  function forget(ids: readonly string[]): void {
    const old = new Set(ids);
    for (const id of old) events.delete(id);
    for (const delivery of deliveries.values()) {
      if (!old.has(delivery.eventId)) continue;
      deliveries.delete(delivery.id);
      open.delete(delivery.id);
    }
  }
  function clear(): void {
    for (const each of [events, deliveries, open]) each.clear();
  }
  function snapshot(): readonly MailEntry[] {
    return [
      ...(signer ? [{ signer }] : []),
      ...Array.from(webhooks.values(), (webhook) => ({ webhook })),
      ...Array.from(events.values(), (event) => ({ events: [event] })),
      ...Array.from(deliveries.values(), (delivery) => ({ deliveries: [delivery] })),
    ];
  }
  const mail: Mail = {
    findWebhook: (id) => webhooks.get(id),
    listWebhooks: () => [...webhooks.values()],
    findEvent: (id) => events.get(id),
    listEvents: () => [...events.values()],
    findDelivery: (id) => deliveries.get(id),
    listDeliveries: () => [...deliveries.values()],
    listOpenDeliveries: () => [...open.values()],
    findSigner: () => signer,
  };
  return { mail, apply, clear, snapshot };
}
