import { expect } from 'chai';
import { createTurns } from '../../src/local-channel/turns.ts';

describe('turns of the bot', () => {
  const log = (): void => undefined;

  it('run one at a time and in order within a conversation, side by side across conversations', async () => {
    const story: string[] = [];
    const gates = new Map<unknown, () => void>();
    const deliver = async ({ id }: Record<string, unknown>): Promise<{ status: number }> => {
      story.push(`begin ${String(id)}`);
      await new Promise<void>((resolve) => gates.set(id, resolve));
      story.push(`end ${String(id)}`);
      return { status: 200 };
    };
    const turns = createTurns({ deliver, limitMs: 60_000, log });
    const ends = [
      turns.hand('a', { id: 'a1' }),
      turns.hand('a', { id: 'a2' }),
      turns.hand('b', { id: 'b1' }),
    ];
    await settleMicrotasks();
    expect(story).to.deep.equal(['begin a1', 'begin b1']);
    for (const id of ['b1', 'a1', 'a2']) {
      gates.get(id)?.();
      await settleMicrotasks();
    }
    expect(await Promise.all(ends)).to.deep.equal(['done', 'done', 'done']);
    expect(story).to.deep.equal(['begin a1', 'begin b1', 'end b1', 'end a1', 'begin a2', 'end a2']);
  });

  it('fail alone: the next one still runs after an error or a turn without an end', async () => {
    const deliver = async ({ id }: Record<string, unknown>): Promise<{ status: number }> => {
      if (id === 'throws') throw new Error('no');
      if (id === 'hangs') return new Promise(() => undefined);
      return { status: 200 };
    };
    const turns = createTurns({ deliver, limitMs: 20, log });
    const ends = ['throws', 'hangs', 'works'].map(async (id) => turns.hand('a', { id }));
    await turns.settled();
    expect(await Promise.all(ends)).to.deep.equal(['failed', 'failed', 'done']);
  });
});

async function settleMicrotasks(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
