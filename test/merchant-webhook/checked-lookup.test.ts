import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { expect } from 'chai';
import {
  AddressRefused,
  createCheckedLookup,
  type Resolver,
} from '../../src/merchant-webhook/checked-lookup.ts';

const four: LookupAddress = { address: '1.1.1.1', family: 4 };
const six: LookupAddress = { address: '2606:4700:4700::1111', family: 6 };
const inside: LookupAddress = { address: '10.0.0.5', family: 4 };

type Answered = { readonly error: Error | null; readonly answer: readonly unknown[] };

function ask(lookup: LookupFunction, options: Parameters<LookupFunction>[1]): Promise<Answered> {
  return new Promise((resolve) => {
    lookup('shop.example', options, (error, ...answer) => resolve({ error, answer }));
  });
}

function resolving(...answers: readonly (readonly LookupAddress[] | Error)[]): Resolver {
  const left = [...answers];
  return (_hostname, answer) => {
    const next = left.shift() ?? [];
    if (next instanceof Error) answer(next, []);
    else answer(null, next);
  };
}

describe('what node connects by', () => {
  for (const [options, answer] of [
    [{ all: true }, [[four, six]]],
    [{ all: true, family: 6 }, [[six]]],
    [{ family: 4 }, [four.address, 4]],
    [{ family: 6 }, [six.address, 6]],
    [{ family: 0 }, [four.address, 4]],
    [{}, [four.address, 4]],
  ] as const)
    it(`are the checked addresses themselves, as it asks for them: ${JSON.stringify(options)}`, async () => {
      const answered = await ask(createCheckedLookup(resolving([four, six])), options);
      expect(answered).to.deep.equal({ error: null, answer });
    });

  it('is refused whole where one address of many is not public, whichever family is asked for', async () => {
    for (const options of [{ all: true }, { family: 6 }] as const) {
      const { error } = await ask(createCheckedLookup(resolving([six, four, inside])), options);
      expect(error).to.be.instanceOf(AddressRefused).and.to.have.property('address', inside.address);
    }
  });

  it('is judged anew at each call: a name that was public may lead inside at the second look', async () => {
    const lookup = createCheckedLookup(resolving([four], [inside]));
    expect((await ask(lookup, { all: true })).error).to.equal(null);
    expect((await ask(lookup, { all: true })).error).to.be.instanceOf(AddressRefused);
  });

  it('is nothing where the name has no address, or none of the family, or is not known', async () => {
    expect((await ask(createCheckedLookup(resolving([])), { all: true })).error).to.be.instanceOf(Error);
    expect((await ask(createCheckedLookup(resolving([four])), { family: 6 })).error).to.be.instanceOf(Error);
    const unknown = new Error('ENOTFOUND');
    expect((await ask(createCheckedLookup(resolving(unknown)), { all: true })).error).to.equal(unknown);
  });
});
