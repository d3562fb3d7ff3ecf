import { expect } from 'chai';
import { parseActivity } from '../../src/bot-framework/activity.ts';
import { incoming } from '../stage/incoming.ts';

const serviceUrl = 'https://smba.trafficmanager.net/emea/';

describe('an activity from outside', () => {
  it('keeps what the bot reads, and nothing else', () => {
    const parsed = parseActivity(
      incoming(serviceUrl, {
        from: { id: 'shopper-1', name: 'Ann', aadObjectId: 'a', role: 'user', secret: 1 },
        attachments: [{ contentType: 'text/html', content: '<b>hi</b>' }],
        value: { action: 'add', nested: [1, { deep: true }] },
        locale: 'de-DE',
        timestamp: '2026-11-22T10:11:12.1234567Z',
        callerId: 'urn:botframework:azure',
        deliveryMode: 'expectReplies',
        relatesTo: { serviceUrl: 'https://evil.example/' },
        unknown: { a: 1 },
      }),
    );
    if (parsed.kind !== 'activity') throw new Error(parsed.fields);
    expect(JSON.parse(JSON.stringify(parsed.activity))).to.deep.equal({
      ...incoming(serviceUrl),
      from: { id: 'shopper-1', name: 'Ann', aadObjectId: 'a', role: 'user' },
      attachments: [{ contentType: 'text/html' }],
      value: { action: 'add', nested: [1, { deep: true }] },
      locale: 'de-DE',
      timestamp: '2026-11-22T10:11:12.123Z',
    });
    expect(parsed.activity.timestamp).to.be.instanceOf(Date);
  });

  it('may leave out, or fill with null, what a channel need not know', () => {
    const { id: _id, text: _text, ...bare } = incoming(serviceUrl);
    expect(parseActivity(bare).kind).to.equal('activity');
    const nulls = Object.fromEntries(
      [
        'id',
        'text',
        'name',
        'value',
        'channelData',
        'entities',
        'attachments',
        'membersAdded',
        'locale',
        'timestamp',
        'replyToId',
      ].map((field) => [field, null]),
    );
    const conversation = { id: 'c', isGroup: null, conversationType: null, tenantId: null, name: null };
    expect(parseActivity(incoming(serviceUrl, { ...nulls, conversation })).kind).to.equal('activity');
  });

  const oddAttachments: Record<string, unknown> = {
    'without a type': [{ contentUrl: 'https://x.example/y' }],
    'whose type is null': [{ contentType: null, contentUrl: 'https://x.example/y' }],
    'whose type is empty': [{ contentType: '' }],
    'that is null': [null, { contentType: 'image/png' }],
  };
  for (const [odd, attachments] of Object.entries(oddAttachments)) {
    it(`keeps its text beside an attachment ${odd}`, () => {
      const parsed = parseActivity(incoming(serviceUrl, { text: 'cart', attachments }));
      expect(parsed).to.have.nested.property('activity.text', 'cart');
      expect(parsed).to.have.nested.property('activity.attachments').with.length(1);
    });
  }

  it('may have a date that is none, and then has none', () => {
    const parsed = parseActivity(incoming(serviceUrl, { timestamp: 'yesterday' }));
    expect(parsed).to.have.nested.property('activity.timestamp', undefined);
  });

  const malformed: Record<string, unknown> = {
    'is nothing': undefined,
    'is a list': [incoming(serviceUrl)],
    'is a string': 'message',
    'has no type': incoming(serviceUrl, { type: undefined }),
    'has a type that is an object': incoming(serviceUrl, { type: {} }),
    'has a text that is an object': incoming(serviceUrl, { text: { a: 1 } }),
    'has a from that is a string': incoming(serviceUrl, { from: 'shopper-1' }),
    'has a from without an id': incoming(serviceUrl, { from: { name: 'Ann' } }),
    'has a from with a number for an id': incoming(serviceUrl, { from: { id: 7 } }),
    'has an empty id of a shopper': incoming(serviceUrl, { from: { id: '' } }),
    'has no recipient': incoming(serviceUrl, { recipient: undefined }),
    'has no conversation': incoming(serviceUrl, { conversation: null }),
    'has an id that is a dot': incoming(serviceUrl, { id: '.' }),
    'has a conversation id that climbs': incoming(serviceUrl, { conversation: { id: '..' } }),
    'has a conversation id that cannot be written': incoming(serviceUrl, { conversation: { id: '\ud800' } }),
    'has an empty channelId': incoming(serviceUrl, { channelId: '' }),
    'has no channelId': incoming(serviceUrl, { channelId: null }),
    'has no serviceUrl': incoming(serviceUrl, { serviceUrl: undefined }),
    'has entities that are no list': incoming(serviceUrl, { entities: { type: 'mention' } }),
    'has a mention of nobody': incoming(serviceUrl, { entities: [{ type: 'mention', mentioned: 'shop' }] }),
    'has members that are strings': incoming(serviceUrl, { membersAdded: ['shopper-1'] }),
    'has a timestamp that is a number': incoming(serviceUrl, { timestamp: 1 }),
    'has a value nested too deep': incoming(serviceUrl, { value: nest(100_000) }),
    'has channel data nested too deep': incoming(serviceUrl, { channelData: nest(33) }),
    'has channel data nested too deep beside what is not': incoming(serviceUrl, {
      channelData: [1, nest(33)],
    }),
    'has a text that is too long, and no type': incoming(serviceUrl, { text: 'x'.repeat(28_001), type: 1 }),
  };
  for (const [fault, body] of Object.entries(malformed)) {
    it(`is malformed when it ${fault}`, () => {
      expect(parseActivity(body).kind).to.equal('malformed');
    });
  }

  const tooLarge: Record<string, Record<string, unknown>> = {
    'a text of more than 28,000 characters': { text: 'x'.repeat(28_001) },
    'an id of more than 512 characters': { id: 'x'.repeat(513) },
    'a shopper’s id of more than 512 characters': { from: { id: 'x'.repeat(513) } },
    'a conversation id of more than 512 characters': { conversation: { id: 'x'.repeat(513) } },
    'thousands of members': { membersAdded: Array.from({ length: 2_001 }, () => ({ id: 'a' })) },
  };
  for (const [what, more] of Object.entries(tooLarge)) {
    it(`is too large with ${what}`, () => {
      expect(parseActivity(incoming(serviceUrl, more)).kind).to.equal('too_large');
    });
  }

  it('is refused by the names of its fields', () => {
    const body = incoming(serviceUrl, { type: 1, from: { id: 7 } });
    expect(parseActivity(body)).to.deep.equal({ kind: 'malformed', fields: 'type, from.id' });
    const members = Array.from({ length: 100 }, () => ({ id: 7 }));
    const many = parseActivity(incoming(serviceUrl, { membersAdded: members }));
    expect(many).to.have.property('fields').with.length(200);
  });

  it('has of a name what a person would read', () => {
    const parsed = parseActivity(incoming(serviceUrl, { from: { id: 'a', name: 'x'.repeat(300) } }));
    expect(parsed).to.have.nested.property('activity.from.name', 'x'.repeat(256));
  });

  it('is taken at the limits', () => {
    const body = incoming(serviceUrl, {
      text: 'x'.repeat(28_000),
      from: { id: 'x'.repeat(512) },
      value: nest(32),
    });
    expect(parseActivity(body).kind).to.equal('activity');
  });
});

function nest(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}
