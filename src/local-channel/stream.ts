import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Log } from './log.ts';
import { toShown } from './shown-activity.ts';
import type { Bearer } from './tokens.ts';
import type { ActivityBody, Transcript } from './transcript.ts';

export interface StreamOptions {
  readonly transcript: Transcript;
  readonly botId: string;
  readonly log: Log;
}

/** The WebSockets of the chat windows: each gets every push after its watermark, once and in order. */
export interface Stream {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, bearer: Bearer, watermark: number): void;
  /** Something new is in the transcript of this conversation. */
  wake(conversationId: string): void;
  /** Shows what is not kept, such as "is typing", to those who look right now. */
  flash(conversationId: string, authorId: string, activity: ActivityBody): void;
  close(): Promise<void>;
}

interface Listener extends Bearer {
  readonly socket: WebSocket;
  watermark: number;
  /** What the pump does now, and whether something new came meanwhile. */
  isPumping: boolean;
  isWoken: boolean;
  isAlive: boolean;
}

const pageSize = 200;
const pingMs = 30_000;
/** A client sends empty keep-alives only. */
const largestMessage = 1024;

export function createStream(options: StreamOptions): Stream {
  const listeners = new Set<Listener>();
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
  });
  const pings = setInterval(() => pingAll(listeners), pingMs);
  pings.unref();
  const of = (conversationId: string): readonly Listener[] =>
    [...listeners].filter((listener) => listener.conversationId === conversationId);
  return {
    accept(request, socket, head, bearer, watermark) {
      server.handleUpgrade(request, socket, head, (webSocket) => {
        const listener: Listener = {
          ...bearer,
          socket: webSocket,
          watermark,
          isPumping: false,
          isWoken: false,
          isAlive: true,
        };
        listeners.add(listener);
        webSocket.on('close', () => listeners.delete(listener));
        webSocket.on('pong', () => (listener.isAlive = true));
        webSocket.on('message', () => (listener.isAlive = true));
        webSocket.on('error', (error) => options.log('channel_socket_error', { reason: error.message }));
        startPump(options, listener);
      });
    },
    wake: (conversationId) => of(conversationId).forEach((listener) => startPump(options, listener)),
    flash(conversationId, authorId, activity) {
      for (const listener of of(conversationId).filter(({ userId }) => userId !== authorId)) {
        listener.socket.send(frame([activity], listener.watermark));
      }
    },
    async close() {
      clearInterval(pings);
      await Promise.all([...listeners].map(async (listener) => closeSocket(listener.socket)));
      server.close();
    },
  };
}

function startPump(options: StreamOptions, listener: Listener): void {
  listener.isWoken = true;
  if (listener.isPumping) return;
  listener.isPumping = true;
  pump(options, listener).catch((error: unknown) => {
    options.log('channel_stream_failed', { reason: String(error) });
    listener.socket.terminate();
  });
}

/** Reads and sends until nothing new is left; waiting for each frame to leave keeps slow readers from filling memory. */
async function pump({ transcript, botId }: StreamOptions, listener: Listener): Promise<void> {
  try {
    while (listener.isWoken && listener.socket.readyState === WebSocket.OPEN) {
      listener.isWoken = false;
      const pushes = await transcript.read(listener.conversationId, listener.watermark, pageSize);
      const last = pushes.at(-1);
      if (last === undefined) continue;
      listener.isWoken = true;
      await sendPushes(listener, toShown(pushes, listener.userId, botId), last.watermark);
    }
  } finally {
    // Here and not in the caller: a wake between the last look and a later mark would be lost.
    listener.isPumping = false;
  }
}

/**
 * One activity a frame, for directlinejs mixes the contents of frames that come close together, and a change could be
 * shown before what it changes. Only the last frame moves the watermark, so that a line lost in between loses nothing.
 */
async function sendPushes(
  listener: Listener,
  activities: readonly ActivityBody[],
  watermark: number,
): Promise<void> {
  const before = listener.watermark;
  listener.watermark = watermark;
  const frames = activities.map((activity, place) =>
    frame([activity], place === activities.length - 1 ? watermark : before),
  );
  await Promise.all(frames.map(async (text) => sendFrame(listener.socket, text)));
}

function frame(activities: readonly ActivityBody[], watermark: number): string {
  return JSON.stringify({ activities, watermark: String(watermark) });
}

async function sendFrame(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(text, (error) => (error instanceof Error ? reject(error) : resolve()));
  });
}

function pingAll(listeners: ReadonlySet<Listener>): void {
  for (const listener of listeners) {
    if (!listener.isAlive) listener.socket.terminate();
    listener.isAlive = false;
    if (listener.socket.readyState === WebSocket.OPEN) listener.socket.ping();
  }
}

async function closeSocket(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState === WebSocket.CLOSED) return resolve();
    // A client that does not answer the farewell is not waited for.
    const impatience = setTimeout(() => socket.terminate(), 1000);
    socket.once('close', () => {
      clearTimeout(impatience);
      resolve();
    });
    return socket.close(1001, 'restarting');
  });
}
