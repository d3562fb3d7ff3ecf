/** The sandbox accounts that may pay, by the word that the approval page sends. The addresses are on file with PayPal. */
export const accounts = {
  pat: {
    name: { given_name: 'Pat', surname: 'Payer' },
    email: 'pat.payer@example.com',
    country: 'US',
    home: {
      address_line_1: '1 Main St',
      admin_area_2: 'San Jose',
      admin_area_1: 'CA',
      postal_code: '95131',
      country_code: 'US',
    },
  },
  greta: {
    name: { given_name: 'Greta', surname: 'Käufer' },
    email: 'greta.kaeufer@example.com',
    country: 'DE',
    home: {
      address_line_1: 'Ritterstraße 12',
      address_line_2: 'Hinterhaus',
      admin_area_2: 'Leipzig',
      postal_code: '04109',
      country_code: 'DE',
    },
  },
  alma: {
    name: { given_name: 'Alma', surname: 'Ohneort' },
    email: 'alma.ohneort@example.com',
    country: 'AT',
    home: undefined,
  },
} as const;

export type Account = keyof typeof accounts;

export const accountWords = ['pat', 'greta', 'alma'] as const satisfies readonly Account[];

export function isAccount(word: string): word is Account {
  return Object.hasOwn(accounts, word);
}

/** Whose page it is, and where their parcels go. */
export function describeAccount(word: Account): string {
  const { name, home } = accounts[word];
  const place = home === undefined ? 'no address' : `${home.admin_area_2}, ${home.country_code}`;
  return `${name.given_name} ${name.surname} (${place})`;
}
