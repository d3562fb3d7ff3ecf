import { expect } from 'chai';
import { createTurns } from '../../src/bot-framework/turns.ts';

describe('the turns of conversations', () => {
  it('run one at a time and in order within a conversation', async () => {
    const turns = createTurns();
    const story: string[] = [];
    const turn = (name: string) =>
      turns.run('c', async () => {
        story.push(`${name} begins`);
        await new Promise(setImmediate);
        story.push(`${name} ends`);
      });
    await Promise.all([turn('first'), turn('second'), turn('third')]);
    expect(story).to.deep.equal([
      'first begins',
      'first ends',
      'second begins',
      'second ends',
      'third begins',
      'third ends',
    ]);
  });

  it('run side by side in different conversations', async () => {
    const turns = createTurns();
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const waiting = turns.run('a', async () => gate);
    await turns.run('b', async () => open());
    await waiting;
  });

  it('go on after one that failed', async () => {
    const turns = createTurns();
    const failed = turns.run('c', async () => {
      throw new Error('failed on purpose');
    });
    const next = turns.run('c', async () => 'next');
    expect(await failed?.catch(String)).to.equal('Error: failed on purpose');
    expect(await next).to.equal('next');
  });

  it('are refused when too many wait, and taken again later', async () => {
    const turns = createTurns(2);
    const first = turns.run('c', async () => 1);
    const second = turns.run('c', async () => 2);
    expect(turns.run('c', async () => 3)).to.equal(undefined);
    expect(await turns.run('other', async () => 4)).to.equal(4);
    await Promise.all([first, second]);
    expect(await turns.run('c', async () => 5)).to.equal(5);
  });

  it('are settled when the last one has ended, failed ones and late ones included', async () => {
    const turns = createTurns();
    const story: string[] = [];
    const first = turns.run('c', async () => {
      await new Promise(setImmediate);
      story.push('first');
      late = turns.run('c', async () => {
        await new Promise(setImmediate);
        story.push('late');
        throw new Error('failed on purpose');
      });
    });
    let late: Promise<void> | undefined;
    await turns.settled();
    expect(story).to.deep.equal(['first', 'late']);
    await first;
    expect(await late?.catch(String)).to.equal('Error: failed on purpose');
    await turns.settled();
  });
});
