import type { Product } from '../../checkout/catalog.ts';
import type { Flag, Status } from '../../checkout/checkout.ts';
import type { CheckoutErrorCode } from '../../checkout/errors.ts';
import type { ShownTax } from '../../checkout/shown-tax.ts';
import { nextSteps, cardLines, statusSentences, flagSentences } from './status.ts';
import { countryName } from './countries.ts';
import { type Theirs, theirs } from '../as-text.ts';

/** Every sentence that the bot says, in one place for a later translation. */
export const words = {
  welcome: (merchant: Theirs) =>
    `Welcome to ${merchant}! I take your order here in the chat; you pay on a web page through PayPal. ` +
    `Say "catalog" to look around, or "help".`,
  welcomeBackOpen: (howItStands: string) => `Welcome back! ${howItStands}`,
  welcomeBackLast: (name: Theirs, total: string, date: string) =>
    `Welcome back, and thank you for your last order (${name}, ${total}, ${date}). Say "catalog" to look around.`,
  help:
    'Here is what you can say:\n\n' +
    '- **catalog**: everything we sell\n' +
    '- **add 2 sencha**, **remove 1 sencha**: fill your cart (name or id)\n' +
    '- **cart**: what is in it, and the total\n' +
    '- **checkout**: get your link for paying\n' +
    '- **status**: how your payment stands\n' +
    '- **new link**: replace the link\n' +
    '- **cancel**: stop an open checkout\n' +
    '- **orders**: what you bought\n\n' +
    'Never type card numbers here: you pay on the web page only.',
  helpWhilePaying:
    'You have a checkout under way. Open its link, pay through PayPal, and paste the number from the web page here. ' +
    'You can say "status", "new link" or "cancel" at any time.',
  /** What comes next for a checkout that is under way, whatever was said. */
  nextStep: (status: Status): string => nextSteps[status] ?? words.helpWhilePaying,
  sendNumber: (digits: string) => `Send ${digits}`,
  notUnderstood: 'I did not get that. Say "catalog" to see what we sell, "cart", "checkout" or "help".',
  tooLong: 'That message is too long for me. Please say it in fewer words; "help" lists what I understand.',
  textOnly: 'I can only read text here. Say "help" for what I understand.',
  editUnread:
    'I read new messages only, so what you changed had no effect. Please send it again as a new message.',
  youAreWelcome: 'You are welcome! Say "catalog" when you need something else.',
  cardNumberRefused:
    'That looks like a payment card number. Please never send one in a chat: I did not read or keep it, and nobody ' +
    'from the shop will ask for it. If you can, delete the message. You pay only on the web page, through PayPal.',

  catalogTitle: 'This is what we sell. Say "add" and a name, like "add 2 sencha".',
  catalogPage: (page: number, pages: number) =>
    `This is page ${page} of ${pages}. ${page < pages ? 'Say "more" for the next one.' : 'It is the last one.'}`,
  noSuchPage: (pages: number) =>
    pages === 1
      ? 'That is all we sell. Say "catalog" to see it again.'
      : `That is all we sell, on ${pages} pages. Say "catalog" for the first one, or a page like "catalog 2".`,
  moreButton: 'More',
  addButton: 'Add to cart',
  added: (quantity: number, name: Theirs, inCart: number) =>
    `Added ${quantity} × ${name}` + (inCart > quantity ? ` (${inCart} in your cart).` : '.'),
  addedNext: 'Say "cart" to see it, "checkout" to pay.',
  setTo: (name: Theirs, quantity: number) => `Your cart now has ${quantity} × ${name}.`,
  removed: (name: Theirs, left: number) =>
    left > 0 ? `Removed. ${left} × ${name} left in your cart.` : `Removed ${name} from your cart.`,
  notInCart: (name: Theirs) => `${name} is not in your cart. Say "cart" to see what is.`,
  cartEmpty: 'Your cart is empty. Say "catalog" to look around.',
  cartEmptied: 'Your cart is empty now.',
  cartTitle: 'Your cart',
  changeOthers: 'Say "change" and a name to change how many you want.',
  cartFull: (max: number) =>
    `A cart holds at most ${max} different products. Please check out, or remove something first.`,
  tooMany: (max: number) => `I can take 1 to ${max} of one product. Please tell me a smaller number.`,
  quantityAbsurd: (max: number) =>
    `That is not a number of things I can sell. Please use a whole number from 1 to ${max}.`,
  unknownProduct: (text: Theirs) => `I could not find "${text}". Say "catalog" to see what we sell.`,
  unknownProductBut: (text: Theirs, names: Theirs) => `I could not find "${text}". Did you mean ${names}?`,
  ambiguousProduct: (names: Theirs) => `Which one do you mean: ${names}?`,
  howMany: (name: Theirs) => `How many ${name} would you like? (0 takes it out of the cart)`,
  whichCountry: (countries: readonly string[], more: number, isAny: boolean) =>
    `Where should we send it? ${[...countries.map(countryName), ...(more > 0 ? [`${more} more`] : [])].join(', ')}. ` +
    `Say the country's name${isAny ? '; any other works too' : ''}.`,
  countryNotServed: (country: string) => `I am sorry, we do not send anything to ${countryName(country)}.`,
  countryUnknown: (text: Theirs, near: readonly string[]) =>
    near.length === 0
      ? `I do not know a country "${text}".`
      : `I do not know a country "${text}". Did you mean ${near.map(countryName).join(' or ')}?`,
  countryButton: countryName,
  changeCountryButton: 'Change country',
  sameEverywhere: 'Shipping costs the same for every country, so there is nothing to choose.',
  whichShipping: (options: Theirs) => `How should we send it? ${options}`,
  gone: (names: Theirs) => `${names} is no longer for sale, so I took it out of your cart.`,
  linkStillFor: (bought: Theirs, total: string) => `Your checkout link is for ${bought} (${total}).`,
  paymentFor: (bought: Theirs, total: string) => `Your payment under way is for ${bought} (${total}).`,
  newLinkForCart: 'Say "checkout" for a new link, for what is in your cart now.',
  staysInCart: (names: Theirs) => `In your cart for the next order: ${names}.`,
  cancelIfUnwanted: 'If you do not want that any more, say "cancel".',
  cancelForCart: 'To pay for your cart as it is now instead, say "cancel" and then "checkout".',

  checkoutTitle: (count: number, total: string) => `${count === 1 ? '1 item' : `${count} items`}, ${total}`,
  checkoutSteps:
    'Tap the button, pay through PayPal on the web page, then **paste the number it shows you back here**.',
  checkoutStepsByLink:
    'Open the link, pay through PayPal on the web page, then **paste the number it shows you back here**.',
  onlyForYou: 'This link is only for you. Do not share it, and never give the number to anybody.',
  onlyFor: (name: Theirs | undefined) =>
    `This checkout is ${name === undefined ? 'only for the person who ordered' : `for ${name} only`}. Others: please do not open the link.`,
  sentPrivately: (name: Theirs | undefined) =>
    (name === undefined
      ? 'For the person who ordered: I sent you the checkout link in a private chat. '
      : `${name}, I sent you the checkout link in a private chat. `) +
    'Pay there, and paste the number here, where you ordered.',
  /** In a group the news names whom it is for. */
  newsFor: (name: Theirs | undefined, news: string) => `${name ?? 'For the person who ordered'}: ${news}`,
  pasteWhereOrdered: 'Paste the number in the chat where you ordered.',
  openCheckout: 'Open checkout page',
  statusButton: 'Status',
  newLinkButton: 'New link',
  cancelButton: 'Cancel',
  catalogButton: 'Catalog',
  checkoutButton: 'Checkout',
  cartButton: 'Cart',
  helpButton: 'Help',
  changeButton: (name: Theirs) => `Change ${name}`,
  linkAsText: (link: string) => `Your checkout link: ${link}`,

  cardLine: (status: Status, until: string): string => cardLines[status](until),
  cardUnreturned: (until: string) =>
    `Approved at PayPal, but no browser came back: nothing is charged, press Pay once more, until ${until}`,
  cardRefused: (until: string) => `Refused by PayPal for the shop, nothing charged, until ${until}`,
  statusRefused: (minutes: number) =>
    `PayPal refused the payment for a reason on the shop's side; nothing was charged. You can try again on the page for ${minutes} more min.`,
  cardReplaced: 'Replaced by the newer link below.',

  deadlineNear: (minutes: number) =>
    `Your checkout link works for ${minutes === 1 ? 'one more minute' : `${minutes} more minutes`}. Nothing has been charged. Say "new link" for more time.`,
  payerCancelled:
    'You turned back at PayPal, so nothing was charged. The same link still works if you want to pay after all; or say "cancel".',
  approvalUnreturned:
    'PayPal has an approval, but no browser came back with it, so nothing is charged. Open the link and press Pay once more; or say "cancel".',
  approvedElsewhere:
    'The payment was approved in another browser than the one that opened your link, so I stopped it: nothing was charged, and nothing will be on that approval. ' +
    'Say "new link", and open it in the browser in which you want to pay.',
  otherCountry: (chosen: string) =>
    `Your shipping is for ${countryName(chosen)}, and the approval at PayPal came without an address there, so I stopped it: nothing was charged. ` +
    `On the web page you can pay again with an address in ${countryName(chosen)}; or say "change country" and I ask again.`,
  paymentDeclined:
    'PayPal declined the payment, and nothing was charged. On the web page you can try again with another card or account; or say "cancel".',
  paymentRefused: (support: string) =>
    `PayPal refused the payment for a reason on the shop's side, and nothing was charged. Another card would not help. The shop sees it; you can try again on the web page later, or say "cancel". Contact: ${support}.`,
  paymentPending:
    'PayPal is still checking the payment. That can take a while; nothing is lost, and you need not pay again. I will tell you when it is done.',
  paymentArrived: (total: string) =>
    `Your payment of ${total} arrived. One step is left: paste the number from the web page here, so that I know it was you.`,
  approvalArrived: (total: string) =>
    `PayPal has your approval for ${total}. Nothing is charged yet: paste the number from the web page here, and only then the payment is taken.`,
  approvalLost:
    'PayPal needs your approval once more, and nothing was charged. Please open the link again; or say "cancel".',
  numberAccepted:
    'Thank you, the number is right. PayPal is taking the payment now; I will tell you how it ends.',
  refunded: (total: string) =>
    `PayPal has given your payment of ${total} back to you. When you see it depends on how you paid.`,
  takenBack: (total: string, support: string) =>
    `PayPal took this payment back and has given you ${total}. When you see it depends on how you paid. Questions? Contact: ${support}.`,
  refundedInPart: (amount: string, total: string) =>
    `PayPal has given ${amount} of your payment of ${total} back to you.`,
  otherRefunded: (amount: string) =>
    `PayPal has given ${amount} back to you: a further payment that this order did not need. Your order stays as it is.`,
  disputeOpened:
    'PayPal tells us that this payment is disputed. The shop will answer at PayPal; you need not do anything here.',
  disputeClosed: 'The dispute about this payment is closed at PayPal.',
  numberReminder:
    'Your payment waits for its number. Look at the web page where you paid, and paste the number here. If its time is over, "Show a new number" is on the same page.',
  approvalReminder:
    'Your approval waits for its number, and nothing is charged yet. Look at the web page where you approved the payment, and paste the number here. If its time is over, "Show a new number" is on the same page.',
  confirmed: (total: string) =>
    `Thank you! Your payment of ${total} is confirmed. You can close the web page. Here is your receipt.`,
  shipped: (receipt: string, carrier: Theirs | undefined, number: Theirs | undefined) =>
    [
      `Your order is on its way to you (receipt ${receipt}).`,
      ...(carrier === undefined ? [] : [`Carrier: ${carrier}.`]),
      ...(number === undefined ? [] : [`Number: ${number}`]),
    ].join(' '),
  alreadyConfirmed:
    'That purchase is already confirmed; there is nothing left to do. Say "orders" to see it.',
  cancelled:
    'Your checkout is cancelled. Nothing was charged, and its link leads to nothing now. What is in your cart stays there.',
  expired:
    'Your checkout link is over, so nothing can be paid on it. Nothing was charged. Say "checkout" to start again: what is in your cart stays there.',
  lockedUncharged:
    'Too many numbers did not fit, so I stopped this checkout to protect you. Nothing was charged, and its link leads to nothing now. Say "checkout" to start again: what is in your cart stays there.',
  /** @param waitedHours how long a payment waits for its number in this shop */
  flagged: (flag: Flag | undefined, support: string, waitedHours: number): string =>
    flagSentences[flag ?? 'checkout_mismatch'](support, waitedHours),

  numberNotAccepted:
    'That number does not fit. Please paste the newest number from the web page, just the digits. If its time is over, use "Show a new number" there.',
  nothingWaits:
    'That number does not fit: no purchase of yours waits for one in this chat. If you have paid, paste it in the chat where you ordered.',
  waitsElsewhere:
    'That number does not belong here: your purchase waits for it in another chat. Paste it in the chat where you ordered.',
  status: (status: Status, minutesLeft: number): string => statusSentences[status](minutesLeft),
  nothingOpen: 'You have no checkout under way.',
  lastPurchase: (names: Theirs, total: string, date: string, howItStands: string) =>
    `Your last purchase here (${names}, ${total}, ${date}): ${howItStands}`,
  nothingOpenToCancel: 'There is no open checkout to cancel.',
  paidForGood: (support: string) => `Paid and confirmed, so I cannot cancel it. Contact: ${support}.`,
  nothingToCancel: 'There is no open checkout to cancel, and nothing is being charged.',
  cannotCancel: (status: Status): string =>
    status === 'paid'
      ? 'It is already paid, so I cannot cancel it here. Please paste the number from the web page to finish.'
      : 'Your payment is being settled with PayPal right now, so I cannot cancel it. I will tell you how it ends.',
  cannotRenew: (status: Status): string =>
    status === 'paid'
      ? 'It is already paid, so you need no new link. Please paste the number from the web page where you paid.'
      : 'Your payment is being settled with PayPal right now, so there is no new link. I will tell you how it ends.',
  noLinkToRenew: 'You have no checkout under way, and your cart is empty. Say "catalog" to look around.',
  promptCancelled: 'All right, I left everything as it was.',

  noOrders: 'You have not bought anything here yet. Say "catalog" to look around.',
  ordersTitle: 'Your orders, newest first:',
  ordersHereTitle: 'Your orders from this conversation, newest first:',
  orderLine: (date: string, items: Theirs, total: string) => `- ${date}: ${items}, ${total}`,

  receiptTitle: (number: string) => `Receipt ${number}`,
  receiptPaidOn: (date: string) => `Paid on ${date}`,
  receiptTax: 'Tax',
  /** Inside of the total, never added to it. */
  taxIncluded: ({ sum, rates }: ShownTax) =>
    `Tax included: ${sum}${rates.length > 0 ? ` (${rates.map(({ rate, tax }) => `${rate}: ${tax}`).join(', ')})` : ''}`,
  receiptTaxIncluded: 'Tax included',
  receiptTaxAt: (rate: string) => `of it at ${rate}`,
  receiptShipping: 'Shipping',
  shippingWay: (name: Theirs, country: string | undefined) =>
    country === undefined ? name : `${name} to ${countryName(country)}`,
  receiptTotal: 'Total',

  fault: (id: string) =>
    `Something went wrong on our side, and I could not finish that. Nothing was lost or charged twice. Please try again in a moment (error ${id}).`,

  unitPrice: (price: string, isTaxAdded: boolean) => (isTaxAdded ? `${price} plus tax` : price),
  productLine: ({ name, description, id }: Product, price: string) =>
    `${theirs(name)} (${theirs(id)}), ${price}: ${theirs(description)}`,
};

