import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** The files behind the chat page, read and compressed once. */
export interface Assets {
  has(path: string): boolean;
  serve(path: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
}

interface Asset {
  etag: string;
  type: string;
  plain: Buffer;
  zipped: Buffer;
}

const JAVASCRIPT = 'text/javascript; charset=utf-8';
const FILES: Record<string, { type: string; places: string[] }> = {
  '/assets/webchat.js': {
    type: JAVASCRIPT,
    places: ['dist/public/webchat.js', 'node_modules/botframework-webchat/dist/webchat.js'],
  },
  '/assets/chat.js': { type: JAVASCRIPT, places: ['public/chat.js'] },
  '/assets/chat.css': { type: 'text/css; charset=utf-8', places: ['public/chat.css'] },
};

export function createAssets(): Assets {
  const loaded = new Map<string, Promise<Asset>>();
  return {
    has: (path) => Object.hasOwn(FILES, path),
    async serve(path, request, response) {
      const loading = loaded.get(path) ?? loadAsset(path);
      loaded.set(path, loading);
      sendAsset(await loading, request, response);
    },
  };
}

async function loadAsset(path: string): Promise<Asset> {
  const { type, places } = FILES[path] ?? { type: '', places: [] };
  const root = findRoot(dirname(fileURLToPath(import.meta.url)));
  const file = places.map((place) => join(root, place)).find((place) => existsSync(place));
  if (file === undefined) throw new Error(`${path} is not built: run npm run build`);
  const plain = await readFile(file);
  const etag = `"${createHash('sha256').update(plain).digest('base64url')}"`;
  return { etag, type, plain, zipped: await promisify(gzip)(plain) };
}

/** The program runs from src/ and, bundled, from dist/: its package.json tells where the files are. */
function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json')) || dirname(folder) === folder) return folder;
  return findRoot(dirname(folder));
}

function sendAsset(asset: Asset, request: IncomingMessage, response: ServerResponse): void {
  const headers = {
    'cache-control': 'no-cache',
    'cross-origin-resource-policy': 'same-origin',
    etag: asset.etag,
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
  };
  const known = (request.headers['if-none-match'] ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''));
  if (known.includes(asset.etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  const zips = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const content = zips ? asset.zipped : asset.plain;
  response.writeHead(200, {
    ...headers,
    'content-type': asset.type,
    'content-length': content.length,
    ...(zips ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : content);
}
