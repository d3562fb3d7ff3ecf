import type { IncomingMessage } from 'node:http';
import { Refusal } from './answers.ts';

/** Nobody signs in here, so only this machine may come in, by its own names, and no page of another site. @throws Refusal */
export function refuseStrangers(request: IncomingMessage, publicUrl: URL): void {
  if (!isLoopback(request.socket.remoteAddress)) throw forbidden('This chat serves its own machine only.');
  const isForwarded = Object.keys(request.headers).some(
    (name) => name === 'forwarded' || name.startsWith('x-forwarded-'),
  );
  if (isForwarded) throw forbidden('This chat serves no proxy.');
  const hosts = ownHosts(request, publicUrl);
  if (!hosts.includes((request.headers.host ?? '').toLowerCase())) {
    throw new Refusal(421, 'MisdirectedRequest', 'This is not a host of this chat.');
  }
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead || request.headers.upgrade !== undefined) refuseOtherSites(request, hosts, publicUrl);
}

function refuseOtherSites(request: IncomingMessage, hosts: readonly string[], publicUrl: URL): void {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw forbidden('Another site may not do this.');
  const origin = request.headers.origin;
  if (origin === undefined || origin === publicUrl.origin) return;
  if (!hosts.some((host) => origin === `http://${host}`)) throw forbidden('Another site may not do this.');
}

function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  return address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address);
}

function ownHosts(request: IncomingMessage, publicUrl: URL): readonly string[] {
  const port = request.socket.localPort ?? 0;
  const names = ['localhost', '127.0.0.1', '[::1]'];
  const suffix = port === 80 ? '' : `:${port}`;
  return [publicUrl.host, ...names.map((name) => `${name}${suffix}`)];
}

function forbidden(message: string): Refusal {
  return new Refusal(403, 'Forbidden', message);
}