/** What the chat says for each refusal of the product. A new code without a sentence does not compile. */
export const refusals: Readonly<Record<CheckoutErrorCode, string>> = {
  link_invalid: words.nothingOpen,
  link_expired: words.expired,
  checkout_unknown: words.nothingOpen,
  checkout_open: words.helpWhilePaying,
  claimed_elsewhere: words.helpWhilePaying,
  approved_elsewhere: words.approvedElsewhere,
  return_invalid: words.helpWhilePaying,
  status_conflict: 'Your checkout has just changed. Say "status" to see how it stands.',
  number_wrong: words.numberNotAccepted,
  number_locked: words.numberNotAccepted,
  numbers_spent: words.numberNotAccepted,
  orders_spent: 'This checkout was tried too often. Say "new link" to start afresh; nothing was charged.',
  rate_limited:
    'That was a lot of checkouts in one hour. Your cart is safe; please try again a little later.',
  payments_refused: 'PayPal refused this. Nothing was charged; please try again later.',
  payments_unclear: 'PayPal did not answer clearly. Nothing is lost; I will tell you when it is settled.',
  refund_impossible: 'There is nothing to give back.',
  refund_under_way: 'A refund is on its way already.',
  refund_too_much: 'That is more than is left of the payment.',
  cart_invalid: 'There is something in your cart that I cannot sell like that. Say "cart" to look at it.',
};
