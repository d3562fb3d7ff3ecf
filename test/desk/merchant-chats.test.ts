import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { MerchantChat } from '../../src/checkout/merchant-chat-ports.ts';
import { listMerchantChats, newMerchantSentence, revokeMerchantChat } from '../../src/desk/merchant-chats.ts';
import { createKeyRing } from '../../src/round-trip/keys.ts';
import { createMerchantCodes, readMerchantSentence } from '../../src/round-trip/merchant-code.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { times } from '../store/outcome.ts';
import { sampleCode, saying } from '../store/sample-codes.ts';
import { shopper } from '../store/sample-checkout.ts';

const keys = createKeyRing([randomBytes(32)]);

describe("the merchant's hand on chats", () => {
  let store: Store;
  let clock: { now: number };
  beforeEach(async () => {
    clock = { now: 1_800_000_000_000 };
    store = await openStore({ url: 'file::memory:', holder: 'one', clock: () => clock.now });
    await store.migrate();
  });
  afterEach(() => store.close());

  const letIn = async (name: string, channelId = 'webchat'): Promise<MerchantChat> => {
    await store.merchantChats.openCode({ ...sampleCode, id: `${name} ${clock.now}` });
    const attempt = saying({ ...shopper, channelId, conversationId: `with-${name}` });
    const outcome = await store.merchantChats.tryCode({ ...attempt, from: { ...attempt.from, name } });
    if (outcome.kind !== 'joined') throw new Error('it fits');
    return outcome.chat;
  };
  const list = async (): Promise<readonly string[]> => (await listMerchantChats(store.merchantChats)).lines;

  it('prints a sentence that fits, until when, and that it is for nobody else', async () => {
    const { isDone, lines } = await newMerchantSentence(store.merchantChats, keys);
    expect(isDone).to.equal(true);
    expect(lines[0]).to.match(/^merchant [B-Z]{4}-[B-Z]{4}$/u);
    expect(lines.join(' '))
      .to.include('until 2027-01-15 08:10 UTC')
      .and.to.include('show it to nobody else')
      .and.not.to.include('is over');
    const letters = readMerchantSentence(lines[0] ?? '') ?? '';
    const { matches } = createMerchantCodes(keys);
    const outcome = await store.merchantChats.tryCode(
      saying(shopper, ({ id, hash }) => matches(id, letters, hash)),
    );
    expect(outcome.kind).to.equal('joined');
  });

  it('says that the one before is over, where it still was to be said', async () => {
    await newMerchantSentence(store.merchantChats, keys);
    const second = await newMerchantSentence(store.merchantChats, keys);
    expect(second.lines.at(-1)).to.equal('The sentence that was printed before is over.');
    clock.now += 600_000;
    const third = await newMerchantSentence(store.merchantChats, keys);
    expect(third.lines.join()).not.to.include('printed before');
  });

  it('lets no more in than twenty', async () => {
    for (const number of times(20, (one) => one)) await letIn(`chat-${number}`);
    const { isDone, lines } = await newMerchantSentence(store.merchantChats, keys);
    expect(isDone).to.equal(false);
    expect(lines).to.deep.equal([
      '20 chats hear what happens already. Take one out with --revoke first; --list shows them. Nothing was changed.',
    ]);
    await store.merchantChats.end(3, 'revoked');
    expect((await newMerchantSentence(store.merchantChats, keys)).isDone).to.equal(true);
  });

  it('lists none, one, and many with how each stands, newest first', async () => {
    expect(await list()).to.deep.equal([
      'No chat hears what happens. Without options this prints a sentence that lets one in.',
    ]);
    await letIn('Mia');
    clock.now += 60_000;
    const zoe = await letIn('Zoe Long', 'msteams');
    const max = await letIn('Max');
    await store.merchantChats.end(zoe.id, 'unreachable', 'refused 403');
    await store.merchantChats.end(max.id, 'left');
    expect(await list()).to.deep.equal([
      'CHAT  CHANNEL  ACCOUNT   SINCE                 LAST HEARD  STATE',
      '3     webchat  Max       2027-01-15 08:01 UTC  -           left 2027-01-15 08:01 UTC',
      '2     msteams  Zoe Long  2027-01-15 08:01 UTC  -           unreachable 2027-01-15 08:01 UTC (refused 403)',
      '1     webchat  Mia       2027-01-15 08:00 UTC  -           hearing',
    ]);
  });

  it('names an account without a name by its id, and lets no name bend the list', async () => {
    await letIn('');
    await letIn('\u001B[2J\u202Eevil\n9  webchat  faked\t');
    const lines = await list();
    expect(lines).to.have.length(3);
    expect(lines[2]).to.include(' ada ');
    expect(lines.join('')).not.to.match(/[\p{Cc}\p{Bidi_Control}]/u);
  });

  it('revokes one, and says so where there is none or nothing to revoke', async () => {
    await letIn('Mia');
    const revoke = (id: number) => revokeMerchantChat(store.merchantChats, id);
    for (const [id, isDone, sentence] of [
      [2, false, 'There is no chat 2. --list shows them. Nothing was changed.'],
      [1, true, 'Chat 1 (Mia) hears nothing more, and may ask for nothing.'],
      [1, false, 'Chat 1 hears nothing any more already (revoked). Nothing was changed.'],
    ] as const)
      expect(await revoke(id)).to.deep.equal({ isDone, lines: [sentence] });
    expect(await store.merchantChats.listHearing()).to.deep.equal([]);
  });
});
