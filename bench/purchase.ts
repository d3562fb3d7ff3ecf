import type { ConnectorStub } from './connector-stub.ts';
import type { HttpClient, Reply } from './http-client.ts';

/** Where the time of a shopper goes, in the order of a purchase. */
export const steps = ['turn', 'link', 'page', 'pay', 'return', 'confirm'] as const;
export type Step = (typeof steps)[number];

export interface Purchase {
  readonly times: readonly (readonly [step: Step, ms: number])[];
  readonly orderId: string;
  /** When "your payment arrived" reached the channel, in milliseconds since 1970. */
  readonly toldAt: number;
}

export interface Places {
  readonly client: HttpClient;
  readonly stub: ConnectorStub;
  readonly programUrl: string;
  readonly simulatorUrl: string;
}

/** One purchase from the first word to the receipt, by a shopper who was never here before. */
export async function buy(places: Places, number: number): Promise<Purchase> {
  const times: [Step, number][] = [];
  const chat = openChat(places, number);
  const timed = async (step: Step, work: Promise<Reply>): Promise<Reply> => {
    const startedAt = performance.now();
    const reply = await work;
    times.push([step, performance.now() - startedAt]);
    return reply;
  };
  try {
    await timed('turn', chat.say('add 2 sencha'));
    const linked = chat.hears(/"type":"openUrl"[^{}]*"value":"([^"]+)"/u);
    const askedAt = performance.now();
    await timed('turn', chat.say('checkout'));
    const link = await linked;
    times.push(['link', link.at - askedAt]);

    const browser = createBrowser(places.client, number);
    const page = await timed('page', browser.get(link.found, 200));
    const told = chat.hears(/Your payment of [^"]* arrived/u);
    const payment = formOf(page.text, 'Pay with PayPal');
    const paid = await timed('pay', browser.post(places.programUrl + payment.action, payment.fields));
    const approvalUrl = locationOf(paid);
    await browser.get(approvalUrl, 200);
    const back = locationOf(await browser.post(approvalUrl, 'decision=approve'));
    const returned = await timed('return', browser.get(back, 303));
    const numberPage = await timed('page', browser.get(locationOf(returned), 200));
    const { at: toldAt } = await told;

    const receipt = chat.hears(/"contentType":"application\/vnd.microsoft.card.receipt"/u);
    const pastedAt = performance.now();
    await chat.say(match(numberPage.text, /<output id="magic-number">(\d+)<\/output>/u));
    times.push(['confirm', (await receipt).at - pastedAt]);
    const orderId = new URL(approvalUrl).searchParams.get('token') ?? '';
    return { times, orderId, toldAt: performance.timeOrigin + toldAt };
  } finally {
    chat.close();
  }
}

interface Heard {
  readonly at: number;
  readonly found: string;
}

/** A conversation as Azure's channel carries it: activities are posted, what the bot says comes to the connector. */
function openChat({ client, stub, programUrl }: Places, number: number) {
  const conversationId = `a:conversation-${number}`;
  let waiting: { pattern: RegExp; resolve: (heard: Heard) => void } | undefined;
  const close = stub.listen(conversationId, (json) => {
    const found = waiting?.pattern.exec(json);
    if (found !== null && found !== undefined) {
      waiting?.resolve({ at: performance.now(), found: found[1] ?? found[0] });
      waiting = undefined;
    }
  });
  let said = 0;
  return {
    say: (text: string): Promise<Reply> => {
      said += 1;
      const body = JSON.stringify(activityOf(stub.serviceUrl, conversationId, `${number}-${said}`, text));
      return client.call(`${programUrl}/api/messages`, 200, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
    },
    /** The next message that has this in it. */
    hears: (pattern: RegExp): Promise<Heard> =>
      new Promise((resolve) => {
        waiting = { pattern, resolve };
      }),
    close,
  };
}

/** In the shape of Teams' personal chat, where the bot can edit its messages. */
export function activityOf(serviceUrl: string, conversationId: string, id: string, text: string): object {
  return {
    type: 'message',
    id,
    timestamp: new Date().toISOString(),
    localTimezone: 'Europe/Berlin',
    channelId: 'msteams',
    serviceUrl,
    from: { id: `29:${conversationId}`, name: 'Pat Payer', aadObjectId: conversationId },
    recipient: { id: '28:shop', name: 'Shop' },
    conversation: { id: conversationId, conversationType: 'personal', tenantId: 'tenant' },
    locale: 'en-US',
    textFormat: 'plain',
    text,
    entities: [{ type: 'clientInfo', locale: 'en-US', country: 'US', platform: 'Web' }],
    channelData: { tenant: { id: 'tenant' } },
  };
}

/** A browser with an address of its own and one cookie, which is all that the site sets. */
function createBrowser(client: HttpClient, number: number) {
  const address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
  let cookie = '';
  const headers = () => ({ 'accept-encoding': 'gzip', 'x-forwarded-for': address, cookie });
  const keepCookie = (reply: Reply): Reply => {
    cookie = reply.headers['set-cookie']?.[0]?.split(';')[0] ?? cookie;
    return reply;
  };
  return {
    get: async (url: string, expected: number) =>
      keepCookie(await client.call(url, expected, { headers: headers() })),
    post: (url: string, body: string) =>
      client.call(url, 303, {
        method: 'POST',
        headers: { ...headers(), 'content-type': 'application/x-www-form-urlencoded' },
        body,
      }),
  };
}

function formOf(html: string, button: string): { readonly action: string; readonly fields: string } {
  const form = match(html, new RegExp(`(<form(?:(?!</form>).)*>${button}</button>)`, 'su'));
  const token = match(form, /name="csrf" value="([^"]+)"/u);
  return {
    action: match(form, /action="([^"]+)"/u),
    fields: new URLSearchParams({ csrf: token }).toString(),
  };
}

function locationOf({ headers: { location } }: Reply): string {
  if (location === undefined) throw new Error('A redirect without an address.');
  return location;
}

function match(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`${String(pattern)} is not in:\n${text.slice(0, 2_000)}`);
  return found;
}
