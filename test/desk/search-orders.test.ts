import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect } from 'chai';
import { z } from 'zod';
import { type ListOptions, listOrders } from '../../src/desk/orders.ts';
import { receiptNumberOf } from '../../src/checkout/receipt-number.ts';
import { openStore } from '../../src/store/store.ts';
import { type Bench, openBench } from '../stage/flow-harness.ts';
import { listed } from '../stage/listed.ts';
import { payFor } from '../stage/payer.ts';
import { newFolder } from '../store/databases.ts';
import { sampleCheckout, shopper } from '../store/sample-checkout.ts';

describe("what the merchant's list is narrowed by", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await openBench();
  });
  afterEach(() => bench.close());

  const ids = async (options: Partial<ListOptions>): Promise<string[]> =>
    (await listed(bench.store, { form: 'json', ...options }, bench.ports.keys))
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line).id);

  it('is a receipt number, an id, an item by name or id, a shopper, an order or a capture, in any case', async () => {
    const { checkout } = await payFor(bench, await bench.start({ shopperName: 'Ödön von Horváth' }));
    await bench.start({ shopperName: 'Bo 100%_' });
    const { orders, capture } = await bench.row(checkout);
    for (const search of [
      receiptNumberOf(checkout),
      receiptNumberOf(checkout).toLowerCase(),
      checkout.id,
      ` ${checkout.id.slice(0, 12)} `,
      orders[0]?.orderId,
      capture?.captureId,
      'ödön',
      'HORVÁTH',
    ])
      expect(await ids({ search }), search).to.deep.equal([checkout.id]);
    for (const search of ['teapot', 'STONEWARE', 'spring-sencha', 'pot'])
      expect(await ids({ search }), search).to.have.length(2);
    for (const search of ['100%_', '0%']) expect(await ids({ search }), search).to.have.length(1);
    for (const search of ['%', '_']) expect(await ids({ search }), search).to.have.length(1);
    for (const search of ['nothing like it', "' or 1=1 --", '\\'])
      expect(await ids({ search }), search).to.deep.equal([]);
  });

  it("is the payer's e-mail address, whole", async () => {
    const { checkout } = await payFor(bench);
    expect(await ids({ search: 'PAT.PAYER@example.com' })).to.deep.equal([checkout.id]);
    for (const search of ['payer@example.com', '@', 'pat.payer@', 'Pat Payer'])
      expect(await ids({ search }), search).to.deep.equal([]);
  });

  it('is a flag, a beginning, a status, and all of them together', async () => {
    const old = await bench.start();
    bench.clock.now += 1_000;
    const since = bench.clock.now;
    const young = await bench.start();
    await bench.force(old, { status: 'flagged', flag: 'unconfirmed' });
    await bench.force(young, { status: 'flagged', flag: 'unconfirmed' });
    const other = await bench.start();
    expect(await ids({ flagged: true })).to.deep.equal([young.id, old.id]);
    expect((await ids({ since })).toSorted()).to.deep.equal([young.id, other.id].toSorted());
    expect(await ids({ since, flagged: true, status: 'flagged', search: 'teapot' })).to.deep.equal([
      young.id,
    ]);
    expect(await ids({ since, flagged: true, status: 'open' })).to.deep.equal([]);
  });

  it('comes in pages, none twice and none left out, also where many began at one moment', async () => {
    const begun = await Promise.all(Array.from({ length: 7 }, () => bench.start()));
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page: string[] = [];
      const { next } = await listOrders(
        { store: bench.store, keys: bench.ports.keys, withoutAddress: [] },
        { limit: 3, form: 'json', since: 0, after },
        (text) => page.push(text),
      );
      seen.push(...(page.join('').match(/(?<="id":")[a-z2-7]{26}/gu) ?? []));
      after = next;
    } while (after !== undefined);
    expect(seen.toSorted()).to.deep.equal(begun.map(({ id }) => id).toSorted());
  });
});

describe('a search that 100,000 purchases match', () => {
  let folder: string;
  before(async () => {
    folder = await newFolder();
  });
  after(() => rm(folder, { recursive: true }));

  it('answers page by page, each as large as a page, and holds no more', async () => {
    const file = join(folder, 'shop.db');
    const store = await openStore({ url: `file:${file}`, holder: 'test' });
    try {
      await store.migrate();
      await store.checkouts.write({ insert: sampleCheckout(1, { owner: shopper, status: 'cancelled' }) });
      multiply(file, 100_000);
      const asked: number[] = [];
      const counting = {
        ...store,
        searchOrders: async (query: Parameters<typeof store.searchOrders>[0]) => {
          const page = await store.searchOrders(query);
          asked.push(page.length);
          return page;
        },
      };
      const csv = await listed(counting, { limit: 99_999, form: 'csv', search: 'walnut' });
      expect(csv.split('\r\n')).to.have.length(100_001);
      expect(Math.max(...asked)).to.equal(200);
      const [first] = (await listed(store, { limit: 1, form: 'json', search: 'walnut' })).split('\n');
      expect(JSON.parse(first ?? '')).to.include({ status: 'cancelled' });
    } finally {
      await store.close();
    }
  }).timeout(120_000);
});

/** So many rows like the first one, each with an id and a moment of its own. */
function multiply(file: string, count: number): void {
  const database = new Sqlite(file);
  const names = z
    .array(z.object({ name: z.string() }))
    .parse(database.pragma('table_info(checkouts)'))
    .map(({ name }) => name);
  const own: Readonly<Record<string, string>> = {
    id: `printf('%026d', n)`,
    started_by: `'activity ' || n`,
    created_at: 'n',
  };
  database.exec(`
    with recursive numbers(n) as (select 2 union all select n + 1 from numbers where n < ${count})
    insert into checkouts (${names.join(', ')})
    select ${names.map((name) => own[name] ?? `checkouts.${name}`).join(', ')} from checkouts, numbers`);
  database.close();
}
