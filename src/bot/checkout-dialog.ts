import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import { type Checkout, expirable, waitsForNumber } from '../checkout/checkout.ts';
import { CheckoutError, isCheckoutError } from '../checkout/errors.ts';
import type { ShippingChoice } from '../checkout/shipping.ts';
import { TurnContext } from 'botbuilder';
import { type CartLine, findProducts } from '../checkout/cart.ts';
import { channelOf } from './channels.ts';
import { linkCard, statusLineOf } from './checkout-card.ts';
import { parseCommand } from './commands.ts';
import { isGroup, localeOf, ownerOf, type Shop } from './shop.ts';
import { messageText } from './message-text.ts';
import { sayHere } from './say-here.ts';
import { refusals, words } from '../words/language.ts';

/** With a cart it starts a checkout; without one it goes on with the checkout that is under way. */
export interface CheckoutDialogOptions {
  readonly cart?: readonly CartLine[];
  readonly shipping?: ShippingChoice | undefined;
  /** The checkout under way that this cart is to take the place of. */
  readonly replaces?: string | undefined;
  /** Also while somebody is about to pay it: the shopper has asked for another one. */
  readonly replacesClaimed?: boolean | undefined;
}

/** Ends with the confirmed checkout, or with nothing when it ended in another way. */
export type CheckoutDialogResult = { readonly confirmed: Checkout } | undefined;

/**
 * Waits for a payment that happens outside the chat, in the manner of `OAuthPrompt`. What it waits for is a row in the
 * store, not dialog state: the deadline makes the bot speak first, and every way out is answered at once.
 */
export class CheckoutDialog extends Dialog<CheckoutDialogOptions> {
  private readonly shop: Shop;

  constructor(id: string, shop: Shop) {
    super(id);
    this.shop = shop;
  }

  override async beginDialog(
    dc: DialogContext,
    options: CheckoutDialogOptions = {},
  ): Promise<DialogTurnResult> {
    if (options.cart === undefined) return this.continueDialog(dc);
    try {
      await this.start(dc, options.cart, options);
    } catch (error) {
      if (!isCheckoutError(error)) throw error;
      if (error.code === 'checkout_open') return this.sayNext(dc);
      await this.answer(dc, refusals[error.code]);
      return dc.endDialog();
    }
    return Dialog.EndOfTurn;
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult<CheckoutDialogResult>> {
    const text = messageText(dc.context);
    const digits = this.shop.readNumber(text);
    if (digits !== undefined) return this.confirm(dc, digits);
    switch (parseCommand(text).kind) {
      case 'cancel':
        return this.cancel(dc);
      case 'new_link':
        return this.renew(dc);
      case 'status':
      case 'checkout':
        return this.status(dc);
      default:
        return this.sayNext(dc, this.shop.findNumbers(text));
    }
  }

  /** Digits inside of a sentence are no attempt; alone with the bot one press sends them as they are. */
  private async sayNext(
    { context }: DialogContext,
    numbers: readonly string[] = [],
  ): Promise<DialogTurnResult> {
    const active = await this.shop.flow.findActive(ownerOf(context));
    const status = active?.checkout.status ?? 'open';
    const isOffered = waitsForNumber({ status }) && !isGroup(context);
    const replies = isOffered
      ? numbers.map((digits): [string, string] => [words.sendNumber(digits), digits])
      : [];
    await context.sendActivity(sayHere(context, words.nextStep(status), replies));
    return Dialog.EndOfTurn;
  }

  /** The link itself goes out as a signal, written with the checkout. */
  private async start(
    { context }: DialogContext,
    lines: readonly CartLine[],
    { shipping, replaces, replacesClaimed }: CheckoutDialogOptions,
  ): Promise<void> {
    const { catalog, flow } = this.shop;
    const { activity } = context;
    const { wanted: cart, gone } = findProducts(catalog, lines);
    // Nobody pays for less than what was asked for without having been told.
    if (gone.length > 0) throw new CheckoutError('cart_invalid', `not sold: ${gone.join(', ')}`);
    await flow.start({
      owner: ownerOf(context),
      isGroup: isGroup(context),
      shopperName: activity.from.name ?? '',
      locale: localeOf(context),
      conversationReference: JSON.stringify(TurnContext.getConversationReference(activity)),
      activityId: activity.id ?? '',
      cart,
      catalog,
      shipping,
      replaces,
      replacesClaimed,
    });
  }

  private async confirm(dc: DialogContext, digits: string): Promise<DialogTurnResult<CheckoutDialogResult>> {
    const outcome = await this.shop.flow.confirm(ownerOf(dc.context), digits);
    switch (outcome.kind) {
      case 'confirmed':
        return dc.endDialog({ confirmed: outcome.checkout });
      case 'accepted':
        await this.answer(dc, words.numberAccepted);
        return Dialog.EndOfTurn;
      case 'wrong':
        // A locked purchase is told by its own signal.
        if (outcome.locked) return dc.endDialog();
        await this.answer(dc, words.numberNotAccepted);
        return Dialog.EndOfTurn;
      case 'nothing_waits':
        return this.answerUnawaited(dc);
    }
  }

  private async answerUnawaited(dc: DialogContext): Promise<DialogTurnResult> {
    const owner = ownerOf(dc.context);
    const active = await this.shop.flow.findActive(owner);
    if (active !== undefined && !expirable.includes(active.checkout.status)) return this.sayNext(dc);
    const isElsewhere = !isGroup(dc.context) && (await this.shop.flow.waitsElsewhere(owner));
    await this.answer(dc, isElsewhere ? words.waitsElsewhere : words.numberNotAccepted);
    return Dialog.EndOfTurn;
  }

  private async cancel(dc: DialogContext): Promise<DialogTurnResult> {
    const checkout = await this.shop.flow.cancel(ownerOf(dc.context));
    if (checkout === undefined) {
      await this.answer(dc, words.nothingToCancel);
      return dc.endDialog();
    }
    if (checkout.status === 'cancelled') return dc.endDialog();
    await this.answer(dc, words.cannotCancel(checkout.status));
    return Dialog.EndOfTurn;
  }

  private async renew(dc: DialogContext): Promise<DialogTurnResult> {
    const { activity } = dc.context;
    const conversationReference = JSON.stringify(TurnContext.getConversationReference(activity));
    try {
      await this.shop.flow.renewLink(ownerOf(dc.context), {
        activityId: activity.id ?? '',
        conversationReference,
      });
    } catch (error) {
      if (!isCheckoutError(error)) throw error;
      const active = await this.shop.flow.findActive(ownerOf(dc.context));
      const isPastPaying = active !== undefined && !expirable.includes(active.checkout.status);
      await this.answer(dc, isPastPaying ? words.cannotRenew(active.checkout.status) : refusals[error.code]);
    }
    return Dialog.EndOfTurn;
  }

  private async status(dc: DialogContext): Promise<DialogTurnResult> {
    const { context } = dc;
    const { flow } = this.shop;
    const loaded = await flow.findActive(ownerOf(context));
    if (loaded === undefined) return dc.endDialog();
    const { checkout, now } = loaded;
    await this.answer(dc, statusLineOf(checkout, now));
    const channel = channelOf(context.activity.channelId);
    // A link that went to its owner alone is not repeated before the group.
    const isPrivate = checkout.isGroup && channel.personal;
    if (expirable.includes(checkout.status) && !isPrivate) {
      await context.sendActivity(linkCard(channel, checkout, await flow.linkFor(checkout)));
    }
    return Dialog.EndOfTurn;
  }

  private async answer({ context }: DialogContext, text: string): Promise<void> {
    await context.sendActivity(sayHere(context, text));
  }
}
