import { expect } from 'chai';
import { type Checkout, expirable, statuses } from '../../src/checkout/checkout.ts';
import { checkoutCard, itemLines, linkCard, receipt } from '../../src/bot/checkout-card.ts';
import { channelOf } from '../../src/bot/channels.ts';
import { paidCheckout, sampleCheckout } from '../store/sample-checkout.ts';

const now = 1_800_000_000_000;
const link = 'https://shop.example/checkout/x';
const [webchat, sms] = [channelOf('webchat'), channelOf('sms')];
const shipping = { name: 'Post <DHL>', price: { currency: 'EUR', minorUnits: 490 } };

describe('the card of a checkout', () => {
  const cardOf = (changes: Partial<Checkout>) => {
    const { attachments = [], ...message } = checkoutCard(webchat, sampleCheckout(now, changes), link, now);
    return { ...message, card: attachments[0]?.content };
  };

  for (const status of statuses)
    it(`has the link and what to say beside it exactly while it can be paid: ${status}`, () => {
      const { card, summary } = cardOf({ status });
      const isOpen = expirable.includes(status);
      expect(card.title).to.equal('2 items, €59.50');
      expect(card.buttons.map(({ value }: { value: unknown }) => value)).to.deep.equal(
        isOpen ? [link, 'status', 'new link', 'cancel'] : [],
      );
      expect(card.text.includes('paste the number')).to.equal(isOpen);
      expect(summary?.includes(link)).to.equal(isOpen);
      expect(card.text).to.match(/^\*\*[^*]+\*\*\n\n2 × Walnut tray: €50\.00\n\nTax: €9\.50/u);
    });

  it('says in one line how it stands, and until when it can be paid', () => {
    expect(cardOf({ expiresAt: now + 60_001 }).card.text).to.match(/^\*\*Link ready, until 08:01 UTC\*\*/u);
    expect(cardOf({ expiresAt: now + 20 * 3_600_000 }).card.text).to.match(
      /^\*\*Link ready, until 04:00 UTC on 16 January\*\*/u,
    );
    const refused = { status: 'declined', flag: 'capture_refused' } as const;
    expect(cardOf(refused).card.text).to.match(
      /^\*\*Refused by PayPal for the shop, .*, until 09:00 UTC\*\*/u,
    );
    expect(cardOf({ status: 'declined' }).card.text).to.match(/^\*\*Declined by PayPal, try again/u);
    const replaced = { status: 'cancelled', replacedBy: 'another' } as const;
    expect(cardOf(replaced).card.text).to.match(/^\*\*Replaced by the newer link below\.\*\*/u);
  });

  for (const status of statuses)
    it(`stays true for as long as it is looked at, though nothing brings it up to date: ${status}`, () => {
      for (const order of [{}, { flag: 'capture_refused' }] as const) {
        const checkout = sampleCheckout(now, { status, ...order });
        const lines = [0, 1, 30, 59].map((minutes) => {
          const { attachments } = checkoutCard(webchat, checkout, link, now + minutes * 60_000);
          return attachments?.[0]?.content.text;
        });
        expect(new Set(lines).size).to.equal(1);
        expect(lines[0]).not.to.match(/\d+ min/u);
      }
    });

  it('says in a group whom it is for and where the number goes, and alone that nobody else may have it', () => {
    const group = cardOf({ isGroup: true });
    for (const words of [group.card.text, group.summary])
      expect(words)
        .to.include('for Ada only')
        .and.include('where you ordered')
        .and.not.include('only for you');
    const alone = cardOf({});
    for (const words of [alone.card.text, alone.summary])
      expect(words).to.include('only for you').and.not.include('Ada');
  });

  it('tells in words all that it tells as a card', () => {
    const inWords = checkoutCard(sms, sampleCheckout(now), link, now);
    expect(inWords).not.to.have.any.keys('attachments', 'suggestedActions');
    expect(inWords.text?.split('\n\n')).to.deep.equal([
      '2 items, €59.50',
      '2 × Walnut tray: €50.00',
      'Tax: €9.50',
      'Link ready, until 09:00 UTC',
      'Open the link, pay through PayPal on the web page, then paste the number it shows you back here.',
      'This link is only for you. Do not share it, and never give the number to anybody.',
      `Your checkout link: ${link}`,
    ]);
    expect(cardOf({}).summary).to.equal(inWords.text);
  });

  it('is one sentence in words once it cannot be paid any more', () => {
    const confirmed = checkoutCard(sms, sampleCheckout(now, { status: 'confirmed' }), link, now);
    expect(confirmed.text).to.equal('2 items, €59.50. Done. Thank you!');
    expect(cardOf({ status: 'confirmed' }).summary).to.equal(confirmed.text);
  });

  it('counts one as one, and pieces instead of lines', () => {
    const [item] = sampleCheckout(now).items;
    if (item === undefined) throw new Error('a sample has an item');
    expect(cardOf({ items: [{ ...item, quantity: 1 }] }).card.title).to.equal('1 item, €59.50');
    const two = [item, { ...item, quantity: 3 }];
    expect(cardOf({ items: two }).card.title).to.equal('5 items, €59.50');
  });
});

