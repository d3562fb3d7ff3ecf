import {
  ComponentDialog,
  Dialog,
  type DialogContext,
  type DialogTurnResult,
  TextPrompt,
  WaterfallDialog,
} from 'botbuilder-dialogs';
import { withoutBought } from '../checkout/cart.ts';
import { type Checkout, expirable, waitsForNumber } from '../checkout/checkout.ts';
import { theirs } from '../words/as-text.ts';
import { answerToNumber, cancelLast, statusOfLast } from './after-purchase.ts';
import { browse } from './browse.ts';
import { matchProduct, setInCart } from './cart.ts';
import { CheckoutDialog, type CheckoutDialogResult } from '../bot/checkout-dialog.ts';
import { type Command, parseQuantity } from '../bot/commands.ts';
import { messageText } from '../bot/message-text.ts';
import { sayHere } from '../bot/say-here.ts';
import { localeOf, ownerOf, type Shop } from '../bot/shop.ts';
import { isOverheard, isPlainlyForShop } from './overheard.ts';
import { asksCountry } from '../checkout/shipping.ts';
import { createDeliveryQuestions, isDeliveryAnswer, type Wish } from './delivery-questions.ts';
import { saidCommand } from '../bot/said-command.ts';
import type { ShopStates } from '../bot/state.ts';
import { noteOtherCart, sayOtherCart } from './other-cart.ts';
import { toResult } from './results.ts';
import { loadSoldCart } from './sold-cart.ts';
import { words } from '../words/language.ts';

const ids = {
  checkout: 'checkout',
  change: 'change',
  pay: 'pay',
  howMany: 'how-many',
  whichCountry: 'which-country',
  whichShipping: 'which-shipping',
};

/** Commands that belong to a checkout under way; everything else is answered by the shop, whatever waits. */
const ofCheckout: ReadonlySet<Command['kind']> = new Set([
  'checkout',
  'status',
  'new_link',
  'country',
  'cancel',
  'other',
]);

/** The whole conversation: the shop's words anywhere, a checkout that waits, and two short questions. */
export class ShopDialog extends ComponentDialog {
  private readonly shop: Shop;
  private readonly states: ShopStates;

  constructor(id: string, shop: Shop, states: ShopStates) {
    super(id);
    this.shop = shop;
    this.states = states;
    this.addDialog(new CheckoutDialog(ids.checkout, shop));
    this.addDialog(new TextPrompt(ids.howMany));
    this.addDialog(new TextPrompt(ids.whichCountry));
    this.addDialog(new TextPrompt(ids.whichShipping));
    this.addDialog(createDeliveryQuestions(ids, shop, states));
    this.addDialog(
      new WaterfallDialog(ids.change, [
        (step) => this.askHowMany(step, step.options),
        (step) => this.setQuantity(step, step.options),
      ]),
    );
  }

  protected override onBeginDialog(dc: DialogContext): Promise<DialogTurnResult> {
    return this.route(dc);
  }

