import { receiptNumberOf } from '../checkout/receipt-number.ts';
import { ActionTypes, type CardAction, CardFactory } from 'botbuilder';
import { type Checkout, expirable, isRefused } from '../checkout/checkout.ts';
import { type LegalLinks, legalPages } from '../checkout/legal-links.ts';
import { multiplyMoney } from '../checkout/money.ts';
import { toShownTax } from '../checkout/shown-tax.ts';
import { hasUnreturnedApproval } from '../checkout/unreturned-approval.ts';
import { nameOf, render, theirs } from '../words/as-text.ts';
import { cardMessage, cardsMessage, imBack, type Message, say } from './cards.ts';
import type { Channel } from './channels.ts';
import { day, minutesLeft, money } from './shop.ts';
import { describeMoment, legalNames, words } from '../words/language.ts';

/** The living card of a checkout: the same message is edited as the purchase goes on, where the channel can. */
export function checkoutCard(channel: Channel, checkout: Checkout, link: string, now: number): Message {
  const title = titleOf(checkout);
  const payable = expirable.includes(checkout.status);
  const line = checkout.replacedBy === undefined ? cardLineOf(checkout, now) : words.cardReplaced;
  const items = [...itemLines(checkout), ...includedTaxLines(checkout)].join('\n\n');
  if (!payable)
    return channel.cards
      ? cardMessage(channel, { title, text: `**${line}**\n\n${items}`, plainly: `${title}. ${line}` }, [])
      : say(channel, `${title}. ${line}`);
  const forWhom = checkout.isGroup
    ? `${words.onlyFor(nameOf(checkout.shopperName))} ${words.pasteWhereOrdered}`
    : words.onlyForYou;
  const plainly = [title, items, line, words.checkoutStepsByLink, forWhom, words.linkAsText(link)].join(
    '\n\n',
  );
  if (!channel.cards) return say(channel, plainly);
  const buttons: CardAction[] = [
    openPage(link),
    imBack(words.statusButton, 'status'),
    imBack(words.newLinkButton, 'new link'),
    imBack(words.cancelButton, 'cancel'),
  ];
  const text = `**${line}**\n\n${items}\n\n${words.checkoutSteps}\n\n${forWhom}`;
  return cardMessage(channel, { title, text, plainly }, buttons);
}

/** The way to the page alone: it says nothing that could be out of date tomorrow. */
export function linkCard(channel: Channel, checkout: Checkout, link: string): Message {
  if (!channel.cards) return say(channel, words.linkAsText(link));
  const plainly = words.linkAsText(link);
  return cardMessage(channel, { title: titleOf(checkout), plainly }, [openPage(link)]);
}

/** The receipt. Its rows carry no pictures: with one, Web Chat cuts the price off on a phone. */
export function receipt(channel: Channel, checkout: Checkout, links: LegalLinks = {}): Message {
  const { locale, items, shipping, taxTotal, total } = checkout;
  const title = words.receiptTitle(receiptNumberOf(checkout));
  // One short row: a phone cuts long values off.
  const paid = { key: words.receiptPaidOn(day(checkout.paidAt ?? checkout.updatedAt)), value: 'PayPal' };
  const plainly = [
    title,
    `${paid.key}, ${paid.value}`,
    ...itemLines(checkout),
    `${words.receiptTotal}: ${money(total, locale)}`,
    ...includedTaxLines(checkout),
    ...legalLines(links),
  ].join('\n\n');
  if (!channel.cards) return say(channel, plainly);
  const rows = items.map(({ name, quantity, unitPrice }) => ({
    title: render(`${quantity} × ${theirs(name)}`, channel.cardTitle),
    price: money(multiplyMoney(unitPrice, quantity), locale),
  }));
  if (shipping !== undefined) {
    rows.push({
      title: render(`${words.receiptShipping}: ${wayOf(shipping)}`, channel.cardTitle),
      price: money(shipping.price, locale),
    });
  }
  const content = {
    title,
    // A receipt card's own field for tax stands between the items and the total, as what is added.
    facts: [paid, ...includedTaxFacts(checkout)],
    items: rows,
    ...(taxTotal.minorUnits > 0 ? { tax: money(taxTotal, locale) } : {}),
    total: money(total, locale),
    ...(channel.showsCardText ? legalButtons(links) : {}),
  };
  const card = { contentType: CardFactory.contentTypes.receiptCard, content };
  const message = cardsMessage(channel, plainly, [card]);
  // Where a card's text is not shown, its receipts have no buttons either.
  const beside = channel.showsCardText ? '' : legalLines(links).join('\n\n');
  return beside === '' ? message : { ...message, text: render(beside, channel.format) };
}