describe('the way to the page alone', () => {
  it('is a card with one button, or the address in words', () => {
    const checkout = sampleCheckout(now);
    const card = linkCard(webchat, checkout, link);
    expect(card.attachments?.[0]?.content).to.deep.include({
      title: '2 items, €59.50',
      buttons: [{ type: 'openUrl', title: 'Open checkout page', value: link }],
    });
    expect(card.summary).to.equal(`Your checkout link: ${link}`);
    expect(linkCard(sms, checkout, link).text).to.equal(`Your checkout link: ${link}`);
    expect(linkCard(sms, checkout, link)).not.to.have.property('attachments');
  });
});

describe('the lines of a purchase', () => {
  const none = { currency: 'EUR', minorUnits: 0 };
  for (const [what, changes, lines] of [
    ['with tax', {}, ['2 × Walnut tray: €50.00', 'Tax: €9.50']],
    ['without tax', { taxTotal: none }, ['2 × Walnut tray: €50.00']],
    [
      'with shipping',
      { shipping },
      ['2 × Walnut tray: €50.00', 'Tax: €9.50', 'Shipping (Post <DHL>): €4.90'],
    ],
    [
      'with shipping that costs nothing',
      { taxTotal: none, shipping: { ...shipping, price: none } },
      ['2 × Walnut tray: €50.00', 'Shipping (Post <DHL>): €0.00'],
    ],
  ] as const satisfies readonly (readonly [string, Partial<Checkout>, readonly string[]])[])
    it(`name what was bought, ${what}`, () => {
      const plain = itemLines(sampleCheckout(now, changes)).map((line) => line.replaceAll(/\p{Cn}/gu, ''));
      expect(plain).to.deep.equal(lines);
    });
});

describe('the receipt', () => {
  const day = Date.UTC(2026, 10, 25, 23, 59);
  const bought = paidCheckout(now, { id: 'abcdefgh234567', paidAt: day, shipping });

  it('is a card with a row for each line and the sums', () => {
    const { attachments = [], summary } = receipt(webchat, bought);
    expect(attachments).to.deep.equal([
      {
        contentType: 'application/vnd.microsoft.card.receipt',
        content: {
          title: 'Receipt ABCDEFGH',
          facts: [{ key: 'Paid on 25 Nov 2026', value: 'PayPal' }],
          items: [
            { title: '2 × Walnut tray', price: '€50.00' },
            { title: String.raw`Shipping: Post \<DHL\>`, price: '€4.90' },
          ],
          tax: '€9.50',
          total: '€59.50',
        },
      },
    ]);
    expect(summary).to.equal(receipt(sms, bought).text);
  });

  it('has no row for what there is not', () => {
    const { attachments = [] } = receipt(webchat, {
      ...bought,
      shipping: undefined,
      taxTotal: { currency: 'EUR', minorUnits: 0 },
    });
    expect(attachments[0]?.content).not.to.have.property('tax');
    expect(attachments[0]?.content.items).to.have.length(1);
  });

  it('says the same in words', () => {
    expect(receipt(sms, bought)).not.to.have.property('attachments');
    expect(receipt(sms, bought).text).to.equal(
      'Receipt ABCDEFGH\n\nPaid on 25 Nov 2026, PayPal\n\n2 × Walnut tray: €50.00\n\nTax: €9.50\n\n' +
        'Shipping (Post <DHL>): €4.90\n\nTotal: €59.50',
    );
  });

  const terms = 'https://shop.example/our_terms*a**b?x=1&y=2';
  const all = { terms, privacy: 'https://shop.example/privacy', returns: 'https://shop.example/returns' };

  it("has the shop's own pages as buttons, those that there are, in one order", () => {
    expect(receipt(webchat, bought, {}).attachments?.[0]?.content).not.to.have.property('buttons');
    const { returns } = all;
    expect(receipt(webchat, bought, { returns }).attachments?.[0]?.content.buttons).to.deep.equal([
      { type: 'openUrl', title: 'Returns and refunds', value: returns },
    ]);
    const { buttons } = receipt(webchat, bought, all).attachments?.[0]?.content ?? {};
    expect(buttons).to.deep.equal([
      { type: 'openUrl', title: 'Terms of sale', value: terms },
      { type: 'openUrl', title: 'Privacy', value: all.privacy },
      { type: 'openUrl', title: 'Returns and refunds', value: returns },
    ]);
    expect(receipt(webchat, bought, all)).not.to.have.property('text');
  });

  it('says their addresses in words where there are no cards, whole and as they are', () => {
    expect(receipt(sms, bought, { terms }).text).to.match(
      /Total: €59\.50\n\nTerms of sale: https:\/\/shop\.example\/our_terms%2Aa%2A%2Ab\?x=1&y=2$/u,
    );
    expect(
      receipt(sms, bought, all)
        .text?.split('\n\n')
        .slice(-3)
        .map((line) => line.split(': ')[0]),
    ).to.deep.equal(['Terms of sale', 'Privacy', 'Returns and refunds']);
  });

  it('says them beside the card where a card shows none of them', () => {
    const messenger = channelOf('facebook');
    expect(receipt(messenger, bought).text).to.equal(undefined);
    const { text, attachments = [] } = receipt(messenger, bought, { privacy: all.privacy });
    expect(text).to.equal('Privacy: https://shop.example/privacy');
    expect(attachments[0]?.content).not.to.have.property('buttons');
  });

  it('is of the day of the last change where nothing else is known', () => {
    const { text } = receipt(sms, { ...bought, paidAt: undefined, updatedAt: Date.UTC(2026, 0, 2) });
    expect(text).to.include('Paid on 2 Jan 2026, PayPal');
  });
});
