import type { Checkout } from './checkout/checkout.ts';
import { toAmount } from './checkout/money.ts';
import type { Store } from './store/store.ts';

/** The merchant's list: newest first, then what waits for a person or for too long. */
export async function listOrders(
  store: Pick<Store, 'checkouts' | 'overdue'>,
  options: { limit: number; json: boolean },
): Promise<string> {
  const checkouts = await store.checkouts.list(options.limit);
  if (options.json) return checkouts.map((checkout) => `${JSON.stringify(toRow(checkout))}\n`).join('');
  if (checkouts.length === 0) return 'There are no checkouts yet.\n';
  const rows = checkouts.map(toRow);
  const header = {
    id: 'CHECKOUT',
    status: 'STATUS',
    total: 'TOTAL',
    channel: 'CHANNEL',
    started: 'STARTED',
    flag: '',
  };
  const width = (name: 'id' | 'status' | 'total' | 'channel' | 'started'): number =>
    Math.max(...[header, ...rows].map((row) => row[name].length));
  const line = (row: typeof header): string =>
    [
      row.id.padEnd(width('id')),
      row.status.padEnd(width('status')),
      row.total.padStart(width('total')),
      row.channel.padEnd(width('channel')),
      row.started,
      row.flag,
    ]
      .join('  ')
      .trimEnd();
  return `${[header, ...rows].map(line).join('\n')}\n`;
}

function toRow({ id, status, total, owner, createdAt, flag }: Checkout) {
  return {
    id,
    status,
    total: `${toAmount(total)} ${total.currency}`,
    channel: owner.channelId,
    started: new Date(createdAt).toISOString().slice(0, 16).replace('T', ' '),
    flag: flag ?? '',
  };
}
