/** One PayPal order that this checkout asked for. Written before the call. */
export interface Order {
  /** 1 to 3, in the order in which they were asked for. */
  readonly number: number;
  readonly requestId: string;
  /** Its own for each order, so that PayPal takes no second one for a duplicate. An older row has none: the checkout's id. */
  readonly invoiceId?: string | undefined;
  /** A live order may be paid; one that left the live set is never captured. */
  readonly live: boolean;
  readonly nonceKeyId: string;
  readonly nonceHash: string;
  /** The settings that its body names, as they were when it was first asked for: a retry sends the same bytes. */
  readonly publicUrl: string;
  readonly merchantName: string;
  readonly orderId?: string | undefined;
  /** Where the payer approves; PayPal's own address. */
  readonly approveUrl?: string | undefined;
  /** The merchant id that PayPal's create answer named. */
  readonly payeeId?: string | undefined;
  /** How many captures were asked for; each definite decline allows a new one. */
  readonly captures: number;
  /** When PayPal's own answer first showed an approval that no browser had brought back. */
  readonly approvalSeenAt?: number | undefined;
  /** PayPal's event of the last approval that we know of: another event tells of another approval. */
  readonly approvalEventId?: string | undefined;
  /** Another browser than the one that claimed brought its approval back: that ended it. */
  readonly approvedElsewhere?: boolean | undefined;
  /**
   * The approval came with an address in another country than the one that was paid for: its code, or empty where there
   * was no address at all. The order is over.
   */
  readonly approvedFor?: string | undefined;
}

/** What holds them: the checkout. */
interface Orders {
  readonly orders: readonly Order[];
}

export function liveOrder({ orders }: Orders): Order | undefined {
  return orders.find((order) => order.live);
}

/** The orders with the live one changed. */
export function withLiveOrder({ orders }: Orders, changes: Partial<Order>): readonly Order[] {
  return orders.map((order) => (order.live ? { ...order, ...changes } : order));
}

/** The orders with none left alive: no approval of theirs is ever captured. */
export function closeOrders({ orders }: Orders): readonly Order[] {
  return orders.map((order) => ({ ...order, live: false }));
}
