import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Chance } from './chance.ts';

/** What the shopper of a conversation was shown. */
export interface Shown {
  /** The message as JSON. */
  readonly json: string;
  /** By which the bot names one telling, also when it is told twice. */
  readonly key: string | undefined;
  /** False for a change of what was shown before. */
  readonly isNew: boolean;
}

/** A channel's connector service for many conversations that answers a share of all calls badly. */
export interface Channel {
  readonly host: string;
  readonly serviceUrl: string;
  /** What this conversation shows, oldest first. */
  shown(conversationId: string): readonly Shown[];
  /** How often each fault struck. */
  struck(): Readonly<Record<ChannelFault, number>>;
  /** From now on every call is answered well. */
  calm(): void;
  close(): Promise<void>;
}

/** `lost` shows the message and loses the answer; the others show nothing. */
export type ChannelFault = 'unavailable' | 'reset' | 'hang' | 'lost';

const faults = ['unavailable', 'reset', 'hang', 'lost'] as const;

export async function startChannel(chance: Chance, share: number): Promise<Channel> {
  const conversations = new Map<string, Shown[]>();
  const struck = { unavailable: 0, reset: 0, hang: 0, lost: 0 };
  let shareNow = share;
  let count = 0;
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const json = await text(request);
    const fault = chance.isTrue(shareNow) ? chance.pick(faults) : undefined;
    if (fault !== undefined) struck[fault] += 1;
    if (fault === 'unavailable') return end(response, 503, '{}');
    if (fault === 'hang') return;
    if (fault !== 'reset') keep(conversations, request, json);
    if (fault !== undefined) return void request.socket.resetAndDestroy();
    count += 1;
    end(response, 200, JSON.stringify({ id: `sent-${count}` }));
  };
  const server = createServer((request, response) => {
    // A program that is killed leaves half a request behind.
    take(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const host = `127.0.0.1:${port}`;
  return {
    host,
    serviceUrl: `http://${host}/`,
    shown: (conversationId) => conversations.get(conversationId) ?? [],
    struck: () => struck,
    calm: () => {
      shareNow = 0;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function keep(
  conversations: Map<string, Shown[]>,
  { url = '', method, headers }: IncomingMessage,
  json: string,
): void {
  const conversationId = decodeURIComponent(url.split('/')[3] ?? '');
  const key = headers['x-idempotency-key'];
  const shown: Shown = { json, isNew: method === 'POST', key: typeof key === 'string' ? key : undefined };
  conversations.set(conversationId, [...(conversations.get(conversationId) ?? []), shown]);
}

function end(response: ServerResponse, status: number, json: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(json);
}