/** As our own words: escaped, an address would lead elsewhere. */
function legalLines(links: LegalLinks): string[] {
  return namedPages(links).map(([name, address]) => `${name}: ${address.replaceAll('*', '%2A')}`);
}

function legalButtons(links: LegalLinks): { buttons?: CardAction[] } {
  const buttons = namedPages(links).map(([title, value]) => ({ type: ActionTypes.OpenUrl, title, value }));
  return buttons.length > 0 ? { buttons } : {};
}

function namedPages(links: LegalLinks): (readonly [name: string, address: string])[] {
  return legalPages.flatMap((page) => {
    const address = links[page];
    return address === undefined ? [] : [[legalNames[page], address] as const];
  });
}

function openPage(link: string): CardAction {
  return { type: ActionTypes.OpenUrl, title: words.openCheckout, value: link };
}

export function cardLineOf(checkout: Checkout, now: number): string {
  const { clock } = describeMoment(checkout.expiresAt, now);
  if (hasUnreturnedApproval(checkout, now)) return words.cardUnreturned(clock);
  const isOpen = checkout.status === 'declined' && isRefused(checkout);
  return isOpen ? words.cardRefused(clock) : words.cardLine(checkout.status, clock);
}

/** What `status` answers. */
export function statusLineOf(checkout: Checkout, now: number): string {
  const minutes = minutesLeft(checkout.expiresAt, now);
  if (hasUnreturnedApproval(checkout, now)) return words.approvalUnreturned;
  const isOpen = checkout.status === 'declined' && isRefused(checkout);
  return isOpen ? words.statusRefused(minutes) : words.status(checkout.status, minutes);
}

export function itemLines({ items, shipping, taxTotal, locale }: Checkout): string[] {
  const lines = items.map(
    ({ name, quantity, unitPrice }) =>
      `${quantity} × ${theirs(name)}: ${money(multiplyMoney(unitPrice, quantity), locale)}`,
  );
  if (taxTotal.minorUnits > 0) lines.push(`${words.receiptTax}: ${money(taxTotal, locale)}`);
  if (shipping !== undefined)
    lines.push(`${words.receiptShipping} (${wayOf(shipping)}): ${money(shipping.price, locale)}`);
  return lines;
}

function wayOf({ name, country }: NonNullable<Checkout['shipping']>): string {
  return words.shippingWay(theirs(name), country);
}

function includedTaxLines(checkout: Checkout): string[] {
  const inside = toShownTax(checkout, checkout.locale);
  return inside === undefined ? [] : [words.taxIncluded(inside)];
}

function includedTaxFacts(checkout: Checkout): { key: string; value: string }[] {
  const inside = toShownTax(checkout, checkout.locale);
  if (inside === undefined) return [];
  const rates = inside.rates.map(({ rate, tax }) => ({ key: words.receiptTaxAt(rate), value: tax }));
  return [{ key: words.receiptTaxIncluded, value: inside.sum }, ...rates];
}

function titleOf({ items, total, locale }: Checkout): string {
  const count = items.reduce((sum, { quantity }) => sum + quantity, 0);
  return words.checkoutTitle(count, money(total, locale));
}
