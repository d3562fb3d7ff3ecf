import type { Checkout } from '../../src/checkout/checkout.ts';
import type { Told } from '../../src/checkout/messenger-port.ts';
import type { SignalKind } from '../../src/checkout/signal.ts';
import type { Shop } from '../../src/bot/shop.ts';
import { createMessenger } from '../../src/bot/messenger.ts';
import type { Opened, Proactive, Sent } from '../../src/bot-framework/proactive.ts';
import { shopper } from '../store/sample-checkout.ts';

export const now = 1_800_000_000_000;
export const sent: Sent = { kind: 'sent', activityId: 'sent' };
export const later = { kind: 'retry', reason: 'rate_limited 429', afterMs: 7 } as const satisfies Sent;
export const refused = { kind: 'impossible', reason: 'refused 403' } as const satisfies Sent;
const opened: Opened = { kind: 'opened', conversationReference: 'alone' };

/** A channel that answers as it is told, in this order, and then always well. */
export interface Answers {
  readonly send?: readonly Sent[];
  readonly update?: readonly Sent[];
  readonly open?: Opened;
}

/** One telling to it: what became of it, and what was asked of the channel. */
export async function tell(
  kind: SignalKind,
  checkout: Checkout,
  answers: Answers = {},
  shop: Partial<Pick<Shop, 'unconfirmedHours' | 'legalLinks'>> = {},
) {
  const calls: string[] = [];
  const said: string[] = [];
  const replies: unknown[] = [];
  const [toSend, toUpdate] = [[...(answers.send ?? [])], [...(answers.update ?? [])]];
  let links = 0;
  const proactive: Proactive = {
    send: async (to, { text, summary, suggestedActions }, options) => {
      calls.push(`send ${to} ${options?.idempotencyKey ?? '-'}`);
      said.push(summary ?? text ?? '');
      replies.push(...(suggestedActions?.actions ?? []).map(({ value }): unknown => value));
      return toSend.shift() ?? sent;
    },
    openPersonal: async (to) => {
      calls.push(`open ${to}`);
      return answers.open ?? opened;
    },
    update: async (to, id, { summary }) => {
      calls.push(`update ${to} ${id}: ${summary?.replaceAll(/\n[^]*$/gu, '') ?? ''}`);
      return toUpdate.shift() ?? sent;
    },
  };
  const linkFor = async (): Promise<string> => {
    links += 1;
    return 'https://shop.example/checkout/x';
  };
  const messenger = createMessenger(
    { supportContact: 'help@shop.example', unconfirmedHours: 24, legalLinks: {}, flow: { linkFor }, ...shop },
    proactive,
  );
  const told: Told = await messenger.tell({ kind, checkout, now, key: 'key' });
  return { told, calls, said, replies, links };
}

/** In a channel of which the bot knows nothing but that it shows text. */
export const plainly: Partial<Checkout> = {
  owner: { ...shopper, channelId: 'sms' },
  conversationReference: 'chat',
};
export const onTeams: Partial<Checkout> = {
  owner: { ...shopper, channelId: 'msteams' },
  conversationReference: 'group',
  isGroup: true,
};
export const onEdits: Partial<Checkout> = {
  owner: { ...shopper, channelId: 'directline' },
  conversationReference: 'chat',
};
