import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { startConnectorStub, type Recorded } from './connector-stub.ts';
import type { Program } from './program.ts';

/** A shopper in Teams, as the bot sees one: activities are posted to it, its words arrive at a connector service. */
export interface ConnectorShopper {
  readonly host: string;
  /** Answers the status of the post, or undefined when the program died over it. */
  say(program: Pick<Program, 'url'>, text: string): Promise<number | undefined>;
  /** The channel is unsure of its last delivery and makes it again, with the same activity id. */
  sayAgain(program: Pick<Program, 'url'>, text: string): Promise<number | undefined>;
  /** Waits until the bot has sent this, delivered or not, in as many requests as asked for. */
  sees(text: RegExp, times?: number): Promise<Recorded>;
  sent(text: RegExp): readonly Recorded[];
  /** What fits is taken and never answered, until this is called with undefined. */
  hangOn(text: RegExp | undefined): void;
  /** From now on the conversation is gone for the bot. */
  leave(): void;
  close(): Promise<void>;
}

const said = z.object({ body: z.looseObject({}) });

export async function startConnectorShopper(): Promise<ConnectorShopper> {
  const stub = await startConnectorStub();
  const conversationId = 'a:teams-conversation';
  let hangs: RegExp | undefined;
  let isGone = false;
  let count = 0;
  stub.answer((response: ServerResponse, request) => {
    if (hangs?.test(textOf(request)) === true) return;
    if (isGone) response.statusCode = 404;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ id: `sent-${stub.requests.length}` }));
  });
  const sent = (text: RegExp): readonly Recorded[] =>
    stub.requests.filter((request) => text.test(textOf(request)));
  async function post(url: string, text: string): Promise<number | undefined> {
    const activity = {
      type: 'message',
      id: `activity-${count}`,
      channelId: 'msteams',
      serviceUrl: stub.serviceUrl,
      from: { id: '29:ann', name: 'Ann' },
      recipient: { id: '28:shop', name: 'Shop' },
      conversation: { id: conversationId },
      text,
    };
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(activity) };
    return (await fetch(`${url}/api/messages`, init).catch(() => undefined))?.status;
  }
  return {
    host: stub.host,
    sent,
    hangOn: (text) => {
      hangs = text;
    },
    say: (program, text) => {
      count += 1;
      return post(program.url, text);
    },
    sayAgain: (program, text) => post(program.url, text),
    sees: async (text, times = 1) => {
      for (let look = 0; look < 600; look += 1) {
        const found = sent(text);
        const last = found.at(-1);
        if (last !== undefined && found.length >= times) return last;
        await sleep(50);
      }
      throw new Error(`The bot did not send ${String(text)}:\n- ${stub.requests.map(textOf).join('\n- ')}`);
    },
    leave: () => {
      isGone = true;
    },
    close: () => stub.close(),
  };
}

function textOf(request: Recorded): string {
  return JSON.stringify(said.parse(request).body);
}
