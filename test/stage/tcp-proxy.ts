import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/** What becomes of a request, or of its answer: nothing bad; a trickle; half of it and then a reset; later; never. */
export type Weather = 'fair' | 'drip' | 'cut' | 'delay' | 'black_hole';

/** A stretch of network between a program and a server on this machine. */
export interface TcpProxy {
  readonly host: string;
  readonly url: string;
  /** From now on; only requests that fit are struck, each as it comes. */
  turn(weather: Weather, requests?: RegExp): void;
  /** How many requests were struck. */
  struck(): number;
  close(): Promise<void>;
}

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let now: { weather: Weather; requests: RegExp } = { weather: 'fair', requests: /^/u };
  let struck = 0;
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    let weather: Weather = 'fair';
    let sending = Promise.resolve();
    client.on('data', (request) => {
      weather = now.requests.test(request.toString('latin1')) ? now.weather : 'fair';
      if (weather !== 'fair') struck += 1;
      if (weather !== 'black_hole') target.write(request);
    });
    target.on('data', (answer) => {
      const meant = weather;
      sending = sending.then(() => pass(meant, answer, client)).catch(() => void client.destroy());
    });
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(one);
      // What breaks on one side breaks on the other; an error without a listener would end this process.
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    host: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}`,
    turn: (weather, requests = /^/u) => {
      now = { weather, requests };
    },
    struck: () => struck,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function pass(weather: Weather, answer: Buffer, client: Socket): Promise<void> {
  if (weather === 'delay') await sleep(1500);
  if (weather === 'cut') {
    client.write(answer.subarray(0, Math.floor(answer.length / 2)), () => client.resetAndDestroy());
    return;
  }
  const step = weather === 'drip' ? 2 : answer.length;
  for (let sent = 0; sent < answer.length && !client.destroyed; sent += step) {
    client.write(answer.subarray(sent, sent + step));
    if (weather === 'drip') await sleep(1);
  }
}
