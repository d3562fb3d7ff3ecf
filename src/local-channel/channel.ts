import type { IncomingMessage, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Answer } from './answers.ts';
import { Refusal, send, toAnswer } from './answers.ts';
import { createAssets } from './assets.ts';
import { createBrowserSessions } from './browser-session.ts';
import { type ChatFace, sendChatPage } from './chat-page.ts';
import { connectorRoutes, createConnectorPath } from './connector.ts';
import { directLinePath, directLineRoutes, parseWatermark } from './direct-line.ts';
import { refuseStrangers } from './guard.ts';
import type { Log } from './log.ts';
import type { Mask } from './mask-deep.ts';
import { createRooms } from './rooms.ts';
import type { Route } from './routes.ts';
import { findRoute } from './routes.ts';
import { createStream } from './stream.ts';
import { createTokens } from './tokens.ts';
import type { ActivityBody, Transcript } from './transcript.ts';
import { createTurns } from './turns.ts';

export interface LocalChannelOptions {
  readonly transcript: Transcript;
  /** What activities carry to the bot: `<publicUrl>/<name>/<secret>/`. The connector is served below it. */
  readonly serviceUrl: string;
  /** Hands one activity to the bot and resolves when the turn is over. */
  readonly deliver: (activity: ActivityBody) => Promise<{ readonly status: number }>;
  /** 32 bytes or more; tokens live as long as the key does. */
  readonly tokenKey: Uint8Array;
  readonly publicUrl: string;
  readonly merchantName: string;
  /** The shop's own looks. */
  readonly face: ChatFace;
  readonly botId: string;
  /** Hides what must not be kept; applied before anything is written or shown. */
  readonly mask: Mask;
  readonly log: Log;
  readonly clock?: () => number;
  /** How long a turn may take before the sender is told that the bot failed. */
  readonly turnLimitMs?: number;
}

/** The local chat channel, in the role of Azure's Direct Line: for loopback only. */
export interface LocalChannel {
  /** True when the address is the channel's; then it answers. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** True when it asks for a WebSocket where the channel has its stream. */
  mayUpgrade(request: IncomingMessage): boolean;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Takes no more messages, lets turns under way finish (the bot may still send), then closes the sockets. */
  close(): Promise<void>;
}

export function createLocalChannel(options: LocalChannelOptions): LocalChannel {
  const parts = furnish(options);
  const underWay = new Map<Promise<void>, IncomingMessage>();
  let isClosing = false;
  const track = (request: IncomingMessage, work: Promise<void>): void => {
    const tracked = work
      .catch((error: unknown) => options.log('channel_fault', { reason: String(error) }))
      .finally(() => underWay.delete(tracked));
    underWay.set(tracked, request);
  };
  return {
    handle(request, response) {
      const url = parseTarget(request);
      if (url === undefined || !parts.owns(url.pathname)) return false;
      const isClosed = isClosing && url.pathname.startsWith(directLinePath);
      track(request, isClosed ? refuseLate(response) : serve(parts, request, response, url));
      return true;
    },
    mayUpgrade: (request) => parseStream(request) !== undefined,
    upgrade(request, socket, head) {
      const stream = parseStream(request);
      if (stream === undefined) return false;
      const { url, id } = stream;
      track(
        request,
        isClosing ? refuseSocket(socket, 503) : openStream(parts, request, socket, head, url, id),
      );
      return true;
    },
    async close() {
      isClosing = true;
      await parts.turns.settled();
      // A body that is still on its way would keep the process up for as long as its sender likes.
      for (const request of underWay.values()) if (!request.complete) request.destroy();
      await Promise.all(underWay.keys());
      await parts.stream.close();
    },
  };
}

const streamPath = /^\/v3\/directline\/conversations\/([\w-]{1,64})\/stream$/;

function parseStream(request: IncomingMessage): { readonly url: URL; readonly id: string } | undefined {
  const url = parseTarget(request);
  const id = streamPath.exec(url?.pathname ?? '')?.[1];
  const isAsked = request.headers.upgrade?.toLowerCase() === 'websocket';
  return isAsked && url !== undefined && id !== undefined ? { url, id } : undefined;
}

