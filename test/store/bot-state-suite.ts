import { expect } from 'chai';
import type { BotStateStore } from '../../src/store/bot-state.ts';
import type { TestDatabase, TestStore } from './databases.ts';

export function describeBotState({ open }: TestDatabase): void {
  let opened: TestStore;
  let state: BotStateStore;

  beforeEach(async () => {
    opened = await open();
    state = opened.store.botState;
  });
  afterEach(() => opened.remove());

  it('answers what is known of the keys it was asked for', async () => {
    const cart = { lines: [{ productId: 'tray', quantity: 2 }], eTag: '*' };
    await state.write({ 'webchat/users/ada': cart, 'webchat/users/bob': { lines: [] } });
    expect(await state.read(['webchat/users/ada', 'unknown'])).to.deep.equal({ 'webchat/users/ada': cart });
    expect(await state.read([])).to.deep.equal({});
  });

  it('keeps the last of two writes', async () => {
    await state.write({ a: { turn: 1 }, b: { turn: 1 } });
    await state.write({ a: { turn: 2 } });
    expect(await state.read(['a', 'b'])).to.deep.equal({ a: { turn: 2 }, b: { turn: 1 } });
  });

  it('keeps all keys of one write or none', async () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const fault = await state.write({ a: { turn: 1 }, b: circle }).catch((error: unknown) => error);
    expect(fault).to.be.instanceOf(TypeError);
    expect(await state.read(['a', 'b'])).to.deep.equal({});
  });

  it('writes nothing for an undefined value, and takes any key as a key', async () => {
    const changes = Object.fromEntries([
      ['__proto__', { turn: 1 }],
      ['gone', undefined],
    ]);
    await state.write(changes);
    const read = await state.read(['__proto__', 'gone']);
    expect(Object.entries(read)).to.deep.equal([['__proto__', { turn: 1 }]]);
  });

  it('forgets what is deleted', async () => {
    await state.write({ a: 1, b: 2 });
    await state.delete(['a', 'unknown']);
    await state.delete([]);
    expect(await state.read(['a', 'b'])).to.deep.equal({ b: 2 });
  });
}
