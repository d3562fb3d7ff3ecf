import { ActivityTypes, ConversationState, type Storage, type TurnContext } from 'botbuilder';
import { isGroup, ownerOf, type Shop } from '../bot/shop.ts';
import { greet, welcome } from './browse.ts';

/**
 * Greets who comes. Teams tells that the bot itself was installed by one activity, by another, or by both in any order:
 * it introduces itself once, until it is taken away.
 */
export function createArrivals(shop: Shop, storage: Storage): (context: TurnContext) => Promise<void> {
  const state = new ConversationState(storage);
  const introduced = state.createProperty<unknown>('introduced');
  return async (context) => {
    const { type, action, membersAdded = [], membersRemoved = [], recipient, channelId } = context.activity;
    const isInstallation = type === ActivityTypes.InstallationUpdate;
    const isBot = ({ id }: { readonly id: string }): boolean => id === recipient.id;
    if (isInstallation ? action === 'remove' : membersRemoved.some(isBot)) {
      await introduced.set(context, false);
      return state.saveChanges(context);
    }
    const isBotNew = isInstallation ? action === 'add' : membersAdded.some(isBot);
    // Elsewhere the bot is a member of each conversation from its beginning, and people follow.
    const isInstalled = isBotNew && channelId === 'msteams';
    if (isInstalled && (await introduced.get(context)) === true) return;
    const isGreeted =
      (await greetWhoCame(shop, context)) || (isInstalled && (await introduce(shop, context)));
    if (!isGreeted || !isInstalled) return;
    await introduced.set(context, true);
    await state.saveChanges(context);
  };
}

/** Only who comes alone, by themselves, to a conversation of their own hears of their purchases. */
async function greetWhoCame(shop: Shop, context: TurnContext): Promise<boolean> {
  const { membersAdded, recipient } = context.activity;
  const came = (membersAdded ?? []).filter(({ id }) => id !== recipient.id);
  if (came.length === 0) return false;
  const isAlone = !isGroup(context) && came.every(({ id }) => id === ownerOf(context).shopperId);
  await (isAlone ? greet(shop, context) : welcome(shop, context));
  return true;
}

async function introduce(shop: Shop, context: TurnContext): Promise<boolean> {
  await welcome(shop, context);
  return true;
}