type Parts = ReturnType<typeof furnish>;

function furnish(options: LocalChannelOptions) {
  const { transcript, botId, merchantName, face, mask, log, clock = Date.now } = options;
  const publicUrl = new URL(options.publicUrl);
  const tokens = createTokens(options.tokenKey, clock);
  const turns = createTurns({ deliver: options.deliver, limitMs: options.turnLimitMs ?? 15_000, log });
  const stream = createStream({ transcript, botId, log });
  const rooms = createRooms({
    transcript,
    turns,
    serviceUrl: options.serviceUrl,
    botId,
    merchantName,
    clock,
  });
  const sessions = createBrowserSessions(transcript, publicUrl);
  const assets = createAssets(face.style);
  const connector = createConnectorPath(options.serviceUrl);
  return {
    transcript,
    publicUrl,
    merchantName,
    face,
    log,
    tokens,
    turns,
    stream,
    assets,
    connector,
    directLine: directLineRoutes({
      transcript,
      tokens,
      rooms,
      sessions,
      turns,
      stream,
      publicUrl,
      botId,
      mask,
      clock,
    }),
    bot: connectorRoutes({ transcript, stream, botId, merchantName, mask, clock }),
    owns: (path: string) =>
      path === '/' || assets.has(path) || path.startsWith(directLinePath) || connector.owns(path),
  };
}

async function serve(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  try {
    refuseStrangers(request, parts.publicUrl);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead && parts.assets.has(url.pathname))
      return await parts.assets.serve(url.pathname, request, response);
    if (isRead && url.pathname === '/') return sendChatPage(parts, request, response, url);
    if (url.pathname === '/' || parts.assets.has(url.pathname)) {
      throw new Refusal(405, 'MethodNotAllowed', 'This address is only for reading.');
    }
    send(response, await run(parts, request, url));
  } catch (error) {
    if (error instanceof Refusal) return send(response, toAnswer(error));
    parts.log('channel_fault', { method: request.method, reason: String(error) });
    if (response.headersSent) response.destroy();
    else send(response, toAnswer(new Refusal(500, 'ServiceError', 'The channel failed.')));
  }
}

async function run(parts: Parts, request: IncomingMessage, url: URL): Promise<Answer> {
  const method = request.method ?? '';
  const routes: readonly [readonly Route[], string] = url.pathname.startsWith(directLinePath)
    ? [parts.directLine, url.pathname.slice(directLinePath.length)]
    : [parts.bot, parts.connector.open(url.pathname)];
  const { run: answer, params } = findRoute(routes[0], method, routes[1]);
  return answer({ request, url, params });
}

async function openStream(
  parts: Parts,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  url: URL,
  conversationId: string,
): Promise<void> {
  socket.on('error', (error) => parts.log('channel_socket_error', { reason: error.message }));
  try {
    refuseStrangers(request, parts.publicUrl);
    const bearer = parts.tokens.verify('stream', url.searchParams.get('t') ?? '');
    if (bearer?.conversationId !== conversationId) return await refuseSocket(socket, 403);
    const watermark = await parseWatermark(parts.transcript, conversationId, url);
    parts.stream.accept(request, socket, head, bearer, watermark);
  } catch (error) {
    if (!(error instanceof Refusal)) parts.log('channel_fault', { reason: String(error) });
    await refuseSocket(socket, error instanceof Refusal ? error.status : 500);
  }
}

async function refuseSocket(socket: Duplex, status: number): Promise<void> {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}

async function refuseLate(response: ServerResponse): Promise<void> {
  send(response, toAnswer(new Refusal(503, 'ServiceUnavailable', 'The chat is restarting.')));
}

/** Only a plain path is an address here; `GET http://elsewhere/` is a proxy's request. */
function parseTarget(request: IncomingMessage): URL | undefined {
  const target = request.url ?? '';
  if (!target.startsWith('/')) return undefined;
  try {
    return new URL(`http://channel${target}`);
  } catch {
    return undefined;
  }
}
