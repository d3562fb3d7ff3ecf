/** Pieces of one product in a cart. */
export const maxQuantity = 99;
/** Products in a cart. */
export const maxLines = 30;
/** PayPal orders that one checkout may ask for. */
export const ordersPerCheckout = 3;
/** Magic numbers that one checkout may draw. */
export const numbersPerCheckout = 3;
/** Tries of one magic number. */
export const attemptsPerNumber = 5;
/** Tries over all magic numbers of a checkout; the last wrong one locks it. */
export const attemptsPerCheckout = 10;
/** Payments that may be begun from one network address. */
export const claimsPerMinute = 10;
/** Wrong magic numbers of a shopper, over all checkouts. */
export const failedNumbersPerHour = 20;
/** How long a code that claims a chat for the merchant may be said. */
export const merchantCodeMs = 10 * 60_000;
/** Wrong codes of one account. */
export const codeTriesPerAccount = 5;
/** Wrong codes of all accounts together, of 20^8 that are possible. */
export const codeTriesInAll = 20;
/** Private chats that may hear what the merchant hears. */
export const mostMerchantChats = 20;
