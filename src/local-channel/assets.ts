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
  readonly etag: string;
  readonly type: string;
  readonly plain: Buffer;
  readonly zipped: Buffer;
}

const javascript = 'text/javascript; charset=utf-8';
const styleSheet = '/assets/chat.css';
const files: Readonly<Record<string, { readonly type: string; readonly place: string }>> = {
  '/assets/webchat.js': { type: javascript, place: 'dist/public/webchat.js' },
  '/assets/chat.js': { type: javascript, place: 'public/chat.js' },
  [styleSheet]: { type: 'text/css; charset=utf-8', place: 'public/chat.css' },
};

/** @param faceStyle rules behind the style sheet's own */
export function createAssets(faceStyle: string): Assets {
  const loaded = new Map<string, Promise<Asset>>();
  return {
    has: (path) => Object.hasOwn(files, path),
    async serve(path, request, response) {
      const loading = loaded.get(path) ?? loadAsset(path, path === styleSheet ? faceStyle : '');
      loaded.set(path, loading);
      sendAsset(await loading, request, response);
    },
  };
}

async function loadAsset(path: string, more: string): Promise<Asset> {
  const { type, place } = files[path] ?? { type: '', place: path };
  const file = join(findRoot(dirname(fileURLToPath(import.meta.url))), place);
  if (!existsSync(file)) throw new Error(`${path} is not built: run npm run build`);
  const plain = Buffer.concat([await readFile(file), Buffer.from(more)]);
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
  const isZipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  const content = isZipped ? asset.zipped : asset.plain;
  response.writeHead(200, {
    ...headers,
    'content-type': asset.type,
    'content-length': content.length,
    ...(isZipped ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : content);
}