  protected override onContinueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    return this.route(dc);
  }

  private async route(dc: DialogContext): Promise<DialogTurnResult> {
    const text = messageText(dc.context);
    const command = saidCommand(dc.context);
    const isNumber = this.shop.readNumber(text) !== undefined;
    const active = await this.shop.flow.findActive(ownerOf(dc.context));
    const isAsking = dc.activeDialog !== undefined && dc.activeDialog.id !== ids.checkout;
    const isAwaited = isNumber && active !== undefined && waitsForNumber(active.checkout);
    if (isOverheard(dc.context) && !isNumber && !this.isAnswer(dc, text)) {
      const hasOpen = active !== undefined || isAsking;
      if (!isPlainlyForShop(dc.context, command, this.shop.catalog, hasOpen)) return Dialog.EndOfTurn;
    }
    if (isAsking && command.kind === 'other' && !isAwaited) return dc.continueDialog();
    if (isAsking) {
      await dc.cancelAllDialogs();
      if (command.kind === 'cancel') return this.answer(dc, words.promptCancelled);
    }
    if (active !== undefined && (isNumber || ofCheckout.has(command.kind))) {
      if (command.kind === 'checkout') return this.checkOutAgain(dc, active.checkout);
      if (command.kind === 'new_link') return this.renewLink(dc);
      if (command.kind === 'country') return this.changeCountry(dc, active.checkout);
      return this.toCheckout(dc);
    }
    // The checkout ended while nobody spoke: by its deadline, or in another turn.
    if (active === undefined) await dc.cancelAllDialogs();
    if (isNumber) return this.answerLateNumber(dc);
    if (active === undefined) await this.keepLost(dc);
    return this.serve(dc, command);
  }

  private async toCheckout(dc: DialogContext): Promise<DialogTurnResult> {
    const turn: DialogTurnResult<CheckoutDialogResult> =
      dc.activeDialog?.id === ids.checkout
        ? await dc.continueDialog()
        : await dc.beginDialog(ids.checkout, {});
    if (turn.result !== undefined) await this.keepResult(dc, turn.result);
    return Dialog.EndOfTurn;
  }

  /** A cart that has changed gets a checkout of its own while nobody is about to pay the one under way. */
  private async checkOutAgain(dc: DialogContext, checkout: Checkout): Promise<DialogTurnResult> {
    const cart = await loadSoldCart(this.shop, this.states, dc.context);
    const note = sayOtherCart(this.shop.catalog, checkout, cart);
    if (note === undefined) return this.toCheckout(dc);
    if (cart.length > 0 && checkout.status === 'open') {
      await dc.cancelAllDialogs();
      return beginQuestions(dc, { replaces: checkout.id });
    }
    await this.answer(dc, cart.length === 0 ? `${words.cartEmptied} ${note}` : note);
    return this.toCheckout(dc);
  }

  /** Where the price depends on it: the country is asked for again, and gets a new checkout with what is in the cart now. */
  private async changeCountry(dc: DialogContext, { id, status, items }: Checkout): Promise<DialogTurnResult> {
    if (!asksCountry(this.shop.catalog)) return this.answer(dc, words.sameEverywhere);
    if (!expirable.includes(status)) return this.answer(dc, words.cannotRenew(status));
    const cart = await loadSoldCart(this.shop, this.states, dc.context);
    const bought = items.map(({ productId, quantity }) => ({ productId, quantity }));
    await dc.cancelAllDialogs();
    const lines = cart.length > 0 ? [...cart] : bought;
    return beginQuestions(dc, { replaces: id, replacesClaimed: true, lines });
  }

  /** The new link is for what the old one was for: a cart that has changed is told. */
  private async renewLink(dc: DialogContext): Promise<DialogTurnResult> {
    await this.toCheckout(dc);
    const { cart } = await this.states.load(dc.context);
    const note = await noteOtherCart(this.shop, dc.context, cart);
    return note === undefined ? Dialog.EndOfTurn : this.answer(dc, note);
  }

  /** A number that the last turn took before the process died over it is no wrong one: its result is kept now. */
  private async answerLateNumber(dc: DialogContext): Promise<DialogTurnResult> {
    const isKept = await this.keepLost(dc);
    return this.answer(dc, isKept ? words.alreadyConfirmed : await answerToNumber(this.shop, dc.context));
  }

  /** What was confirmed without a turn that saw it: the process died over it, or the money was taken after the number. */
  private async keepLost(dc: DialogContext): Promise<boolean> {
    const [last] = await this.shop.flow.history(ownerOf(dc.context), 1, 'this_conversation');
    const { results } = await this.states.load(dc.context);
    if (last === undefined || results.some(({ checkoutId }) => checkoutId === last.id)) return false;
    await this.keepResult(dc, { confirmed: last });
    return true;
  }

  /** Only now, with the number back in its own conversation, does the result reach the shopper's state. */
  private async keepResult(
    { context }: DialogContext,
    { confirmed }: NonNullable<CheckoutDialogResult>,
  ): Promise<void> {
    const state = await this.states.load(context);
    // Told twice, it would take from the cart what is there for the next order.
    if (state.results.some(({ checkoutId }) => checkoutId === confirmed.id)) return;
    await this.states.save(context, {
      ...state,
      cart: withoutBought(state.cart, confirmed.items),
      results: [...state.results, toResult(confirmed)].slice(-20),
    });
  }

  private async serve(dc: DialogContext, command: Command): Promise<DialogTurnResult> {
    switch (command.kind) {
      case 'checkout':
        return this.checkOut(dc, words.cartEmpty);
      case 'new_link':
        // Pages of an ended checkout say "write new link": the same cart gets another one.
        return this.checkOut(dc, words.noLinkToRenew);
      case 'country':
        if (!asksCountry(this.shop.catalog)) return this.answer(dc, words.sameEverywhere);
        return this.checkOut(dc, words.cartEmpty);
      case 'change':
        return dc.beginDialog(ids.change, { product: command.product });
      case 'status':
        return this.answer(dc, await statusOfLast(this.shop, dc.context));
      case 'cancel':
        return this.answer(dc, await cancelLast(this.shop, dc.context));
      case 'other':
        return this.answer(dc, words.notUnderstood);
      default:
        await browse(this.shop, this.states, dc.context, command);
        return Dialog.EndOfTurn;
    }
  }

  private async checkOut(dc: DialogContext, nothingToSell: string): Promise<DialogTurnResult> {
    const cart = await loadSoldCart(this.shop, this.states, dc.context);
    if (cart.length === 0) return this.answer(dc, nothingToSell);
    return beginQuestions(dc, {});
  }

  private async askHowMany(dc: DialogContext, options: unknown): Promise<DialogTurnResult> {
    const match = matchProduct(this.shop.catalog, productOf(options));
    if ('product' in match)
      return dc.prompt(ids.howMany, sayHere(dc.context, words.howMany(theirs(match.product.name))));
    await this.answer(dc, match.say);
    return dc.endDialog();
  }

  private async setQuantity(dc: DialogContext, options: unknown): Promise<DialogTurnResult> {
    const quantity = parseQuantity(messageText(dc.context)) ?? 'absurd';
    const state = await this.states.load(dc.context);
    const answer = setInCart(this.shop.catalog, state.cart, productOf(options), quantity);
    if (answer.cart !== undefined) await this.states.save(dc.context, { ...state, cart: answer.cart });
    const note = answer.cart && (await noteOtherCart(this.shop, dc.context, answer.cart));
    await this.answer(dc, note === undefined ? answer.say : `${answer.say} ${note}`);
    return dc.endDialog();
  }

  /** Whether this fits the question that is open. */
  private isAnswer({ activeDialog, context }: DialogContext, text: string): boolean {
    if (activeDialog?.id === ids.howMany) return parseQuantity(text) !== undefined;
    return isDeliveryAnswer(ids, this.shop.catalog, activeDialog?.id, { text, locale: localeOf(context) });
  }

  private async answer(dc: DialogContext, text: string): Promise<DialogTurnResult> {
    await dc.context.sendActivity(sayHere(dc.context, text));
    return Dialog.EndOfTurn;
  }
}

function productOf(options: unknown): string {
  if (typeof options !== 'object' || options === null || !('product' in options)) return '';
  return typeof options.product === 'string' ? options.product : '';
}

function beginQuestions(dc: DialogContext, wish: Wish): Promise<DialogTurnResult> {
  return dc.beginDialog(ids.pay, wish);
}
