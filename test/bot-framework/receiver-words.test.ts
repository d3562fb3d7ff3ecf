import { expect } from 'chai';
import { createAdapter } from '../../src/bot-framework/adapter.ts';
import { Unauthorized } from '../../src/bot-framework/claims.ts';
import { createReceiver, type ReceiverOptions } from '../../src/bot-framework/receiver.ts';
import { startConnectorStub } from '../stage/connector-stub.ts';
import type { ConnectorStub } from '../stage/connector-stub.ts';
import { incoming, recordLog } from '../stage/incoming.ts';

describe('what the receiver says', () => {
  let stub: ConnectorStub;

  beforeEach(async () => {
    stub = await startConnectorStub();
  });
  afterEach(async () => stub.close());

  function start(more: Partial<ReceiverOptions> = {}) {
    const { lines, log } = recordLog();
    const serviceHosts = [stub.host];
    const adapter = createAdapter({ settings: {}, serviceHosts, log });
    const receiver = createReceiver({
      adapter,
      isAuthenticated: false,
      serviceHosts,
      onTurn: async () => undefined,
      log,
      ...more,
    });
    const post = async (fields: Record<string, unknown> = {}, authorization = '') =>
      receiver.receive({ authorization, body: incoming(stub.serviceUrl, fields) });
    return { adapter, receiver, post, lines };
  }

  /** An adapter to which something happens before the bot gets its turn. */
  function troubled(trouble: Partial<ReceiverOptions['adapter']>): ReceiverOptions['adapter'] {
    const { adapter } = start();
    return {
      authenticate: async (...given) => adapter.authenticate(...given),
      runTurn: async (...given) => adapter.runTurn(...given),
      ...trouble,
    };
  }

  describe('to whom it refuses', () => {
    it('names the fields of what is no activity', async () => {
      expect(await start().post({ from: {}, text: 7 })).to.deep.equal({
        status: 400,
        body: { error: 'The activity is not well formed: from.id, text.' },
      });
    });

    it('names the fields of what is too large', async () => {
      expect(await start().post({ text: 'x'.repeat(28_001), name: 'x'.repeat(257) })).to.deep.equal({
        status: 413,
        body: { error: 'The activity is too large: text, name.' },
      });
    });

    it('says that the bot does not answer there', async () => {
      expect(await start().post({ serviceUrl: 'https://evil.example/' })).to.deep.equal({
        status: 400,
        body: { error: 'The bot does not answer to this serviceUrl.' },
      });
    });

    it('asks for a token before it looks at anything', async () => {
      const authenticate = async (): Promise<never> => expect.fail('looked at');
      const { post, lines } = start({ isAuthenticated: true, adapter: troubled({ authenticate }) });
      expect(await post()).to.deep.equal({
        status: 401,
        body: { error: 'A token of the Bot Framework is required.' },
      });
      expect(lines).to.deep.equal([]);
    });

    it('says that too many are waiting, and no more', async () => {
      let open = (): void => undefined;
      const gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      const { post } = start({ onTurn: async () => gate });
      const waiting = Array.from({ length: 50 }, (_, n) => post({ id: `activity-${n}` }));
      const refused = await post({ id: 'one more' });
      open();
      await Promise.all(waiting);
      expect(refused).to.deep.equal({
        status: 429,
        body: { error: 'Too many activities of this conversation are waiting.' },
      });
    });
  });

  describe('of a token', () => {
    const refused = { error: 'The token is not one for this bot and this activity.' };
    const unclear = { error: 'The token cannot be checked now. Please try again.' };
    const long = 'x'.repeat(400);
    const cases: [string, unknown, { status: number; body: unknown; event: string; reason: string }][] = [
      [
        'that is not good',
        new Unauthorized('The audience is another bot.'),
        {
          status: 401,
          body: refused,
          event: 'activity_refused',
          reason: 'Unauthorized: The audience is another bot.',
        },
      ],
      [
        'that is not good for a reason of botbuilder’s',
        new Unauthorized('The token is not valid.', { cause: new Error('jwt malformed') }),
        { status: 401, body: refused, event: 'activity_refused', reason: 'Error: jwt malformed' },
      ],
      [
        'that could not be examined',
        new Error('no keys', { cause: new Error('the network') }),
        { status: 503, body: unclear, event: 'authentication_failed', reason: 'Error: no keys' },
      ],
      [
        'about which much is said',
        long,
        { status: 503, body: unclear, event: 'authentication_failed', reason: long.slice(0, 300) },
      ],
    ];
    for (const [what, error, { status, body, event, reason }] of cases)
      it(`${what}: its sender reads nothing of the reason, the log all that matters`, async () => {
        const authenticate = (): Promise<never> => Promise.reject(error);
        const { post, lines } = start({ isAuthenticated: true, adapter: troubled({ authenticate }) });
        expect(await post({}, 'Bearer secret')).to.deep.equal({ status, body });
        expect(lines).to.deep.equal([{ event, channelId: 'directline', reason }]);
      });
  });

  describe('of a turn', () => {
    it('that nobody could be told of: where it broke, and of which activity', async () => {
      const fault = new Error('broken here');
      for (const [error, said] of [
        [fault, fault.stack],
        ['a word', 'a word'],
      ]) {
        const runTurn = (): Promise<never> => Promise.reject(error);
        const { post, lines } = start({ adapter: troubled({ runTurn }) });
        expect(await post()).to.deep.equal({ status: 500, body: { error: 'The turn failed.' } });
        expect(lines).to.deep.equal([
          { event: 'turn_unanswered', activityId: 'activity-1', channelId: 'directline', error: said },
        ]);
      }
    });

    for (const [durationMs, logged] of [
      [0, undefined],
      [5_000, undefined],
      [5_000.4, undefined],
      [5_000.6, 5_001],
      [60_000, 60_000],
    ] as const)
      it(`of ${durationMs} ms: ${logged === undefined ? 'nothing' : 'how long it took'}`, async () => {
        let at = 1_000;
        const { post, lines } = start({
          now: () => at,
          onTurn: async () => {
            at += durationMs;
          },
        });
        expect(await post()).to.deep.equal({ status: 200 });
        const line = { event: 'turn_slow', activityId: 'activity-1', channelId: 'directline' };
        expect(lines).to.deep.equal(logged === undefined ? [] : [{ ...line, durationMs: logged }]);
      });
  });

  describe('of a press below a message', () => {
    for (const [what, fields, turns] of [
      ['of the thumbs: nothing', { type: 'invoke', name: 'message/submitAction' }, 0],
      ['of another button: what the bot says', { type: 'invoke', name: 'message/other' }, 1],
      ['that is a message: what the bot says', { type: 'message', name: 'message/submitAction' }, 1],
      ['that is an event without a name: what the bot says', { type: 'event', name: null }, 1],
    ] as const)
      it(what, async () => {
        let begun = 0;
        const { post } = start({ onTurn: async () => void (begun += 1) });
        const { status } = await post(fields);
        expect(status).to.equal(fields.name === 'message/other' ? 501 : 200);
        expect(begun).to.equal(turns);
      });
  });

  describe('of two activities at once', () => {
    const pairs: [string, number, Record<string, unknown>, Record<string, unknown>][] = [
      ['of one id', 1, {}, {}],
      ['of two ids', 2, { id: '1' }, { id: '2' }],
      ['of one id in two conversations', 2, {}, { conversation: { id: 'conversation-2' } }],
      ['of one id on two channels', 2, {}, { channelId: 'webchat' }],
      ['without an id', 2, { id: null }, { id: null }],
    ];
    for (const [what, count, one, other] of pairs)
      it(`${what}: the answer of ${count === 1 ? 'one turn' : 'a turn each'}`, async () => {
        let turns = 0;
        const { post } = start({ onTurn: async () => void (turns += 1) });
        expect(await Promise.all([post(one), post(other)])).to.deep.equal([{ status: 200 }, { status: 200 }]);
        expect(turns).to.equal(count);
      });

    it('of one conversation id on two channels: neither waits for the other', async () => {
      let open = (): void => undefined;
      const gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      const { post } = start({
        onTurn: async ({ activity }) => (activity.channelId === 'webchat' ? open() : gate),
      });
      const answers = await Promise.all([post({ id: '1' }), post({ id: '2', channelId: 'webchat' })]);
      expect(answers).to.deep.equal([{ status: 200 }, { status: 200 }]);
    });
  });
});
