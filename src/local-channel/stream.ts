import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { toShown } from './shown-activity.ts';
import type { Bearer } from './tokens.ts';
import type { ActivityBody, Transcript } from './transcript.ts';

export interface StreamOptions {
  transcript: Transcript;
  botId: string;
  log: (entry: Record<string, unknown>) => void;
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
  socket: WebSocket;
  watermark: number;
  /** What the pump does now, and whether something new came meanwhile. */
  pumping: boolean;
  woken: boolean;
  alive: boolean;
}

const BATCH = 200;
const PING_MS = 30_000;
/** A client sends empty keep-alives only. */
const MAX_CLIENT_BYTES = 1024;

export function createStream(options: StreamOptions): Stream {
  const listeners = new Set<Listener>();
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_CLIENT_BYTES,
    perMessageDeflate: false,
  });
  const pings = setInterval(() => pingAll(listeners), PING_MS);
  pings.unref();
  const of = (conversationId: string): Listener[] =>
    [...listeners].filter((listener) => listener.conversationId === conversationId);
  return {
    accept(request, socket, head, bearer, watermark) {
      server.handleUpgrade(request, socket, head, (webSocket) => {
        const listener: Listener = {
          ...bearer,
          socket: webSocket,
          watermark,
          pumping: false,
          woken: false,
          alive: true,
        };
        listeners.add(listener);
        webSocket.on('close', () => listeners.delete(listener));
        webSocket.on('pong', () => (listener.alive = true));
        webSocket.on('message', () => (listener.alive = true));
        webSocket.on('error', (error) =>
          options.log({ event: 'channel_socket_error', reason: error.message }),
        );
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
  listener.woken = true;
  if (listener.pumping) return;
  listener.pumping = true;
  pump(options, listener).catch((error: unknown) => {
    options.log({ event: 'channel_stream_failed', reason: String(error) });
    listener.socket.terminate();
  });
}

/** Reads and sends until nothing new is left; waiting for each frame to leave keeps slow readers from filling memory. */
async function pump({ transcript, botId }: StreamOptions, listener: Listener): Promise<void> {
  try {
    while (listener.woken && listener.socket.readyState === WebSocket.OPEN) {
      listener.woken = false;
      const pushes = await transcript.read(listener.conversationId, listener.watermark, BATCH);
      const last = pushes.at(-1);
      if (last === undefined) continue;
      listener.woken = true;
      await sendPushes(listener, toShown(pushes, listener.userId, botId), last.watermark);
    }
  } finally {
    // Here and not in the caller: a wake between the last look and a later mark would be lost.
    listener.pumping = false;
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
    if (!listener.alive) listener.socket.terminate();
    listener.alive = false;
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
