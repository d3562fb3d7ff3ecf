import type { Generated, Selectable } from 'kysely';
import type { Actor } from '../checkout/ports.ts';

/** Times are milliseconds since 1970 by the database's clock, booleans integers. */
export interface Tables {
  checkouts: CheckoutTable;
  signals: SignalTable;
  limit_events: LimitEventTable;
  bot_state: BotStateTable;
  health: HealthTable;
  webhook_events: WebhookEventTable;
  ledger: LedgerTable;
  payers: PayerTable;
  merchant_events: MerchantEventTable;
  merchant_codes: MerchantCodeTable;
  merchant_chats: MerchantChatTable;
}

export type CheckoutRow = Selectable<CheckoutTable>;
export type PayerRow = Selectable<PayerTable>;
export type SignalRow = Selectable<SignalTable>;
export type MerchantEventRow = Selectable<MerchantEventTable>;
export type MerchantChatRow = Selectable<MerchantChatTable>;

/** What SQL asks about has a column; `document` is the whole. Where both hold a thing, the column is right. */
interface CheckoutTable {
  id: string;
  version: number;
  status: string;
  channel_id: string;
  conversation_id: string;
  shopper_id: string;
  started_by: string;
  created_at: number;
  updated_at: number;
  expires_at: number;
  paid_at: number | null;
  lease_holder: string | null;
  lease_until: number | null;
  number_expires_at: number | null;
  number_attempts: number;
  attempts: number;
  /** The live PayPal order. */
  order_id: string | null;
  capture_id: string | null;
  flag: string | null;
  /** Refunds that are asked for and not settled. */
  refunds_open: number;
  /** 1 while PayPal has not answered about a parcel's number. */
  tracking_open: number;
  card_activity_id: string | null;
  /** Of a checkout under way, each the id of the key that something of it is sealed under; empty where nobody knows. */
  link_key_id: string | null;
  number_key_id: string | null;
  order_key_id: string | null;
  /** Over, not disputed and not erased: 1 until its time has come. */
  may_be_forgotten: number;
  document: string;
}

interface SignalTable {
  id: Generated<number>;
  checkout_id: string;
  kind: string;
  /** When it was meant to be said; what decides which of two signals is the older. */
  due_at: number;
  /** When to try next; a postponed signal keeps its `due_at`. */
  try_at: number;
  lease_holder: string | null;
  lease_until: number | null;
  /** Tries that came to nothing. */
  tries: Generated<number>;
  /** Those whose answer was lost. */
  unclear_tries: Generated<number>;
  state: Generated<'waiting' | 'delivered' | 'dropped' | 'undeliverable'>;
  reason: string | null;
  created_at: number;
  ended_at: number | null;
}

interface LimitEventTable {
  id: Generated<number>;
  name: string;
  key: string;
  at: number;
}

interface BotStateTable {
  key: string;
  value: string;
  updated_at: number;
}

interface WebhookEventTable {
  event_id: string;
  event: string;
  received_at: number;
  try_at: number;
  lease_holder: string | null;
  lease_until: number | null;
  tries: number;
  state: 'waiting' | 'done' | 'not_ours' | 'given_up';
}

interface LedgerTable {
  id: Generated<number>;
  checkout_id: string;
  version: number;
  at: number;
  who: Actor;
  what: string;
  debug_id: string | null;
}

interface PayerTable {
  checkout_id: string;
  sealed: string;
  /** Of the key that sealed it. */
  key_id: string;
  email_hash: string | null;
  seen_at: number;
}

interface MerchantEventTable {
  id: Generated<number>;
  /** The same for all destinations. */
  event_id: string;
  destination: string;
  checkout_id: string;
  kind: string;
  /** What is sent, as it was when it happened. */
  body: string;
  happened_at: number;
  /** From here on it is tried for a day. */
  due_at: number;
  /** When to try next. */
  try_at: number;
  lease_holder: string | null;
  lease_until: number | null;
  tries: Generated<number>;
  state: Generated<'waiting' | 'told' | 'given_up' | 'dropped'>;
  reason: string | null;
  ended_at: number | null;
}

interface MerchantCodeTable {
  id: string;
  /** Keyed; the letters are stored nowhere. */
  hash: string;
  created_at: number;
  expires_at: number;
  tries: Generated<number>;
  ended_at: number | null;
  why_ended: 'used' | 'replaced' | 'shown' | null;
}

interface MerchantChatTable {
  id: Generated<number>;
  channel_id: string;
  conversation_id: string;
  account_id: string;
  name: string;
  locale: string;
  /** Empty once the chat hears no more. */
  conversation_reference: string;
  joined_at: number;
  heard_at: number | null;
  state: Generated<'hearing' | 'left' | 'revoked' | 'unreachable'>;
  ended_at: number | null;
  reason: string | null;
}

interface HealthTable {
  id: number;
  checked_at: number;
}
