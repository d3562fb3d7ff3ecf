import type { Flag, Status } from '../../checkout/checkout.ts';
import type { MerchantEventKind } from '../../checkout/merchant-event.ts';
import type { Theirs } from '../as-text.ts';

/** What the merchant's own chat is told of a purchase. */
export interface ToldPurchase {
  readonly receipt: string;
  readonly items: Theirs;
  readonly total: string;
  /** What PayPal has given back of it so far. */
  readonly given: string;
  /** Codes, as they stand in what was stored. */
  readonly flag: string | undefined;
  readonly untold: string | undefined;
  readonly place: Theirs;
}

/** One line of the shop's orders. */
export interface ListedPurchase extends Pick<ToldPurchase, 'receipt' | 'items' | 'total' | 'flag'> {
  readonly date: string;
  readonly status: Status;
}

const howToAsk =
  'Say "orders" for the newest of the whole shop, "order" and a receipt number for one of them, "my orders" for what ' +
  'you bought yourself, and "merchant stop" to hear no more.';

const flagged: Readonly<Record<Flag, string>> = {
  amount_mismatch: 'the sum at PayPal is another one',
  payee_mismatch: 'PayPal names another payee',
  payer_mismatch: 'PayPal names another payer than the one who came back',
  country_mismatch: 'PayPal names another country than the one whose shipping was paid',
  checkout_mismatch: 'PayPal names another checkout',
  capture_refused: 'PayPal refused the payment for a reason on your side',
  number_locked: 'too many wrong numbers',
  unconfirmed: 'paid, and its number never came back',
  late_capture: 'money came for a checkout that was over',
  reversed: 'PayPal took the money back',
  refund_failed: 'PayPal could not give the money back',
};

/** Every sentence of the merchant's own chat. Who paid is in none of them. */
export const merchant = {
  joined: `This is the merchant's chat now: I tell you here of every sale, refund, dispute, and of what needs a look. ${howToAsk}`,
  help: `This is the merchant's chat. ${howToAsk}`,
  /** The same whether it was wrong, late, used or tried too often. */
  codeRefused:
    'That does not let you in: it does not fit, or its time is over. "npx chat-checkout merchant-chat" prints another one.',
  onlyInPrivate:
    'I take that sentence in a private chat with me only, and not here, where others read it. If it was a real one, it is over now: ' +
    '"npx chat-checkout merchant-chat" prints another one.',
  stopped:
    'All right, I tell you nothing more here. "npx chat-checkout merchant-chat" prints a sentence that lets you in again.',

  news: {
    confirmed: ({ receipt, items, total, place }) =>
      `Sold: ${items}, ${total}. Receipt ${receipt}, ${place}.`,
    refunded: ({ receipt, items, total, given }) =>
      `Given back: ${given} of ${total}, for ${items}. Receipt ${receipt}.`,
    flagged: ({ receipt, items, total, flag }) =>
      `Please look at ${receipt} (${items}, ${total}): ${flag === undefined ? 'it needs a person' : why(flag)}.`,
    locked: ({ receipt, items, total }) =>
      `Too many wrong numbers have locked ${receipt} (${items}, ${total}). Please look at it.`,
    disputed: ({ receipt, items, total }) =>
      `Disputed at PayPal: ${receipt} (${items}, ${total}). Please answer there.`,
    unconfirmed: ({ receipt, items, total }) =>
      `Paid, and its number never came back: ${receipt} (${items}, ${total}).`,
    undeliverable: ({ receipt, items, total, untold }) =>
      `The shopper of ${receipt} (${items}, ${total}) could not be told${untold === undefined ? '' : ` (${inWords(untold)})`}.`,
  } satisfies Readonly<Record<MerchantEventKind, (told: ToldPurchase) => string>>,
  /** Where nothing else can be said of it. */
  somethingHappened: (receipt: string) => `Something happened to ${receipt}. Please look at it.`,

  noOrders: 'Nobody has begun a purchase yet.',
  noOlderOrders: 'There are no older ones.',
  ordersTitle: 'All orders, newest first:',
  orderLine: ({ date, receipt, items, total, status, flag }: ListedPurchase) =>
    `- ${date}, ${receipt}: ${items}, ${total} (${standing(status, flag)})`,
  olderNext: (receipt: string) => `Say "orders before ${receipt}" for older ones.`,
  olderButton: 'Older orders',
  noSuchOrder: (said: Theirs) => `I found no purchase ${said}. Say "orders" for the newest.`,
  moreThanOne: (said: Theirs) =>
    `${said} is the beginning of more than one purchase. Please look at the command's list.`,

  orderTitle: (receipt: string, status: Status, flag: string | undefined) =>
    `**${receipt}**: ${standing(status, flag)}`,
  disputeOpen: 'Disputed at PayPal.',
  orderBegun: (date: string, place: Theirs) => `Begun on ${date}, ${place}.`,
  orderPaid: (date: string) => `Paid on ${date}.`,
  orderItem: (quantity: number, name: Theirs, total: string) => `- ${quantity} × ${name}: ${total}`,
  orderTax: (tax: string) => `- Tax: ${tax}`,
  orderTaxIncluded: (tax: string) => `- Tax included: ${tax}`,
  orderShipping: (way: Theirs | undefined, sum: string) =>
    way === undefined ? `- Shipping: ${sum}` : `- Shipping (${way}): ${sum}`,
  orderTotal: (total: string) => `- Total: ${total}`,
  orderRefund: (amount: string, status: string) => `- Refund: ${amount} (${status})`,
  whoPaid: 'Who paid, and where it goes, is shown by the command alone.',
};

function standing(status: Status, flag: string | undefined): string {
  return flag === undefined ? inWords(status) : `${inWords(status)}: ${why(flag)}`;
}

function why(flag: string): string {
  const known: Readonly<Record<string, string>> = flagged;
  return known[flag] ?? inWords(flag);
}

function inWords(code: string): string {
  return code.replaceAll('_', ' ');
}
