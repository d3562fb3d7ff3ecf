import { expect } from 'chai';
import { addressParts } from '../../src/checkout/payer-details.ts';
import { readOrder } from '../../src/paypal/answers.ts';
import { readPayer } from '../../src/paypal/payer-answer.ts';

const payer = { name: { given_name: 'Pat', surname: 'Payer' }, email_address: 'pat@example.com' };
const address = {
  address_line_1: '1 Main St',
  address_line_2: 'Flat 2',
  admin_area_2: 'San Jose',
  admin_area_1: 'CA',
  postal_code: '95131',
  country_code: 'US',
};
const shippedTo = (shipping: unknown): object => ({ payer, purchase_units: [{ shipping }] });

/** What is known, gaps left out. */
function read(json: unknown): unknown {
  return JSON.parse(JSON.stringify(readPayer(json) ?? null));
}

describe('who paid, by PayPal’s answer', () => {
  const answers: Readonly<Record<string, readonly [unknown, unknown]>> = {
    'all of it': [
      {
        payer: { ...payer, phone: { phone_number: { national_number: '4085551234' } } },
        purchase_units: [{ shipping: { name: { full_name: 'Jo Receiver' }, address } }],
      },
      {
        name: 'Pat Payer',
        email: 'pat@example.com',
        phone: '4085551234',
        address: {
          recipient: 'Jo Receiver',
          line1: '1 Main St',
          line2: 'Flat 2',
          city: 'San Jose',
          region: 'CA',
          postalCode: '95131',
          countryCode: 'US',
        },
      },
    ],
    'the wallet alone': [
      {
        payment_source: {
          paypal: {
            name: { full_name: 'Pat P. Payer' },
            email_address: 'p@example.com',
            phone_number: { country_code: '49', national_number: '1701' },
          },
        },
      },
      { name: 'Pat P. Payer', email: 'p@example.com', phone: '+49 1701' },
    ],
    'half a name': [{ payer: { name: { surname: 'Payer' } } }, { name: 'Payer' }],
    'a country and no more': [
      shippedTo({ address: { country_code: 'DE' } }),
      { name: 'Pat Payer', email: 'pat@example.com', address: { countryCode: 'DE' } },
    ],
    'no address': [shippedTo(undefined), { name: 'Pat Payer', email: 'pat@example.com' }],
    'an empty address': [
      shippedTo({ name: {}, address: {} }),
      { name: 'Pat Payer', email: 'pat@example.com' },
    ],
    'a postal code that is a number': [
      shippedTo({ address: { postal_code: 50_667 } }),
      { name: 'Pat Payer', email: 'pat@example.com', address: { postalCode: '50667' } },
    ],
    'texts of other kinds': [
      shippedTo({ name: 'Jo', address: { address_line_1: ['1'], admin_area_2: null, country_code: 'DE' } }),
      { name: 'Pat Payer', email: 'pat@example.com', address: { countryCode: 'DE' } },
    ],
    blanks: [{ payer: { name: { given_name: ' ', surname: '' }, email_address: '\t' } }, null],
    'parts of other kinds': [{ payer: 'Pat', payment_source: [], purchase_units: 'none' }, null],
    'units of other kinds': [
      { payer, purchase_units: [null, 7] },
      { name: 'Pat Payer', email: 'pat@example.com' },
    ],
    nobody: [{}, null],
    'no object': ['Pat', null],
  };
  for (const [what, [json, known]] of Object.entries(answers))
    it(`is read from an answer with ${what}`, () => {
      expect(read(json)).to.deep.equal(known);
    });

  const odd: Readonly<Record<string, string>> = {
    '500 characters': `${'A'.repeat(499)}z`,
    'letters from right to left': 'רחוב יפו 23\u202E',
    'a formula': '=HYPERLINK("http://evil.example")',
    HTML: '<script>alert(1)</script>',
    'control characters': 'one\ntwo\u0000\u001B[31m\u0007',
    'a half character': 'A\uD800',
  };
  for (const [what, text] of Object.entries(odd))
    it(`keeps an address with ${what} as it came, in each of its parts`, () => {
      const parts = Object.fromEntries(Object.keys(address).map((part) => [part, text]));
      const found = readPayer(shippedTo({ name: { full_name: text }, address: parts }));
      expect(addressParts.map((part) => found?.address?.[part])).to.deep.equal(addressParts.map(() => text));
    });

  it('is cut where it is endless, between two characters', () => {
    const found = readPayer({ payer: { email_address: `${'x'.repeat(999)}😀${'y'.repeat(1_000_000)}` } });
    expect(found?.email).to.equal(`${'x'.repeat(999)}…`);
  });

  it('never makes an order unreadable, however odd it is', () => {
    const money = { currency_code: 'EUR', value: '59.26' };
    const unit = { amount: money, payee: { merchant_id: 'MERCHANT' }, custom_id: 'id' };
    const order = { id: '5O190127TN364715T', status: 'APPROVED', links: [] };
    for (const oddity of [7, 'text', [], null, { name: 7, address: [] }, { address: { country_code: {} } }]) {
      const json = {
        ...order,
        payer: { payer_id: 'PAYER', name: oddity },
        purchase_units: [{ ...unit, shipping: oddity }],
      };
      expect(readOrder(json, () => undefined)).to.deep.include({ payerId: 'PAYER', payer: undefined });
    }
  });
});
