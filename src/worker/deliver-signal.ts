import type { Messenger, Told } from '../checkout/messenger-port.ts';
import type { LogFields, CheckoutStore, SignalStore } from '../checkout/ports.ts';
import { isToldLater } from '../checkout/shipment.ts';
import { mayStillBeSaid, neverOld, type Signal } from '../checkout/signal.ts';

export interface DeliveryPorts {
  readonly store: Pick<CheckoutStore, 'find'>;
  readonly signals: SignalStore;
  readonly messenger: Messenger;
  readonly log: (event: string, fields: LogFields) => void;
}

const giveUpAfterMs = 24 * 3_600_000;

/** Sends one claimed signal, or drops it when the checkout has moved on. The outcome is a row; nothing is undone by it. */
export async function deliverSignal(ports: DeliveryPorts, signal: Signal): Promise<void> {
  const { store, signals, messenger, log } = ports;
  const loaded = await store.find(signal.checkoutId);
  if (loaded === undefined || !mayStillBeSaid(signal.kind, loaded.checkout, loaded.now)) {
    return signals.markDropped(signal, 'the checkout has moved on');
  }
  if (isToldLater(signal, loaded.checkout)) return signals.markDropped(signal, 'a later one tells it');
  if (!neverOld.has(signal.kind) && (await signals.wasOvertaken(signal)))
    return signals.markDropped(signal, 'a later one was told');
  if (await signals.isBehind(signal)) return signals.postpone(signal, 500, 'an older one is being told');
  const { checkout, now } = loaded;
  // Nobody has taken it, or it waited behind others for too long: whoever has its lease tells it, so that it is shown once.
  if (signal.lease === undefined || signal.lease.until <= now) return;
  const told = await tell(messenger, { kind: signal.kind, checkout, now, key: `signal-${signal.id}` });
  const line = { checkoutId: checkout.id, kind: signal.kind, tries: signal.tries + 1 };
  if (told.kind === 'told') {
    await signals.markDelivered(signal, told.cardActivityId);
    return log('signal_delivered', line);
  }
  const fields = { ...line, reason: told.reason };
  if (told.kind === 'retry' && mayTryAgain(signal, told, now)) {
    const delayMs = told.afterMs ?? backoffMs(signal.tries);
    await signals.postpone(signal, delayMs, told.reason, told.isUnclear);
    return log('signal_postponed', { ...fields, delayMs });
  }
  await signals.markUndeliverable(signal, told.reason);
  log('signal_undeliverable', fields);
}

/** A fault is tried again as a refusal is, and given up as visibly. */
async function tell(messenger: Messenger, message: Parameters<Messenger['tell']>[0]): Promise<Told> {
  try {
    return await messenger.tell(message);
  } catch (error) {
    return { kind: 'retry', reason: `fault: ${String(error)}` };
  }
}

/** For a day; and only once more where it may have been shown already. */
function mayTryAgain(
  { dueAt, unclearTries }: Signal,
  { isUnclear = false }: Extract<Told, { kind: 'retry' }>,
  now: number,
): boolean {
  return now - dueAt <= giveUpAfterMs && !(isUnclear && unclearTries > 0);
}

/** 1 s, 2 s, 4 s … at most a minute, each with up to half of it as jitter. */
function backoffMs(tries: number): number {
  const base = Math.min(60_000, 1000 * 2 ** Math.min(tries, 6));
  return Math.round(base * (0.5 + Math.random() / 2));
}
