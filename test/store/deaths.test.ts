import { expect } from 'chai';
import { join } from 'node:path';
import { revise } from '../../src/checkout/checkout.ts';
import { openStore } from '../../src/store/store.ts';
import { type DeathSite, listDeaths, prepareSite, type Written } from './death-site.ts';
import { dumpDatabase, dumpSchema } from './dump.ts';
import { copyDatabase, makeFastFolder, openMortal } from './mortal-store.ts';
import { outcomeOf } from './outcome.ts';
import { type Write, writes } from './writes.ts';

/** Whatever statement it is: what is found afterwards is what was before, or all that the write promises. */
describe('A process that dies inside the store', () => {
  let folder: ReturnType<typeof makeFastFolder>;
  let site: DeathSite;

  before(async () => {
    folder = makeFastFolder();
    site = await prepareSite(folder.path);
  });
  after(() => folder.remove());

  /** A fresh copy of what was before, and a place for what is left. */
  const fresh = () => {
    const file = join(folder.path, 'live.db');
    copyDatabase(site.file, file);
    return { file, remains: join(folder.path, 'remains.db'), clock: site.clock };
  };

  const doWhole = async (
    act: Write['act'],
  ): Promise<{ readonly statements: readonly string[]; after: object }> => {
    const place = fresh();
    const living = await openMortal(place);
    living.dieAt(undefined);
    const outcomes = await Promise.all(act(living.store, site.written).map((work) => outcomeOf(work)));
    const statements = [...living.statements];
    const after = dumpDatabase(place.file);
    await living.close();
    expect(outcomes).to.include('done');
    return { statements, after };
  };

  for (const write of writes)
    it(`leaves ${write.name} whole or not at all, whatever the statement, and a retry ends the same`, async () => {
      const untouched = dumpDatabase(site.file);
      const { statements, after } = await doWhole(write.act);
      if (write.accepted !== undefined) expect(after).to.deep.equal((await doWhole(write.accepted)).after);
      expect(after).to.not.deep.equal(untouched);
      const commit = statements.indexOf('commit') + 1;
      expect(commit).to.be.greaterThan(0);
      expect(statements.lastIndexOf('commit') + 1, 'one commit').to.equal(commit);
      for (const death of listDeaths(statements)) {
        const place = fresh();
        const dying = await openMortal(place);
        dying.dieAt(death);
        const works = write.act(dying.store, site.written);
        const outcomes = await Promise.allSettled(works);
        expect(dying.isDead).to.equal(true);
        await dying.close();
        const isCommitted =
          death.statement > commit || (death.statement === commit && death.when === 'after');
        const at = `${death.when} ${death.statement} of ${statements.length}: ${statements[death.statement - 1]}`;
        // Nobody was told that it is done before it was durable.
        const isTold = outcomes.some(({ status }) => status === 'fulfilled');
        expect(isTold && !isCommitted, at).to.equal(false);
        expect(dumpDatabase(place.remains), at).to.deep.equal(isCommitted ? after : untouched);
        if (!isCommitted) expect(await actAgain(write, place.remains, site), at).to.deep.equal(after);
      }
    });

  it('frees all that the dead had leased once another one serves, wherever that one dies over it', async () => {
    const free = { ...fresh(), lock: true, holder: 'next' };
    const first = await openMortal(free);
    const { length } = first.statements;
    const all = [...first.statements];
    await first.close();
    const leases = (file: string): unknown[] =>
      Object.values(dumpDatabase(file))
        .flat()
        .filter((row) => holdsLease(row));
    expect(leases(site.file)).to.have.length(7);
    expect(leases(free.file)).to.deep.equal([]);
    expect(all.filter((text) => text === 'commit')).to.have.length(3);
    for (let statement = 1; statement <= length; statement += 1) {
      const place = { ...fresh(), lock: true };
      const death = { statement, when: 'before' } as const;
      const fault: unknown = await openMortal({ ...place, death }).catch((error: unknown) => error);
      expect(fault).to.be.an('error').with.property('name', 'ProcessDied');
      const next = await openMortal({
        file: place.remains,
        remains: place.file,
        clock: site.clock,
        lock: true,
      });
      await next.close();
      expect(leases(place.remains), all[statement - 1]).to.deep.equal([]);
    }
  });

  it('frees what was its own when it ends in peace, and nothing that others hold', async () => {
    const place = fresh();
    const ending = await openMortal(place);
    await ending.store.inbox.claimDue('mortal', 60_000, 1);
    const { open } = site.written;
    const after = revise(open, { lease: { holder: 'mortal', until: site.clock.now + 1 } }, site.clock.now);
    await ending.store.checkouts.write({ update: { before: open, after } });
    const dead = ['dead', 'dead', 'dead', 'dead'];
    const holders = (): string[] => Object.values(dumpDatabase(place.file)).flatMap(listHolders).toSorted();
    expect(holders()).to.deep.equal([...dead, 'mortal', 'mortal', 'mortal', 'mortal', 'mortal']);
    await ending.close();
    expect(holders()).to.deep.equal(dead);
  });

  it('leaves a schema that the next one brings up to date, wherever it dies while it migrates', async () => {
    const whole = join(folder.path, 'whole.db');
    const places = { remains: join(folder.path, 'half.db'), clock: site.clock };
    const first = await openMortal({ ...places, file: whole });
    first.dieAt(undefined);
    await first.store.migrate();
    const { length } = first.statements;
    await first.close();
    for (let statement = 1; statement <= length; statement += 1) {
      const file = join(folder.path, `migrating-${statement}.db`);
      const remains = join(folder.path, `migrated-${statement}.db`);
      const dying = await openMortal({ file, remains, clock: site.clock });
      dying.dieAt({ statement, when: 'before' });
      await dying.store.migrate().catch((error: unknown) => error);
      expect(dying.isDead).to.equal(true);
      await dying.close();
      const next = await openStore({ url: `file:${remains}`, holder: 'next' });
      await next.migrate();
      expect(await next.check()).to.equal('ok');
      await next.close();
      expect(dumpSchema(remains)).to.deep.equal(dumpSchema(whole));
    }
  });
});

/** Whoever got no answer does the same once more. */
async function actAgain(
  write: Write,
  file: string,
  { clock, written }: { clock: { now: number }; written: Written },
) {
  const next = await openMortal({ file, remains: `${file}-unused`, clock });
  await Promise.all(write.act(next.store, written).map((work) => outcomeOf(work)));
  const found = dumpDatabase(file);
  await next.close();
  return found;
}

function listHolders(rows: readonly unknown[]): readonly string[] {
  return rows.flatMap((row) => (holdsLease(row) ? [String(row.lease_holder)] : []));
}

function holdsLease(row: unknown): row is { readonly lease_holder: unknown } {
  return typeof row === 'object' && row !== null && 'lease_holder' in row && row.lease_holder !== null;
}
