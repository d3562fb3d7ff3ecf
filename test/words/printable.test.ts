import { expect } from 'chai';
import { listed } from '../stage/listed.ts';
import { printable, printableJson, printableLine } from '../../src/words/printable.ts';
import { sampleCheckout } from '../store/sample-checkout.ts';

describe('words of others in a terminal, a list or a log', () => {
  const hostile: Record<string, string> = {
    'an escape': '\u001b[2J\u001b]0;title\u0007',
    'an escape of one byte': '\u009b31m',
    'a carriage return': 'paid\roverwritten',
    'a backspace': 'paid\b\b\b\b',
    'a null': 'a\u0000b',
    'a delete': 'a\u007fb',
    'text that runs backwards': '\u202eevil\u202c',
    'an isolate': '\u2066evil\u2069',
    'a mark of direction': 'a\u200fb',
    'a line separator': 'a\u2028b\u2029c',
    'half a character': 'a\ud800b',
    'a tag that nobody sees': 'a\u200bb\ufeffc',
  };
  // As it reaches the terminal: what moves, hides or turns round.
  const speaks = /(?![\n\t])\p{Cc}|[\p{Bidi_Control}\p{Cs}\p{Zl}\p{Zp}\u200B\uFEFF]/u;

  for (const [what, text] of Object.entries(hostile)) {
    it(`are shown without ${what}, and their neighbours stay`, async () => {
      expect(text).to.match(speaks);
      for (const shown of [
        printable(`a  ${text}  z`),
        printableLine(`a  ${text}  z`),
        printableJson({ text }),
      ])
        expect(shown).not.to.match(speaks);
      expect(printable(`a  ${text}\n  z`)).to.match(/^a {2}.*\n {2}z$/u);
      expect(printableLine(`a\n${text}`)).to.match(/^a .*$/u);
      expect(JSON.parse(printableJson({ text }))).to.deep.equal({ text });
    });

    it(`bring no ${what} into the list of orders`, async () => {
      const owner = { channelId: `teams\n${text}`, conversationId: 'c', shopperId: 's' };
      const checkout = sampleCheckout(0, { owner });
      const store = {
        checkouts: { findPayers: async () => [], find: async () => undefined },
        searchOrders: async () => [checkout],
        overdue: async () => ({ checkouts: [], flagged: [], signals: [], merchantEvents: [] }),
      };
      const table = await listed(store, { limit: 1 });
      expect(table.trimEnd().split('\n')).to.have.length(2);
      expect(table).not.to.match(speaks);
      const json = await listed(store, { limit: 1, form: 'json' });
      expect(json).not.to.match(speaks);
      expect(JSON.parse(json)).to.include({ channel: owner.channelId });
    });
  }

  it('keep letters of every script, emoji and joiners', () => {
    const text = 'Žižek 北京 עברית 👩‍👩‍👧 é –';
    expect(printable(text)).to.equal(text);
  });
});
