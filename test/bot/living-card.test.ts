import { expect } from 'chai';
import type { Checkout } from '../../src/checkout/checkout.ts';
import type { Told } from '../../src/checkout/messenger-port.ts';
import { paidCheckout, sampleCheckout } from '../store/sample-checkout.ts';
import { type Answers, later, now, onEdits, onTeams, plainly, refused, tell } from './telling.ts';

const card = { cardActivityId: 'card' };

describe('the card of a purchase', () => {
  it('has a link sealed for it as long as it can be paid, and no longer', async () => {
    const links = async (changes: Partial<Checkout>): Promise<number> =>
      (await tell('payment_pending', sampleCheckout(now, { ...onEdits, ...changes }))).links;
    expect(await links({ status: 'open' })).to.equal(1);
    expect(await links({ status: 'declined' })).to.equal(1);
    expect(await links({ status: 'paid' })).to.equal(0);
    expect(await links({ status: 'expired' })).to.equal(0);
  });

  for (const [what, changes, answers, calls] of [
    ['in its place', { ...onEdits, ...card }, {}, ['send chat key-0', 'update chat card']],
    ['nowhere, where there is none', onEdits, {}, ['send chat key-0']],
    ['nowhere, where the channel changes nothing', { ...plainly, ...card }, {}, ['send chat key-0']],
    ['nowhere, where the news was not told', { ...onEdits, ...card }, { send: [later] }, ['send chat key-0']],
    ['nowhere, where the news is refused', { ...onEdits, ...card }, { send: [refused] }, ['send chat key-0']],
    [
      'in the owner’s own conversation',
      { ...onTeams, ...card },
      {},
      ['send group key-0', 'open group', 'update alone card'],
    ],
    [
      'in the group, where no own conversation is to be had',
      { ...onTeams, ...card },
      { open: { kind: 'impossible', reason: 'refused 403' } },
      ['send group key-0', 'open group', 'update group card'],
    ],
    [
      'in the group, where it is not in the own conversation',
      { ...onTeams, ...card },
      { update: [refused] },
      ['send group key-0', 'open group', 'update alone card', 'update group card'],
    ],
    [
      'in the group, where the channel has no conversation of one’s own',
      { ...onEdits, ...card, isGroup: true },
      {},
      ['send chat key-0', 'update chat card'],
    ],
    [
      'in the only conversation, on a channel that has groups too',
      { ...onTeams, ...card, isGroup: false },
      {},
      ['send group key-0', 'update group card'],
    ],
  ] as const satisfies readonly (readonly [string, Partial<Checkout>, Answers, readonly string[]])[])
    it(`is brought up to date ${what}`, async () => {
      const told = await tell('payment_arrived', paidCheckout(now, changes), answers);
      expect(told.calls.map((call) => call.replace(/:.*/u, ''))).to.deep.equal(calls);
      for (const call of told.calls.filter((one) => one.startsWith('update')))
        expect(call).to.match(/: 2 items, €59\.50\. Paid, waiting for your number$/u);
    });
});

describe('a link', () => {
  const tellLink = (changes: Partial<Checkout>, answers: Answers = {}) =>
    tell('link_ready', sampleCheckout(now, changes), answers);

  it('is a card whose message is remembered', async () => {
    const { told, calls, said } = await tellLink(onEdits);
    expect(told).to.deep.equal({ kind: 'told', cardActivityId: 'sent' });
    expect(calls).to.deep.equal(['send chat key']);
    expect(said[0]).to.include('https://shop.example/checkout/x');
  });

  for (const [what, changes, answers, told, calls] of [
    [
      'goes to its owner alone, and the group hears that it did',
      onTeams,
      {},
      { kind: 'told', cardActivityId: 'sent' },
      ['open group', 'send alone key', 'send group -'],
    ],
    [
      'goes to the only conversation, on a channel that has groups too',
      { ...onTeams, isGroup: false },
      {},
      { kind: 'told', cardActivityId: 'sent' },
      ['send group key'],
    ],
    [
      'goes to the group where the channel has no conversation of one’s own',
      { ...onEdits, isGroup: true },
      {},
      { kind: 'told', cardActivityId: 'sent' },
      ['send chat key'],
    ],
    [
      'goes to the group where no own conversation is to be had',
      onTeams,
      { open: { kind: 'impossible', reason: 'refused 403' } },
      { kind: 'told', cardActivityId: 'sent' },
      ['open group', 'send group key'],
    ],
    [
      'goes to the group where the own conversation refuses it',
      onTeams,
      { send: [refused] },
      { kind: 'told', cardActivityId: 'sent' },
      ['open group', 'send alone key', 'send group key'],
    ],
    [
      'goes nowhere yet where the own conversation may be had later',
      onTeams,
      { open: { kind: 'retry', reason: 'refused 503' } },
      { kind: 'retry', reason: 'refused 503' },
      ['open group'],
    ],
    [
      'goes nowhere yet where the own conversation takes it later',
      onTeams,
      { send: [later] },
      later,
      ['open group', 'send alone key'],
    ],
    ['is told again where the channel takes it later', onEdits, { send: [later] }, later, ['send chat key']],
    ['is given up where the channel refuses it', onEdits, { send: [refused] }, refused, ['send chat key']],
  ] as const satisfies readonly (readonly [string, Partial<Checkout>, Answers, Told, readonly string[]])[])
    it(what, async () => {
      const outcome = await tellLink(changes, answers);
      expect(outcome.told).to.deep.equal(told);
      expect(outcome.calls).to.deep.equal(calls);
      if (outcome.calls.at(-1) === 'send group -')
        expect(outcome.said.at(-1)).to.match(/^Ada, I sent you the checkout link in a private chat/u);
    });
});
