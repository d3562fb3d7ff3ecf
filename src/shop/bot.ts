import { ActivityTypes, PrivateConversationState, type Storage, type TurnContext } from 'botbuilder';
import { DialogSet } from 'botbuilder-dialogs';
import { looksLikeCardNumber } from '../bot/card-number.ts';
import { createArrivals } from './arrivals.ts';
import { isMentioned, messageText } from '../bot/message-text.ts';
import { sayHere } from '../bot/say-here.ts';
import type { Shop } from '../bot/shop.ts';
import { answerEdit } from './edits.ts';
import { isOverheard } from './overheard.ts';
import { ShopDialog } from './shop-dialog.ts';
import { createShopState, type ShopStates } from '../bot/state.ts';
import { words } from '../words/language.ts';

/** Longer text never reaches a recognizer or a dialog. */
const maxTextLength = 500;
const rememberedActivities = 50;

/** Runs one turn: what came in, once; what is said; what is kept, in one write. */
export function createBot(
  shop: Shop,
  storage: Storage,
  /** Whether it was something that only the merchant says, and is answered. */
  answerMerchant: (context: TurnContext) => Promise<boolean>,
): (context: TurnContext) => Promise<void> {
  const states = new PrivateConversationState(storage);
  const shopStates = createShopState(states);
  const dialogs = new DialogSet(states.createProperty('dialogs'));
  dialogs.add(new ShopDialog('shop', shop, shopStates));
  const greetArrivals = createArrivals(shop, storage);

  return async (context) => {
    switch (context.activity.type) {
      case ActivityTypes.ConversationUpdate:
      case ActivityTypes.InstallationUpdate:
        return greetArrivals(context);
      case ActivityTypes.MessageUpdate:
        return answerEdit(context);
      case ActivityTypes.Message:
        return answerMessage(context);
      default:
        return;
    }
  };

  async function answerMessage(context: TurnContext): Promise<void> {
    if (await isRepeated(shopStates, context)) return;
    const refusal = refusalOf(context);
    if (refusal === undefined) {
      // A question of the shop's that is open stays so.
      if (await answerMerchant(context)) return states.saveChanges(context);
      const dc = await dialogs.createContext(context);
      if (dc.activeDialog === undefined) await dc.beginDialog('shop');
      else await dc.continueDialog();
    } else if (refusal === words.cardNumberRefused || !isOverheard(context)) {
      await context.sendActivity(sayHere(context, refusal));
    }
    await states.saveChanges(context);
  }
}

/** Channels deliver an activity again when an answer is late: it takes effect once. */
async function isRepeated(states: ShopStates, context: TurnContext): Promise<boolean> {
  const { id } = context.activity;
  const state = await states.load(context);
  if (id === undefined || id === '') return false;
  if (state.handled.includes(id)) return true;
  await states.save(context, { ...state, handled: [...state.handled, id].slice(-rememberedActivities) });
  return false;
}

function refusalOf(context: TurnContext): string | undefined {
  const text = messageText(context);
  if (looksLikeCardNumber(text)) return words.cardNumberRefused;
  if (text.length > maxTextLength) return words.tooLong;
  if (text !== '') return undefined;
  return isBareName(context) ? words.help : words.textOnly;
}

/** The bot's name and nothing else. Teams sends the same words once more beside them, as HTML. */
function isBareName(context: TurnContext): boolean {
  const others = (context.activity.attachments ?? []).filter(
    ({ contentType }) => contentType !== 'text/html',
  );
  return isMentioned(context) && others.length === 0;
}
