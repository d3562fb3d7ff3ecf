import { EventEmitter, once } from 'node:events';
import { pause } from '../faults/send-answer.ts';
import type { Office } from '../office.ts';
import type { Faults } from '../faults/faults.ts';
import type { Log } from '../log.ts';
import type { Delivery } from './mail.ts';
import { sendWebhook } from './send-webhook.ts';
import { obtainSigner } from './signer.ts';

/** PayPal tries 25 times. */
const mostAttempts = 25;
const longestWait = 64;

interface PostmanParts {
  readonly office: Office;
  readonly faults: Faults;
  /** Ends every wait and every request when the simulator closes. */
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** Carries messages to the shops' webhooks, each on its own, so that there is no order among them. */
export interface Postman {
  /** Sets out with every delivery of the books that is still open. */
  collect(): void;
  /** Waits until all that is in hand was tried once, or until 5 seconds are over. */
  firstTries(): Promise<void>;
  close(): Promise<void>;
}

export function createPostman(parts: PostmanParts): Postman {
  const { office, signal, log } = parts;
  const inHand = new Map<string, Promise<void>>();
  const tries = new EventEmitter().setMaxListeners(0);
  const untried = new Set<string>();

  async function carry(delivery: Delivery): Promise<void> {
    try {
      await carryOut(parts, tries, delivery);
      inHand.delete(delivery.id);
    } catch (error) {
      // It stays in hand until the next start: a full disk must not make it go out again and again.
      log('simulator_fault', { operation: 'webhook', deliveryId: delivery.id, reason: String(error) });
    } finally {
      tries.emit('tried', delivery);
    }
  }
  tries.on('tried', ({ id }: Delivery) => {
    untried.delete(id);
    if (untried.size === 0) tries.emit('all tried');
  });
  return {
    collect() {
      if (signal.aborted) return;
      for (const delivery of office.books.mail.listOpenDeliveries()) {
        if (inHand.has(delivery.id)) continue;
        untried.add(delivery.id);
        inHand.set(delivery.id, carry(delivery));
      }
    },
    async firstTries() {
      if (untried.size > 0) await waitFor(tries, 'all tried', 5000, signal);
    },
    async close() {
      await Promise.all(inHand.values());
    },
  };
}

async function carryOut(parts: PostmanParts, tries: EventEmitter, delivery: Delivery): Promise<void> {
  const { office, faults, signal } = parts;
  const event = office.books.mail.findEvent(delivery.eventId);
  if (event === undefined) return;
  const { fault, afterMs = 2000 } = faults.takeForWebhook(event.type);
  const marked = fault === undefined ? delivery : { ...delivery, fault };
  if (fault === 'drop') return save(parts, { ...marked, status: 'FAILURE' });
  if (fault === 'delay') await pause(afterMs, signal);
  if (fault === 'reorder') await waitFor(tries, `tried ${delivery.webhookId}`, afterMs, signal);
  for (let attempt = delivery.attempts + 1; attempt <= mostAttempts && !signal.aborted; attempt += 1) {
    const isTaken = await tryOnce(parts, marked, event.body, attempt);
    tries.emit('tried', delivery);
    if (fault !== 'reorder') tries.emit(`tried ${delivery.webhookId}`);
    if (isTaken) {
      if (fault === 'duplicate') await tryOnce(parts, marked, event.body, attempt + 1);
      return;
    }
    if (office.books.mail.findDelivery(delivery.id)?.status !== 'PENDING') return;
    await pause(office.settings.webhookRetryMs * Math.min(2 ** (attempt - 1), longestWait), signal);
  }
}

async function tryOnce(
  parts: PostmanParts,
  delivery: Delivery,
  body: string,
  attempt: number,
): Promise<boolean> {
  const { office, signal } = parts;
  // A reset or a removal in the meantime ends the delivery.
  if (office.books.mail.findDelivery(delivery.id) === undefined) return false;
  const webhookId = delivery.fault === 'wrong_signature' ? 'ANOTHERWEBHOOK' : delivery.webhookId;
  const { answered, transmissionId } = await sendWebhook({
    delivery: { url: delivery.url, webhookId },
    body,
    signer: obtainSigner(office),
    origin: office.settings.url,
    now: office.now(),
    signal,
  });
  // An attempt that the simulator's own end cut off does not count.
  if (signal.aborted && answered === null) return false;
  const isLost = delivery.fault === 'lost_answer' && attempt === 1;
  const isTaken = answered !== null && answered >= 200 && answered < 300 && !isLost;
  const status = isTaken ? 'SUCCESS' : attempt >= mostAttempts ? 'FAILURE' : 'PENDING';
  save(parts, { ...delivery, attempts: attempt, answered, transmissionId, status });
  return isTaken;
}

function save({ office, log }: PostmanParts, delivery: Delivery): void {
  log('simulator_delivery', { ...delivery, answered: delivery.answered ?? undefined });
  const known = office.books.mail.findDelivery(delivery.id);
  if (known === undefined || known.status === 'FAILURE') return;
  office.books.save({ deliveries: [delivery] });
}

async function waitFor(
  emitter: EventEmitter,
  name: string,
  waitMs: number,
  signal: AbortSignal,
): Promise<void> {
  const done = new AbortController();
  const ended = AbortSignal.any([signal, done.signal]);
  try {
    await Promise.race([once(emitter, name, { signal: ended }), pause(waitMs, ended)]);
  } catch (error) {
    if (!ended.aborted) throw error;
  } finally {
    done.abort();
  }
}
