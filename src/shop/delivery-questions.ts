import type { DialogTurnResult, WaterfallStepContext } from 'botbuilder-dialogs';
import { WaterfallDialog } from 'botbuilder-dialogs';
import { z } from 'zod';
import type { Message } from '../bot/cards.ts';
import type { CheckoutDialogOptions } from '../bot/checkout-dialog.ts';
import { messageText } from '../bot/message-text.ts';
import { sayHere } from '../bot/say-here.ts';
import { localeOf, type Shop } from '../bot/shop.ts';
import { cartLine, type ShopStates } from '../bot/state.ts';
import type { Catalog } from '../checkout/catalog.ts';
import {
  asksCountry,
  pricedCountries,
  servedCountries,
  type ShippingChoice,
  shippingOptions,
  waysTo,
} from '../checkout/shipping.ts';
import { theirs } from '../words/as-text.ts';
import { words } from '../words/language.ts';
import { readCountry } from './country.ts';
import { findShipping, shippingList } from './shipping.ts';

/** What is wanted of a checkout, as far as it is known. */
const wishSchema = z.object({
  replaces: z.string().optional(),
  replacesClaimed: z.boolean().optional(),
  /** What is bought; the cart when missing. */
  lines: z.array(cartLine).optional(),
  country: z.string().optional(),
  /** What was said and was no country that is served. */
  misheard: z.string().optional(),
});

export type Wish = z.infer<typeof wishSchema>;

interface Ids {
  readonly pay: string;
  readonly checkout: string;
  readonly whichCountry: string;
  readonly whichShipping: string;
}

/**
 * What has to be known before a checkout begins: where the parcel goes, only where some price depends on it, and how
 * it is sent, only where there is more than one way to there.
 */
export function createDeliveryQuestions(ids: Ids, shop: Shop, states: ShopStates): WaterfallDialog {
  const begin = async (step: WaterfallStepContext, wish: Wish, shipping: ShippingChoice | undefined) => {
    const { replaces, replacesClaimed, lines } = wish;
    const cart = lines ?? (await states.load(step.context)).cart;
    const options: CheckoutDialogOptions = { cart, shipping, replaces, replacesClaimed };
    return step.replaceDialog(ids.checkout, options);
  };

  const ask = async (step: WaterfallStepContext): Promise<DialogTurnResult> => {
    const wish = toWish(step.options);
    const country = countryOf(shop.catalog, wish);
    if (country === 'unknown')
      return step.prompt(ids.whichCountry, countryQuestion(shop.catalog, wish, step));
    const ways = waysTo(shop.catalog, country);
    if (ways.length <= 1) return begin(step, wish, ways[0]);
    return step.prompt(
      ids.whichShipping,
      sayHere(step.context, words.whichShipping(theirs(shippingList(ways)))),
    );
  };

  const take = async (step: WaterfallStepContext): Promise<DialogTurnResult> => {
    if (typeof step.result !== 'string') return step.endDialog(step.result);
    const { misheard: _before, ...wish } = toWish(step.options);
    const text = messageText(step.context);
    const country = countryOf(shop.catalog, wish);
    if (country === 'unknown') {
      const said = readCountry(shop.catalog, text, localeOf(step.context));
      const learned = said.kind === 'served' ? { country: said.country } : { misheard: text.slice(0, 100) };
      return step.replaceDialog(ids.pay, { ...wish, ...learned });
    }
    const shipping = findShipping(waysTo(shop.catalog, country), text);
    return shipping === undefined ? step.replaceDialog(ids.pay, wish) : begin(step, wish, shipping);
  };

  return new WaterfallDialog(ids.pay, [ask, take]);
}

/** Whether this fits the question that is open. */
export function isDeliveryAnswer(
  { whichCountry, whichShipping }: Pick<Ids, 'whichCountry' | 'whichShipping'>,
  catalog: Catalog,
  question: string | undefined,
  { text, locale }: { readonly text: string; readonly locale: string },
): boolean {
  if (question === whichCountry) return readCountry(catalog, text, locale).kind !== 'unknown';
  return question === whichShipping && findShipping(shippingOptions(catalog), text) !== undefined;
}

function toWish(options: unknown): Wish {
  return wishSchema.safeParse(options).data ?? {};
}

/** Undefined where no price depends on it. The only country that is served is not asked for. */
function countryOf(catalog: Catalog, { country }: Wish): string | undefined {
  if (!asksCountry(catalog)) return undefined;
  const [first, ...others] = servedCountries(catalog);
  if (others.length === 0) return first;
  // The catalogue may be another one by now.
  return country !== undefined && waysTo(catalog, country).length > 0 ? country : 'unknown';
}

/** As many as a shopper reads. */
const mostNamed = 12;

function countryQuestion(catalog: Catalog, { misheard }: Wish, step: WaterfallStepContext): Message {
  const priced = pricedCountries(catalog);
  const isAny = servedCountries(catalog).length > priced.length;
  const question = words.whichCountry(
    priced.slice(0, mostNamed),
    Math.max(0, priced.length - mostNamed),
    isAny,
  );
  const said = misheard === undefined ? undefined : readCountry(catalog, misheard, localeOf(step.context));
  const near = said?.kind === 'unknown' ? said.near : [];
  const offered = near.length > 0 ? near : priced;
  const replies = offered.map((code) => [words.countryButton(code), words.countryButton(code)] as const);
  return sayHere(step.context, [...sayMisheard(said, misheard), question].join(' '), replies);
}

function sayMisheard(said: ReturnType<typeof readCountry> | undefined, misheard = ''): readonly string[] {
  if (said?.kind === 'not_served') return [words.countryNotServed(said.country)];
  return said?.kind === 'unknown' ? [words.countryUnknown(theirs(misheard, 100), said.near)] : [];
}
