import type { SettingReader } from './setting-reader.ts';

/** Who sells, and what. */
export interface MerchantSettings {
  readonly merchantName: string;
  readonly supportContact: string;
  /** Undefined for the built-in sample. */
  readonly catalogPath: string | undefined;
}

/** The shop that sells when no other is configured. */
export const sampleShop = {
  merchantName: 'Fernhill Tea & Pottery',
  supportContact: 'hello@fernhill.example',
};

export function readMerchantSettings(reader: SettingReader): MerchantSettings {
  return {
    merchantName: reader.text('MERCHANT_NAME', sampleShop.merchantName, 100),
    supportContact: reader.text('SUPPORT_CONTACT', sampleShop.supportContact, 200),
    catalogPath: reader.optional('CATALOG'),
  };
}
