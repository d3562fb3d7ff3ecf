import { type Attachment, AttachmentLayoutTypes } from 'botbuilder';
import { cardsMessage, heroCard, imBack, type Message, quickReplies, say } from '../bot/cards.ts';
import type { Channel } from '../bot/channels.ts';
import { money, type Shop } from '../bot/shop.ts';
import type { Catalog, Product } from '../checkout/catalog.ts';
import { taxOn } from '../checkout/money.ts';
import { render, theirs } from '../words/as-text.ts';
import { words } from '../words/language.ts';

/** What of a message is not its cards: addresses, title, quick replies. */
const bytesBeside = 4_096;

export interface CatalogPage {
  /** Undefined where there is no such page. */
  readonly message: Message | undefined;
  readonly pages: number;
}

/** One page of what is for sale, counted from 1: as much as the channel takes in one message. */
export function catalogPage(
  channel: Channel,
  shop: Pick<Shop, 'pictureOf'>,
  catalog: Catalog,
  locale: string,
  page: number,
): CatalogPage {
  const shown = catalog.products.map((product) => show(channel, shop, catalog, product, locale));
  const pages = toPages(shown, channel.most.cards, channel.most.bytes - bytesBeside);
  const here = pages[page - 1];
  if (here === undefined) return { message: undefined, pages: pages.length };
  const title = [words.catalogTitle, ...(pages.length > 1 ? [words.catalogPage(page, pages.length)] : [])];
  const text = [title.join(' '), ...here.map(({ line }) => line)].join('\n\n');
  if (!channel.cards) return { message: say(channel, text), pages: pages.length };
  const message = {
    ...cardsMessage(
      channel,
      text,
      here.map(({ card }) => card),
    ),
    text: title.join(' '),
    attachmentLayout: AttachmentLayoutTypes.Carousel,
    ...(pages.length > 1 ? quickReplies(channel, repliesOf(page, pages.length)) : {}),
  };
  return { message, pages: pages.length };
}

interface ShownProduct {
  readonly line: string;
  readonly card: Attachment;
  readonly bytes: number;
}

function show(
  channel: Channel,
  shop: Pick<Shop, 'pictureOf'>,
  { taxIncluded }: Pick<Catalog, 'taxIncluded'>,
  product: Product,
  locale: string,
): ShownProduct {
  const isTaxAdded = !taxIncluded && taxOn(product.price, product.taxRate ?? '0').minorUnits > 0;
  const price = words.unitPrice(money(product.price, locale), isTaxAdded);
  const name = theirs(product.name);
  const url = shop.pictureOf(product);
  const images = url === undefined ? [] : [{ url, alt: render(name, 'plain') }];
  const text = `${price}\n\n${theirs(product.description)}`;
  const card = heroCard(channel, name, text, images, [imBack(words.addButton, `add 1 ${product.id}`)]);
  const bytes = channel.cards ? Buffer.byteLength(JSON.stringify(card)) + 1 : 0;
  return { line: words.productLine(product, price), card, bytes };
}

/** As many as fit in number and size; one that is too large by itself gets a page of its own. */
function toPages(
  products: readonly ShownProduct[],
  mostProducts: number,
  mostBytes: number,
): readonly (readonly ShownProduct[])[] {
  const pages: ShownProduct[][] = [];
  let bytes = 0;
  for (const product of products) {
    const last = pages.at(-1);
    if (last === undefined || last.length === mostProducts || bytes + product.bytes > mostBytes) {
      pages.push([product]);
      bytes = product.bytes;
    } else {
      last.push(product);
      bytes += product.bytes;
    }
  }
  return pages;
}

function repliesOf(page: number, pages: number): readonly (readonly [string, string])[] {
  const more = page < pages ? ([[words.moreButton, `catalog ${page + 1}`]] as const) : [];
  return [...more, [words.cartButton, 'cart'], [words.checkoutButton, 'checkout']];
}
