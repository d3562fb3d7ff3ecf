import type { Messenger, Told } from '../../src/checkout/messenger-port.ts';
import type { SignalKind } from '../../src/checkout/signal.ts';

export interface RecordingMessenger extends Messenger {
  /** What the shopper has seen, in its order. */
  readonly said: { readonly checkoutId: string; readonly kind: SignalKind; readonly key: string }[];
  /** What the next tellings lead to, instead of being seen; a function may take its time, or throw. */
  readonly answers: (Told | (() => Promise<Told>))[];
}

/** A conversation that works, and remembers. */
export function createRecordingMessenger(): RecordingMessenger {
  const said: RecordingMessenger['said'] = [];
  const answers: RecordingMessenger['answers'] = [];
  return {
    said,
    answers,
    tell: async ({ kind, checkout, key }) => {
      const next = answers.shift();
      const told = typeof next === 'function' ? await next() : (next ?? { kind: 'told' });
      if (told.kind === 'told') said.push({ checkoutId: checkout.id, kind, key });
      return told;
    },
  };
}
