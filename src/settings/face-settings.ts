import type { SettingReader } from './setting-reader.ts';

/** How the shop looks. */
export interface FaceSettings {
  /** As it was said; the file is read with the catalogue, beside which it stands. */
  readonly logoPath: string | undefined;
  /** `#rrggbb` in small letters; undefined for the colours that the program brings. */
  readonly brandColor: string | undefined;
}

export function readFaceSettings({ optional, fault }: SettingReader): FaceSettings {
  const said = optional('BRAND_COLOR');
  const isColor = said === undefined || /^#[\da-f]{6}$/iu.test(said);
  if (!isColor) fault('BRAND_COLOR', 'is not # and six hexadecimal digits', 'Write it like #2f5a53');
  return { logoPath: optional('LOGO'), brandColor: isColor ? said?.toLowerCase() : undefined };
}
