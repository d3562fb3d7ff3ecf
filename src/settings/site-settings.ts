import type { SettingReader } from './setting-reader.ts';

/** Where the program listens, and how browsers reach it. */
export interface SiteSettings {
  readonly host: string;
  readonly port: number;
  /** An origin without a slash at the end. */
  readonly publicUrl: string;
  /** How many proxies in front of it are believed. */
  readonly trustedProxies: number;
}

export function readSiteSettings(reader: SettingReader): SiteSettings {
  const port = reader.whole('PORT', 3978, 0, 65_535);
  return {
    host: reader.text('HOST', '127.0.0.1', 255),
    port,
    publicUrl: reader.origin('PUBLIC_URL', `http://localhost:${port}`),
    trustedProxies: reader.whole('TRUSTED_PROXIES', 0, 0, 10),
  };
}
