import type { PrivateConversationState, StatePropertyAccessor, TurnContext } from 'botbuilder';
import { z } from 'zod';

export const cartLine = z.object({
  productId: z.string().max(200),
  quantity: z.number().int().min(1).max(9999),
});

/** A purchase whose number came back to this conversation. Written only then. */
const result = z.object({
  checkoutId: z.string(),
  total: z.string(),
  captureId: z.string(),
  confirmedAt: z.number(),
});

const shopState = z.object({
  cart: z.array(cartLine).max(100),
  results: z.array(result),
  /** Activity ids that took effect, newest last: channels deliver some of them twice. */
  handled: z.array(z.string()),
  /** The page of the catalogue that was shown last, for "more". */
  catalogPage: z.number().int().min(1).optional(),
});

export type PurchaseResult = z.infer<typeof result>;
export type ShopState = z.infer<typeof shopState>;

export interface ShopStates {
  load(context: TurnContext): Promise<ShopState>;
  save(context: TurnContext, state: ShopState): Promise<void>;
}

/**
 * One shopper's own state in one conversation: cart, results, handled activities. Nothing about money, numbers or
 * attempts is decided from it.
 */
export function createShopState(states: PrivateConversationState): ShopStates {
  const property: StatePropertyAccessor<unknown> = states.createProperty<unknown>('shop');
  return {
    load: async (context) => {
      const parsed = shopState.safeParse(await property.get(context));
      return parsed.success ? parsed.data : { cart: [], results: [], handled: [] };
    },
    save: (context, state) => property.set(context, state),
  };
}
