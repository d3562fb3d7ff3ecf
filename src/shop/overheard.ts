import type { TurnContext } from 'botbuilder';
import type { Command } from '../bot/commands.ts';
import { isMentioned, messageText } from '../bot/message-text.ts';
import { toPhrase } from '../bot/phrase.ts';
import { isGroup } from '../bot/shop.ts';
import { type Catalog, findProduct } from '../checkout/catalog.ts';

/** In a group people talk to each other: the bot keeps out of it unless it is named, or what is said is plainly for it. */
export function isOverheard(context: TurnContext): boolean {
  return isGroup(context) && !isMentioned(context);
}

/** Whether the shop is meant by what nobody said to it. `hasOpen`: this person has a checkout or a question open here. */
export function isPlainlyForShop(
  context: TurnContext,
  command: Command,
  catalog: Catalog,
  hasOpen: boolean,
): boolean {
  const said = toPhrase(messageText(context)).toLowerCase();
  switch (command.kind) {
    case 'add':
    case 'remove':
    case 'set':
    case 'change':
      return !('unknown' in findProduct(catalog, command.product));
    case 'catalog':
    case 'cart':
    case 'empty':
    case 'orders':
    case 'more':
    case 'page':
      return !everyday.has(said);
    case 'checkout':
    case 'new_link':
      return hasOpen || !everyday.has(said);
    case 'status':
    case 'country':
      return hasOpen;
    case 'cancel':
      return hasOpen && said.startsWith('cancel');
    case 'help':
    case 'greeting':
    case 'thanks':
    case 'other':
      return false;
  }
}

/** Words of the shop that people say to each other just as well. */
const everyday: ReadonlySet<string> = new Set([
  'shop',
  'menu',
  'more',
  'show more',
  'next',
  'browse',
  'bag',
  'what do you have',
  'empty',
  'clear',
  'history',
  'pay',
  'buy',
  'order',
  'buy now',
  'order now',
  'pay now',
  'i want to pay',
  'link',
  'another link',
  'send link',
]);
