import type { Rule } from './rules.ts';

/** What no row may show: the question finds what breaks the rule, in tables and columns alone. */
export interface DatabaseRule {
  readonly rule: Rule;
  readonly says: string;
  readonly sql: string;
}

export const databaseRules: readonly DatabaseRule[] = [
  {
    rule: 'P1',
    says: 'it is paid, and nobody has paid',
    sql: `select id, status from checkouts where status in ('approved', 'paid', 'confirmed')
      and document ->> '$.erasedAt' is null and not exists (select 1 from payers where checkout_id = id)`,
  },
  {
    rule: 'P1',
    says: 'a payer is kept without who pays, or after the erasure',
    sql: `select checkout_id from payers join checkouts on id = checkout_id
      where document ->> '$.erasedAt' is not null or (document ->> '$.payerId') is null`,
  },
  {
    rule: 'M9',
    says: 'the document tells another status',
    sql: `select id, status, document ->> 'status' as written from checkouts
      where status <> document ->> 'status' or id <> document ->> 'id' or version < document ->> 'version'`,
  },
  {
    rule: 'M9',
    says: 'the ledger has no line of this status',
    sql: `select id, status, version from checkouts where not exists (
      select 1 from ledger where checkout_id = checkouts.id and ledger.version <= checkouts.version
        and (what = status or what like status || ', %'))`,
  },
  {
    rule: 'M9',
    says: 'the ledger tells of a version that is not there',
    sql: `select checkout_id, max(version) as version from ledger group by checkout_id
      having max(version) > coalesce((select version from checkouts where id = checkout_id), 0)`,
  },
  {
    rule: 'M9',
    says: 'a version stands twice in the ledger',
    sql: 'select checkout_id, version from ledger group by checkout_id, version having count(*) > 1',
  },
  {
    rule: 'M10',
    says: 'the order of the column is not the live one',
    sql: `select id, order_id from checkouts where order_id is not (
      select value ->> 'orderId' from json_each(document, '$.orders') where value ->> 'live' = 1)`,
  },
  {
    rule: 'whole',
    says: 'what is under way has no key of its link, or what is over has one',
    sql: `select id, status from checkouts where (link_key_id is null) <> (
      status in ('confirmed', 'cancelled', 'expired', 'flagged', 'refunding', 'refunded'))`,
  },
  {
    rule: 'whole',
    says: 'the key of the column is not the one that sealed the number',
    sql: `select id, number_key_id from checkouts where number_key_id is not (
      case when status in ('paid', 'approved') then substr(document ->> '$.number.sealed', 1, 8) end)`,
  },
  {
    rule: 'S5',
    says: 'a signal of nothing',
    sql: 'select id, kind from signals where checkout_id not in (select id from checkouts)',
  },
  {
    rule: 'S5',
    says: 'a checkout whose link nobody is going to send',
    sql: `select id from checkouts where id not in (select checkout_id from signals where kind = 'link_ready')`,
  },
  {
    rule: 'N1',
    says: 'an event whose content names another',
    sql: `select event_id from merchant_events where event_id <> body ->> '$.data.eventId'
      or checkout_id <> body ->> '$.data.checkoutId' or body ->> 'type' <> 'checkout.' || kind`,
  },
  {
    rule: 'N1',
    says: 'a confirmation that the merchant is not told of, or twice',
    sql: `select id from checkouts where (select count(*) from merchant_events where checkout_id = checkouts.id and kind = 'confirmed' and destination = 'webhook')
      <> (select count(*) from ledger where checkout_id = checkouts.id and (what = 'confirmed' or what like 'confirmed, %'))`,
  },
  {
    rule: 'N1',
    says: 'somebody could not be told, and the merchant does not hear of it',
    sql: `select id from signals where state = 'undeliverable' and not exists (
      select 1 from merchant_events where event_id = 'msg_' || signals.checkout_id || '_signal' || signals.id || '_undeliverable')`,
  },
  {
    rule: 'D2',
    says: 'a parcel that nobody is told of',
    sql: `select id from checkouts where document ->> '$.shipment.toldAt' is not null and not exists (
      select 1 from signals where checkout_id = checkouts.id and kind = 'shipped' and due_at = document ->> '$.shipment.toldAt')`,
  },
  {
    rule: 'D3',
    says: "a parcel's number that is asked for, and that nobody goes on with",
    sql: `select id from checkouts where (tracking_open = 1) <> (document ->> '$.shipment.tracking.status' is 'submitted')`,
  },
  {
    rule: 'N1',
    says: 'the webhook is to hear of it, and a chat that is let in is not',
    sql: `select event_id, merchant_chats.id from merchant_events join merchant_chats on merchant_chats.state = 'hearing'
      where destination = 'webhook' and happened_at > joined_at and not exists (
        select 1 from merchant_events as other
        where other.event_id = merchant_events.event_id and other.destination = 'chat-' || merchant_chats.id)`,
  },
  {
    rule: 'N4',
    says: 'something waits for a chat that hears no more, or is from when it did not hear',
    sql: `select event_id, destination from merchant_events join merchant_chats on destination = 'chat-' || merchant_chats.id
      where happened_at < joined_at or happened_at > coalesce(merchant_chats.ended_at, happened_at)
        or (merchant_events.state = 'waiting' and merchant_chats.state <> 'hearing')`,
  },
  {
    rule: 'B5',
    says: 'replaced by nothing',
    sql: `select id from checkouts where document ->> 'replacedBy' not in (select id from checkouts)`,
  },
  {
    rule: 'whole',
    says: 'a purchase is counted that was never begun',
    sql: `select key, count(*) as counted from limit_events where name = 'checkouts' group by key having counted <> (
      select count(*) from checkouts where json_array(channel_id, shopper_id) = key)`,
  },
  {
    rule: 'B3',
    says: 'more wrong numbers are counted than were tried',
    sql: `select key, count(*) as counted from limit_events where name = 'failed_numbers' group by key having counted > (
      select sum(attempts) from checkouts where json_array(channel_id, shopper_id) = key)`,
  },
  {
    rule: 'whole',
    says: 'an owner has two under way',
    sql: `select channel_id, conversation_id, shopper_id from checkouts
      where status not in ('confirmed', 'cancelled', 'expired', 'flagged', 'refunding', 'refunded')
      group by channel_id, conversation_id, shopper_id having count(*) > 1`,
  },
];

/** Once another process serves: what the dead had leased would only wait for its end. */
export const restartRules: readonly DatabaseRule[] = [
  'checkouts',
  'signals',
  'webhook_events',
  'merchant_events',
].map((table) => ({
  rule: 'life',
  says: `the dead hold ${table}`,
  sql: `select lease_holder, lease_until from ${table} where lease_holder is not null`,
}));
