import type { Migration } from 'kysely';
import { firstTables } from './001-first-tables.ts';
import { refundsAndEvents } from './002-refunds-and-events.ts';
import { unclearTries } from './003-unclear-tries.ts';
import { indexes } from './004-indexes.ts';
import { keyColumns } from './005-key-columns.ts';
import { merchantEvents } from './006-merchant-events.ts';
import { payers } from './007-payers.ts';
import { trackings } from './008-trackings.ts';
import { merchantChats } from './009-merchant-chats.ts';

/** In the order in which they are applied. A name that was ever released is never changed, nor what it does. */
export const migrations: Readonly<Record<string, Migration>> = {
  '001-first-tables': firstTables,
  '002-refunds-and-events': refundsAndEvents,
  '003-unclear-tries': unclearTries,
  '004-indexes': indexes,
  '005-key-columns': keyColumns,
  '006-merchant-events': merchantEvents,
  '007-payers': payers,
  '008-trackings': trackings,
  '009-merchant-chats': merchantChats,
};
