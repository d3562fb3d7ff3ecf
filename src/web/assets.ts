import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { LogoFile } from '../checkout/face.ts';
import { Refusal } from './refusal.ts';
import type { Handler } from './site-context.ts';

interface Asset {
  readonly bytes: Buffer;
  readonly gzipped: Buffer | undefined;
  readonly type: string;
  readonly hash: string;
}

export interface Assets {
  has(path: string): boolean;
  /** The address with its content hash: what stands there never changes. */
  href(path: string): string;
  readonly serve: Handler;
}

const types = new Map([
  ['css', 'text/css; charset=utf-8'],
  ['svg', 'image/svg+xml'],
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['gif', 'image/gif'],
]);

/** What the table is made of. */
export interface AssetSources {
  readonly publicFolder: string;
  /** Address (`/products/…`) to file. */
  readonly pictures: ReadonlyMap<string, string>;
  /** Stands behind the style sheet's own rules. */
  readonly faceStyle: string;
  readonly logo: LogoFile | undefined;
  /** The shop's mark as SVG; undefined for the icon that the program brings. */
  readonly mark: string | undefined;
}

export const logoPath = '/assets/logo';

/** Everything that may be served is read once into a table, so that a request can never name another file. */
export function loadAssets({ publicFolder, pictures, faceStyle, logo, mark }: AssetSources): Assets {
  const style = Buffer.concat([readFileSync(join(publicFolder, 'site.css')), Buffer.from(faceStyle)]);
  const table = new Map<string, Asset>([
    ['/assets/site.css', toAsset(style, 'css')],
    [
      '/favicon.svg',
      mark === undefined ? readAsset(join(publicFolder, 'favicon.svg')) : toAsset(Buffer.from(mark), 'svg'),
    ],
  ]);
  for (const [address, file] of pictures) table.set(address, readAsset(file));
  // By what its bytes are: its file may be called anything.
  if (logo !== undefined) table.set(logoPath, toAsset(logo.bytes, logo.type === 'image/png' ? 'png' : 'jpg'));
  return {
    has: (path) => table.has(path),
    href: (path) => `${path}?v=${table.get(path)?.hash ?? ''}`,
    serve: (ctx) => {
      const asset = table.get(ctx.path);
      if (asset === undefined) throw new Refusal('not_found');
      const isHashed = ctx.querystring === `v=${asset.hash}`;
      ctx.set('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'public, no-cache');
      // Cards in other origins' chat windows show the product pictures.
      ctx.set('Cross-Origin-Resource-Policy', 'cross-origin');
      ctx.set('ETag', `"${asset.hash}"`);
      ctx.vary('Accept-Encoding');
      ctx.status = 200;
      ctx.type = asset.type;
      if (ctx.fresh) {
        ctx.status = 304;
        return;
      }
      const isGzipped = asset.gzipped !== undefined && ctx.acceptsEncodings('gzip', 'identity') === 'gzip';
      if (isGzipped) ctx.set('Content-Encoding', 'gzip');
      ctx.body = isGzipped ? asset.gzipped : asset.bytes;
    },
  };
}

function readAsset(file: string): Asset {
  return toAsset(readFileSync(file), file.slice(file.lastIndexOf('.') + 1).toLowerCase());
}

function toAsset(bytes: Buffer, extension: string): Asset {
  return {
    bytes,
    gzipped: extension === 'css' || extension === 'svg' ? gzipSync(bytes) : undefined,
    type: types.get(extension) ?? 'application/octet-stream',
    hash: createHash('sha256').update(bytes).digest('hex').slice(0, 16),
  };
}
