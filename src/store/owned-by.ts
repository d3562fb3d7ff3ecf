import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Owner } from '../round-trip/owner.ts';
import type { Tables } from './tables.ts';

/** The condition that a checkout is this owner's, all three ids. */
export function isOwnedBy(owner: Owner) {
  return (eb: ExpressionBuilder<Tables, 'checkouts'>): Expression<SqlBool> =>
    eb.and([isOfShopper(owner)(eb), eb('conversation_id', '=', owner.conversationId)]);
}

/** The condition that a checkout is this shopper's, in whichever conversation of the channel. */
export function isOfShopper({ channelId, shopperId }: Owner) {
  return (eb: ExpressionBuilder<Tables, 'checkouts'>): Expression<SqlBool> =>
    eb.and([eb('channel_id', '=', channelId), eb('shopper_id', '=', shopperId)]);
}
