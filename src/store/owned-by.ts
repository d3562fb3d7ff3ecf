import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Owner } from '../round-trip/owner.ts';
import type { Tables } from './tables.ts';

/** The condition that a checkout is this owner's, all three ids. */
export function isOwnedBy(owner: Owner) {
  return (eb: ExpressionBuilder<Tables, 'checkouts'>): Expression<SqlBool> =>
    eb.and([
      eb('channel_id', '=', owner.channelId),
      eb('conversation_id', '=', owner.conversationId),
      eb('shopper_id', '=', owner.shopperId),
    ]);
}
