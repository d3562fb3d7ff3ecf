import { readFile, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { Rule } from './rules.ts';

/** A mistake in the text of the program itself, where no port could bring it in. */
export interface PlantedSource {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** In which scenario it is looked for. */
  readonly scenario: string;
  /** The rules that may find it. */
  readonly breaks: readonly Rule[];
}

export const plantedSources: readonly PlantedSource[] = [
  {
    name: 'a signal is written in a transaction of its own',
    file: 'src/store/checkouts.ts',
    from: 'write: (change) => transact((trx) => writeChange(trx, change, destinations)),',
    to: `write: async ({ signals, ...change }) => {
      await transact((trx) => writeChange(trx, change, destinations));
      return transact((trx) => writeChange(trx, { signals }, destinations));
    },`,
    scenario: 'paid and confirmed',
    breaks: ['S5'],
  },
  {
    name: 'who pays is not written with the change that first knows it',
    file: 'src/store/write-change.ts',
    from: 'else if (change.payer !== undefined) await writePayer(trx, change.payer);',
    to: '',
    scenario: 'paid and confirmed',
    breaks: ['P1'],
  },
  {
    name: 'what was refused in a shared commit is not rolled back',
    file: 'src/store/sqlite/transactions.ts',
    from: 'await sql`rollback to job`.execute(connection).catch(() => Promise.reject(error));',
    to: '',
    scenario: 'begun by two messages at once',
    breaks: ['whole'],
  },
  {
    name: 'events of a dead process are not released',
    file: 'src/store/store.ts',
    from: 'await transact((trx) => releaseEvents(trx));',
    to: 'await Promise.resolve();',
    scenario: 'paid and confirmed',
    breaks: ['life'],
  },
  {
    name: 'an owner is compared without the channel in the store',
    file: 'src/store/owned-by.ts',
    from: `eb('channel_id', '=', channelId), `,
    to: '',
    scenario: 'on two channels with the same ids',
    breaks: ['B1', 'B7', 'fault'],
  },
  {
    name: 'a sum is compared without its currency',
    file: 'src/checkout/matches-snapshot.ts',
    from: 'one.currency === other.currency && ',
    to: '',
    scenario: 'approved in another currency',
    breaks: ['M2', 'M3'],
  },
  {
    name: 'the nonce of a dead order brings back the live one',
    file: 'src/purchase/find-order-by-nonce.ts',
    from: 'return checkout.orders.find(({ nonceHash }) => sameSecret(nonceHash, actual));',
    to: `return checkout.orders.some(({ nonceHash }) => sameSecret(nonceHash, actual))
    ? checkout.orders.find(({ live }) => live)
    : undefined;`,
    scenario: 'by the address of the dead order',
    breaks: ['M4'],
  },
  {
    name: 'any session is taken for that of the payer',
    file: 'src/purchase/payer-session.ts',
    from: 'return isSession(payerSessionHash, payerSession);',
    to: 'return true;',
    scenario: 'brought back by another browser first',
    breaks: ['B2', 'M4'],
  },
  {
    name: 'a new number resets the attempts',
    file: 'src/round-trip/new-number.ts',
    from: 'numbersDrawn: numbersDrawn + 1,',
    to: 'numbersDrawn: numbersDrawn + 1, attempts: 0,',
    scenario: 'guessed over two numbers',
    breaks: ['B3'],
  },
  {
    name: 'an event for the merchant is written in a transaction of its own',
    file: 'src/store/checkouts.ts',
    from: 'write: (change) => transact((trx) => writeChange(trx, change, destinations)),',
    to: `write: async (change) => {
      const signals = await transact((trx) => writeChange(trx, change, []));
      const { insertMerchantEvents } = await import('./insert-merchant-events.ts');
      const { before, after } = change.update ?? {};
      if (after !== undefined) await transact((trx) => insertMerchantEvents(trx, destinations, before, after));
      return signals;
    },`,
    scenario: 'refunded by the merchant',
    breaks: ['N1'],
  },
  {
    name: 'the merchant is not told of what a number confirms',
    file: 'src/store/try-number.ts',
    from: 'await writeChange(trx, change, destinations);',
    to: 'await writeChange(trx, change, []);',
    scenario: 'paid and confirmed',
    breaks: ['N1'],
  },
  {
    name: 'an event for the merchant is noted as told before it is told, and lost by a crash',
    file: 'src/worker/tell-merchant.ts',
    from: 'const told = await tell(manner, [first, ...others], now);',
    to: `for (const event of [first, ...others]) await options.merchantEvents.markTold(event);
  const told = await tell(manner, [first, ...others], now);`,
    scenario: 'paid and confirmed',
    breaks: ['N3'],
  },
  {
    name: 'what a dead process was telling the merchant is not released',
    file: 'src/store/store.ts',
    from: 'await transact((trx) => releaseMerchantEvents(trx));',
    to: 'await Promise.resolve();',
    scenario: 'paid and confirmed',
    breaks: ['life'],
  },
  {
    name: 'an approval without an address is taken for one at home',
    file: 'src/checkout/matches-snapshot.ts',
    from: 'return shipping?.country !== undefined && shippingCountry !== shipping.country;',
    to: 'return shipping?.country !== undefined && shippingCountry !== undefined && shippingCountry !== shipping.country;',
    scenario: 'approved without an address',
    breaks: ['D1'],
  },
  {
    name: 'a parcel is written without what tells of it',
    file: 'src/purchase/ship.ts',
    from: `tells: 'shipped', `,
    to: '',
    scenario: 'on its way with a number',
    breaks: ['D2'],
  },
  {
    name: 'of two who say the same of a parcel each is told',
    file: 'src/purchase/ship.ts',
    from: `if (isTold) return { kind: 'unchanged', checkout };`,
    to: '',
    scenario: 'on its way by two at once',
    breaks: ['D2'],
  },
  {
    name: "a parcel's number is told to PayPal before it is written",
    file: 'src/purchase/ship.ts',
    from: 'const after = await write(ports, checkout, parcel ?? {}, now);',
    to: `const asked = toTracking(checkout, parcel ?? {}, now);
    if (asked !== undefined) await ports.payments.trackOrder({ ...asked, number: parcel?.number ?? '' });
    const after = await write(ports, checkout, parcel ?? {}, now);`,
    scenario: 'on its way with a number',
    breaks: ['D3'],
  },
  {
    name: "nobody goes on with a parcel's number that PayPal has not answered",
    file: 'src/store/checkout-row.ts',
    from: 'tracking_open: isTrackingOpen(checkout) ? 1 : 0,',
    to: 'tracking_open: 0,',
    scenario: 'on its way with a number',
    breaks: ['D3'],
  },
  {
    name: 'a chat of the merchant is not told of what is sold',
    file: 'src/store/insert-merchant-events.ts',
    from: '...(await listHearingDestinations(trx))',
    to: '...[]',
    scenario: 'paid and confirmed',
    breaks: ['N1'],
  },
  {
    name: 'whoever tells takes what is for another place',
    file: 'src/store/merchant-events.ts',
    from: `.where('state', '=', waiting)
    .where('destination', '=', destination)
    .where('try_at'`,
    to: `.where('state', '=', waiting)
    .where('try_at'`,
    scenario: 'paid and confirmed',
    breaks: ['N4'],
  },
  {
    name: 'a chat that was taken out is told on',
    file: 'src/store/hearing-chats.ts',
    from: `db.selectFrom('merchant_chats').where('state', '=', hearing)`,
    to: `db.selectFrom('merchant_chats').where('id', '>', 0)`,
    scenario: 'sold after the merchant has taken a chat out',
    breaks: ['N4'],
  },
];

/**
 * The model with this mistake in the program under it, as one file that Node runs by itself; it stands in the folder.
 * @throws Error where the text that is to be replaced does not stand there exactly once
 */
export async function plant({ file, from, to }: PlantedSource, folder: string): Promise<string> {
  const text = await readFile(file, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`${file} does not hold this exactly once: ${from}`);
  const contents = text.replace(from, () => to);
  const outfile = join(folder, 'simulate.mjs');
  let isPlanted = false;
  await build({
    entryPoints: ['test/model/simulate.ts'],
    bundle: true,
    outfile,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    plugins: [
      {
        name: 'plant',
        setup: ({ onLoad }) =>
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            if (path !== resolve(file)) return undefined;
            isPlanted = true;
            return { contents, loader: 'ts' };
          }),
      },
    ],
  });
  if (!isPlanted) throw new Error(`the model does not use ${file}`);
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  return outfile;
}
