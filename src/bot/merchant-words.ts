import { toPhrase } from './phrase.ts';

/** What may be asked for in the merchant's own chat. */
export type MerchantWish =
  | { readonly kind: 'help' | 'stop' }
  /** The newest, or those behind this one. */
  | { readonly kind: 'orders'; readonly before: string | undefined }
  | {
      readonly kind: 'order';
      readonly receipt: string;
      /** No product is written so. */
      readonly isPlainlyReceipt: boolean;
    };

const phrases: Readonly<Record<string, MerchantWish>> = {
  merchant: { kind: 'help' },
  'merchant help': { kind: 'help' },
  'merchant stop': { kind: 'stop' },
  'merchant leave': { kind: 'stop' },
  orders: { kind: 'orders', before: undefined },
  'show orders': { kind: 'orders', before: undefined },
  'all orders': { kind: 'orders', before: undefined },
};

/** Undefined for all that is said to the shop, as everybody says it: `my orders` are one's own here too. */
export function parseMerchantWish(message: string): MerchantWish | undefined {
  const phrase = toPhrase(message);
  const text = phrase.toLowerCase();
  if (Object.hasOwn(phrases, text)) return phrases[text];
  const [, before] = /^orders before ([a-z2-7]{8,26})$/u.exec(text) ?? [];
  if (before !== undefined) return { kind: 'orders', before };
  const [, receipt] = /^order #?([a-z2-7]{8,26})$/iu.exec(phrase) ?? [];
  if (receipt === undefined) return undefined;
  return {
    kind: 'order',
    receipt,
    isPlainlyReceipt: /\d/u.test(receipt) || receipt === receipt.toUpperCase(),
  };
}
