import { maskCardNumbers } from '../../src/bot/card-number.ts';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { z } from 'zod';
import type { LocalChannel, LocalChannelOptions } from '../../src/local-channel/channel.ts';
import { createLocalChannel } from '../../src/local-channel/channel.ts';
import { openTranscript } from '../../src/local-channel/transcript-file.ts';

type Said = Record<string, unknown>;

export interface LocalChat {
  url: string;
  serviceUrl: string;
  channel: LocalChannel;
  /** Every activity that the bot got. */
  received: Said[];
  logged: Said[];
  /** The bot says something by itself. */
  say(conversationId: string, activity: Said, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

export interface ChatSetting {
  file?: string;
  port?: number;
  options?: Partial<LocalChannelOptions>;
}

const BotInbox = z.looseObject({
  id: z.string(),
  type: z.string(),
  text: z.string().optional(),
  serviceUrl: z.string(),
  conversation: z.object({ id: z.string() }),
});

/** A channel on a free port with a bot behind it that greets and echoes through the real connector. */
export async function startChat(setting: ChatSetting = {}): Promise<LocalChat> {
  const server = createServer();
  server.listen(setting.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://localhost:${portOf(server)}`;
  const serviceUrl = `${url}/channel-connector/${'s'.repeat(32)}/`;
  const transcript = openTranscript(setting.file ?? ':memory:');
  const received: Said[] = [];
  const logged: Said[] = [];
  const post = async (
    path: string,
    activity: Said,
    headers: Record<string, string> = {},
    method: 'POST' | 'PUT' = 'POST',
  ) =>
    fetch(`${serviceUrl}v3/conversations/${path}`, {
      method,
      headers: { 'content-type': 'application/json', connection: 'close', ...headers },
      body: JSON.stringify(activity),
    });
  const channel = createLocalChannel({
    transcript,
    serviceUrl,
    publicUrl: url,
    tokenKey: Buffer.alloc(32, 7),
    merchantName: 'Tea & Cups',
    face: { style: '', logoHref: undefined },
    botId: 'bot',
    mask: maskCardNumbers,
    log: (event, fields) => void logged.push({ event, ...fields }),
    deliver: async (activity) => {
      received.push(activity);
      return echo(post, activity);
    },
    ...setting.options,
  });
  server.on('request', (request, response) => {
    if (!channel.handle(request, response)) response.writeHead(404).end();
  });
  server.on('upgrade', (request, socket, head) => {
    if (!channel.upgrade(request, socket, head)) socket.destroy();
  });
  return {
    url,
    serviceUrl,
    channel,
    received,
    logged,
    say: async (conversationId, activity, headers) => post(`${conversationId}/activities`, activity, headers),
    async close() {
      await channel.close();
      server.close();
      server.closeAllConnections();
      await transcript.close();
    },
  };
}

function portOf(server: ReturnType<typeof createServer>): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

type Post = (
  path: string,
  activity: Said,
  headers?: Record<string, string>,
  method?: 'POST' | 'PUT',
) => Promise<Response>;

async function echo(post: Post, activity: Said): Promise<{ status: number }> {
  const { id, type, text, conversation } = BotInbox.parse(activity);
  const path = `${conversation.id}/activities`;
  if (text === 'fail') return { status: 500 };
  if (type === 'conversationUpdate') await post(path, { type: 'message', text: 'Welcome to the shop' });
  if (type !== 'message') return { status: 202 };
  const reply = await post(`${path}/${encodeURIComponent(id)}`, {
    type: 'message',
    replyToId: id,
    ...toReply(text ?? ''),
  });
  const { id: sentId } = z.object({ id: z.string() }).parse(await reply.json());
  if (text === 'update')
    await post(`${path}/${encodeURIComponent(sentId)}`, { type: 'message', text: 'after' }, {}, 'PUT');
  return { status: 200 };
}

function toReply(text: string): Said {
  if (text === 'update') return { text: 'before' };
  if (text === 'cards') return { attachmentLayout: 'carousel', attachments: [1, 2, 3, 4, 5, 6].map(toTea) };
  if (text !== 'card') return { text: `echo: ${text}` };
  const buttons = [
    { type: 'openUrl', title: 'Go to checkout', value: 'http://127.0.0.1:9/checkout' },
    { type: 'imBack', title: 'Cancel', value: 'cancel' },
  ];
  return {
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.hero',
        content: { title: 'Green tea', subtitle: '12.50 EUR', buttons },
      },
    ],
  };
}

function toTea(number: number): Said {
  return { contentType: 'application/vnd.microsoft.card.hero', content: { title: `Tea ${number}` } };
}
