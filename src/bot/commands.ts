import { plainDigits } from '../round-trip/plain-digits.ts';
import { toPhrase } from './phrase.ts';

/** What a shopper's message asks for. Quantities are parsed strictly; `undefined` is one that makes no sense. */
export type Command =
  | { [K in Plain]: { readonly kind: K } }[Plain]
  | { readonly kind: 'add' | 'remove'; readonly product: string; readonly quantity: Quantity }
  | { readonly kind: 'set'; readonly product: string; readonly quantity: Quantity }
  | { readonly kind: 'change'; readonly product: string }
  /** A page of the catalogue, counted from 1. */
  | { readonly kind: 'page'; readonly page: number }
  | { readonly kind: 'other' };

export type Quantity = number | 'unsaid' | 'absurd';

const plainKinds = [
  'help',
  'catalog',
  'more',
  'cart',
  'empty',
  'checkout',
  'status',
  'new_link',
  'country',
  'cancel',
  'orders',
  'greeting',
  'thanks',
] as const;

type Plain = (typeof plainKinds)[number];

/** Natural variants of each word, compared as a whole message. */
const phrases: Readonly<Record<Plain, readonly string[]>> = {
  help: ['help', '?', 'what can you do', 'how does this work', 'commands', 'menu help'],
  catalog: [
    'catalog',
    'catalogue',
    'products',
    'shop',
    'browse',
    'menu',
    'show products',
    'show me the catalog',
    'show catalog',
    'what do you sell',
    'show me your products',
    'what do you have',
  ],
  more: ['more', 'show more', 'show me more', 'more products', 'next', 'next page'],
  cart: [
    'cart',
    'basket',
    'bag',
    'my cart',
    'my basket',
    'show cart',
    'show my cart',
    'show me my cart',
    'what is in my cart',
  ],
  empty: [
    'empty',
    'empty cart',
    'clear',
    'clear cart',
    'empty my cart',
    'clear my cart',
    'remove everything',
  ],
  checkout: [
    'checkout',
    'check out',
    'pay',
    'buy',
    'order',
    'buy now',
    'order now',
    'pay now',
    'i want to pay',
    'proceed to checkout',
    'go to checkout',
  ],
  status: [
    'status',
    'order status',
    'my status',
    'where is my order',
    'how is my order',
    'what is the status',
    'is it paid',
    'did my payment arrive',
  ],
  new_link: [
    'new link',
    'link',
    'another link',
    'send link',
    'send a new link',
    'send me a new link',
    'resend link',
    'resend the link',
    'fresh link',
    'get a new link',
  ],
  country: [
    'country',
    'change country',
    'change the country',
    'choose country',
    'another country',
    'other country',
    'different country',
    'wrong country',
    'send it to another country',
    'ship to another country',
  ],
  cancel: [
    'cancel',
    'stop',
    'abort',
    'never mind',
    'nevermind',
    'cancel order',
    'cancel checkout',
    'cancel my order',
    'cancel the order',
    'i changed my mind',
  ],
  orders: [
    'orders',
    'my orders',
    'history',
    'order history',
    'past orders',
    'receipts',
    'show my orders',
    'show orders',
  ],
  greeting: [
    'hi',
    'hello',
    'hey',
    'hi there',
    'hello there',
    'good morning',
    'good afternoon',
    'good evening',
    'start',
    '/start',
    'get started',
    'hallo',
    'moin',
  ],
  thanks: ['thanks', 'thank you', 'thank you very much', 'thx', 'great', 'cheers', 'ok', 'okay'],
};

const byPhrase = new Map<string, Plain>(
  plainKinds.flatMap((kind) => phrases[kind].map((phrase): [string, Plain] => [phrase, kind])),
);

export function parseCommand(message: string): Command {
  const text = toPhrase(message);
  const plain = byPhrase.get(text.toLowerCase()) ?? byPhrase.get(wordsOf(text).toLowerCase());
  if (plain !== undefined) return { kind: plain };
  const [first = '', ...rest] = text.split(' ');
  const said = rest.join(' ');
  if (said === '') return { kind: 'other' };
  switch (first.toLowerCase()) {
    case 'add':
    case 'buy':
    case 'order':
      return { kind: 'add', ...toQuantityAndProduct(said) };
    case 'remove':
    case 'delete':
      return { kind: 'remove', ...toQuantityAndProduct(said) };
    case 'set':
      return { kind: 'set', ...toQuantityAndProduct(said) };
    case 'change':
      return { kind: 'change', product: said };
    case 'catalog':
    case 'catalogue':
    case 'page':
      return /^\d{1,4}$/u.test(said) ? { kind: 'page', page: Number(said) } : { kind: 'other' };
    default:
      return { kind: 'other' };
  }
}

/** People write "check-out", "new_link" and "checkout,". */
function wordsOf(text: string): string {
  return text.replaceAll(/[\p{Pd}_,;: ]+/gu, ' ').trim();
}

const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

function toQuantityAndProduct(said: string): { quantity: Quantity; product: string } {
  const [first = '', ...rest] = said.split(' ');
  const product = rest.join(' ').replace(/^(?:x|of) /iu, '');
  const quantity = parseQuantity(first);
  if (quantity === undefined || product === '') return { quantity: 'unsaid', product: said };
  return { quantity, product };
}

/** Undefined for a word that is no number at all; `absurd` for a number that nobody can buy. */
export function parseQuantity(word: string): Quantity | undefined {
  const text = plainDigits(toPhrase(word))
    .toLowerCase()
    .replace(/^(\d+)[x×]$/u, '$1');
  if (text === 'a' || text === 'an') return 1;
  if (words.includes(text)) return words.indexOf(text);
  if (/^\d{1,4}$/u.test(text)) return Number(text);
  const isNumberLike = /^[-+]?[\d.,]{1,60}(?:e[-+]?\d{1,9})?$/u.test(text) && /\d/u.test(text);
  if (isNumberLike || ['nan', 'infinity', '-infinity', '∞'].includes(text)) return 'absurd';
  return undefined;
}
