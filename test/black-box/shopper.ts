import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel } from './channel.ts';
import { createPayer, hasButton, type Page, type Payer } from './payer.ts';

/** What a shopper is after: the goods; to approve and never come back; to call it off in the chat while PayPal's page is open. */
export type Intention = 'buys' | 'leaves' | 'cancels';

export interface Outcome {
  readonly conversationId: string;
  readonly intention: Intention;
  /** Undefined when it ended as intended; else what the shopper was left with. */
  readonly trouble: string | undefined;
}

export interface Places {
  readonly programUrl: string;
  readonly channel: Channel;
  /** For a whole purchase. */
  readonly patienceMs: number;
}

/** One shopper from the first word to the receipt, who tries again whatever breaks, as people do. */
export async function shop(places: Places, number: number, intention: Intention): Promise<Outcome> {
  const conversationId = `a:conversation-${number}`;
  const chat = openChat(places, conversationId);
  const payer = createPayer(number, places.programUrl);
  const deadline = performance.now() + places.patienceMs;
  let last: unknown = 'nothing went wrong';
  while (performance.now() < deadline) {
    try {
      if (await goOn(chat, payer, intention)) return { conversationId, intention, trouble: undefined };
    } catch (error) {
      last = error;
    }
    await sleep(250);
  }
  const shown = places.channel.shown(conversationId).map(({ json }) => json.slice(0, 300));
  return {
    conversationId,
    intention,
    trouble: `${conversationId} (${intention}) gave up after: ${String(last)}\n${shown.join('\n')}`,
  };
}

/** One step further, whatever was reached before; true at the end. */
async function goOn(chat: Chat, payer: Payer, intention: Intention): Promise<boolean> {
  const link = await chat.findLink();
  if (chat.hasSeen(/is confirmed|Your checkout is cancelled/u)) return true;
  const page = await payer.get(link);
  switch (page.kind) {
    case 'checkout':
    case 'declined':
      return pay(chat, payer, page, intention);
    case 'number':
      await chat.say(numberOn(page));
      return chat.waitsFor(/is confirmed/u);
    case 'done':
      return true;
    default:
      // PayPal is still being asked, or this is an error page that says to try again.
      return false;
  }
}

async function pay(chat: Chat, payer: Payer, page: Page, intention: Intention): Promise<boolean> {
  const approval = await payer.press(page, 'Pay with PayPal');
  if (!hasButton(approval, 'Approve payment')) return false;
  if (intention === 'cancels') {
    await chat.say('cancel');
    if (!(await chat.waitsFor(/Your checkout is cancelled|no open checkout to cancel/u))) return false;
  }
  let backTo = '';
  const press = payer.press(approval, 'Approve payment', (address) => {
    backTo = address;
    // Whoever leaves closes the window at the moment when PayPal leads back to the shop.
    if (intention === 'leaves') throw new Error('The window is closed.');
  });
  await press.catch(async (error: unknown) => {
    if (intention === 'leaves') return;
    if (backTo === '') throw error;
    // A browser shows a page of its own where the shop does not answer; a person reloads it.
    await sleep(500);
    await payer.get(backTo);
  });
  return intention !== 'buys';
}

interface Chat {
  say(text: string): Promise<void>;
  hasSeen(pattern: RegExp): boolean;
  /** Whether the chat shows it before the shopper's patience ends. */
  waitsFor(pattern: RegExp): Promise<boolean>;
  /** The newest link; asks for one until there is. */
  findLink(): Promise<string>;
}

function openChat({ programUrl, channel }: Places, conversationId: string): Chat {
  let said = 0;
  const newestLink = (): string | undefined => {
    const card = channel.shown(conversationId).findLast(({ json }) => json.includes('"openUrl"'));
    return /"type":"openUrl"[^{}]*"value":"([^"]+)"/u.exec(card?.json ?? '')?.[1];
  };
  const hasSeen = (pattern: RegExp): boolean =>
    channel.shown(conversationId).some(({ json }) => pattern.test(json));
  const waitFor = async (isTrue: () => boolean): Promise<boolean> => {
    for (let look = 0; look < 100 && !isTrue(); look += 1) await sleep(50);
    return isTrue();
  };
  const say = async (text: string): Promise<void> => {
    said += 1;
    const body = JSON.stringify(activityOf(channel, conversationId, `${conversationId}-${said}`, text));
    // A channel that hears no answer delivers the same activity again.
    for (let delivery = 0; delivery < 40; delivery += 1) {
      const status = await deliver(programUrl, body);
      if (status === 200) return;
      await sleep(300);
    }
    throw new Error(`"${text}" could not be delivered.`);
  };
  return {
    say,
    hasSeen,
    waitsFor: (pattern) => waitFor(() => hasSeen(pattern)),
    findLink: async () => {
      for (let ask = 0; ask < 10; ask += 1) {
        const link = newestLink();
        if (link !== undefined) return link;
        // What went wrong in a turn is not kept, so the bot may have lost what it had said.
        const newest = channel.shown(conversationId).at(-1);
        if (newest === undefined || /Your cart is empty|went wrong/u.test(newest.json))
          await say('add 2 sencha');
        await say('checkout');
        await waitFor(() => newestLink() !== undefined);
      }
      throw new Error('The bot sends no link.');
    },
  };
}

async function deliver(programUrl: string, body: string): Promise<number | undefined> {
  const answer = await fetch(`${programUrl}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal: AbortSignal.timeout(15_000),
  }).catch(() => undefined);
  await answer?.arrayBuffer().catch(() => undefined);
  return answer?.status;
}

/** In the shape of Teams' personal chat. */
function activityOf({ serviceUrl }: Channel, conversationId: string, id: string, text: string): object {
  return {
    type: 'message',
    id,
    channelId: 'msteams',
    serviceUrl,
    from: { id: `29:${conversationId}`, name: 'Pat Payer' },
    recipient: { id: '28:shop', name: 'Shop' },
    conversation: { id: conversationId, conversationType: 'personal', tenantId: 'tenant' },
    text,
  };
}

function numberOn({ html }: Page): string {
  const found = /<output id="magic-number"[^>]*>(\d+)<\/output>/u.exec(html)?.[1];
  // A number whose time is over is not shown; in a storm that lasts minutes there is always time left.
  if (found === undefined) throw new Error('The page shows no number.');
  return found;
}
