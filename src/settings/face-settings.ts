import type { Brand } from '../checkout/face.ts';
import { toBrand } from './brand-color.ts';
import type { SettingReader } from './setting-reader.ts';

/** How the shop looks. */
export interface FaceSettings {
  /** As it was said; a file is read together with the catalogue, beside which it stands. */
  readonly logo: string | undefined;
  /** Undefined for the colours that the program brings. */
  readonly brand: Brand | undefined;
}

export function readFaceSettings(reader: SettingReader): FaceSettings {
  return { logo: reader.optional('LOGO'), brand: readBrand(reader) };
}

function readBrand({ optional, fault }: SettingReader): Brand | undefined {
  const said = optional('BRAND_COLOR');
  if (said === undefined) return undefined;
  if (!/^#[\da-f]{6}$/iu.test(said)) {
    fault('BRAND_COLOR', 'is not # and six hexadecimal digits', 'Write it like #2f5a53');
    return undefined;
  }
  const brand = toBrand(said.toLowerCase());
  if (!('problem' in brand)) return brand;
  fault(brand.setting, brand.problem, brand.mend);
  return undefined;
}
