import { expect } from 'chai';
import { openStore, type Store } from '../../src/store/store.ts';
import { sampleCheckout } from './sample-checkout.ts';
import { noteStatements } from './statements.ts';

describe('the store', () => {
  const statements: string[] = [];
  let store: Store;

  beforeEach(async () => {
    store = await openStore({
      url: 'file::memory:',
      holder: 'test',
      around: (database) => noteStatements(database, (text) => void statements.push(text)),
    });
    await store.migrate();
    statements.length = 0;
  });
  afterEach(() => store.close());

  const idle: Readonly<Record<string, (opened: Store) => Promise<unknown>>> = {
    'no keys to read': ({ botState }) => botState.read([]),
    'nothing to write': ({ botState }) => botState.write({}),
    'nothing but what is undefined to write': ({ botState }) =>
      botState.write({ a: undefined, b: undefined }),
    'no keys to delete': ({ botState }) => botState.delete([]),
  };
  for (const [what, act] of Object.entries(idle))
    it(`asks the database nothing where there are ${what}`, async () => {
      await act(store);
      expect(statements).to.deep.equal([]);
    });

  const few: Readonly<Record<string, (opened: Store) => Promise<unknown>>> = {
    'a key to read': ({ botState }) => botState.read(['a']),
    'a value to write beside an undefined one': ({ botState }) => botState.write({ a: undefined, b: 1 }),
    'a key to delete': ({ botState }) => botState.delete(['a']),
  };
  for (const [what, act] of Object.entries(few))
    it(`asks the database where there is ${what}`, async () => {
      await act(store);
      expect(statements).not.to.deep.equal([]);
    });

  it('commits nothing where no signal and no event is due', async () => {
    await store.checkouts.write({ insert: sampleCheckout(Date.now()) });
    statements.length = 0;
    expect(await store.signals.claimDue('test', 1_000, 10)).to.deep.equal([]);
    expect(await store.inbox.claimDue('test', 1_000, 10)).to.deep.equal([]);
    expect(statements).to.have.length(2);
    expect(statements.join()).not.to.include('commit');
  });
});
