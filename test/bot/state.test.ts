import { MemoryStorage, PrivateConversationState } from 'botbuilder';
import { expect } from 'chai';
import { createShopState, type ShopState } from '../../src/bot/state.ts';
import { turn } from './turn.ts';

const empty: ShopState = { cart: [], results: [], handled: [] };

describe('a shopper’s own state', () => {
  const kept = async (state: unknown): Promise<ShopState> => {
    const states = new PrivateConversationState(new MemoryStorage());
    const context = turn();
    await states.createProperty<unknown>('shop').set(context, state);
    await states.saveChanges(context);
    return createShopState(states).load(turn());
  };

  it('is empty at first', async () => {
    const states = createShopState(new PrivateConversationState(new MemoryStorage()));
    expect(await states.load(turn())).to.deep.equal(empty);
  });

  it('is what was saved, for the same shopper in the same conversation alone', async () => {
    const conversations = new PrivateConversationState(new MemoryStorage());
    const states = createShopState(conversations);
    const state: ShopState = {
      cart: [{ productId: 'tea', quantity: 2 }],
      results: [{ checkoutId: 'one', total: '€2.00', captureId: 'C1', confirmedAt: 7 }],
      handled: ['activity-1'],
      catalogPage: 3,
    };
    const context = turn();
    await states.save(context, state);
    await conversations.saveChanges(context);
    expect(await states.load(turn())).to.deep.equal(state);
    expect(await states.load(turn({ from: { id: 'bob' } }))).to.deep.equal(empty);
    expect(await states.load(turn({ conversation: { id: 'other' } }))).to.deep.equal(empty);
  });

  const cart = (quantity: unknown, productId: unknown = 'tea'): unknown => ({
    ...empty,
    cart: [{ productId, quantity }],
  });
  for (const [what, state] of [
    ['one', cart(1)],
    ['the most', cart(9_999)],
    ['the longest id', cart(1, 'x'.repeat(200))],
    [
      'a hundred lines',
      { ...empty, cart: Array.from({ length: 100 }, () => ({ productId: 'a', quantity: 1 })) },
    ],
    ['the first page', { ...empty, catalogPage: 1 }],
  ] as const)
    it(`is kept with ${what}`, async () => {
      expect(await kept(state)).to.deep.equal(state);
    });

  for (const [what, state] of [
    ['nothing', undefined],
    ['a word', 'cart'],
    ['an earlier form', { cart: [] }],
    ['none of something', cart(0)],
    ['too many', cart(10_000)],
    ['a half', cart(1.5)],
    ['a quantity in letters', cart('1')],
    ['an id that is too long', cart(1, 'x'.repeat(201))],
    [
      'too many lines',
      { ...empty, cart: Array.from({ length: 101 }, () => ({ productId: 'a', quantity: 1 })) },
    ],
    ['no page', { ...empty, catalogPage: 0 }],
    ['half a page', { ...empty, catalogPage: 1.5 }],
    ['a purchase without its sum', { ...empty, results: [{ checkoutId: 'one' }] }],
  ] as const)
    it(`is begun anew where ${what} is stored`, async () => {
      expect(await kept(state)).to.deep.equal(empty);
    });
});
