import { z } from 'zod';

/** What PayPal knows of a payer. Nothing in here is checked, so that a tester can try what no payer should have. */
export const accountSchema = z.strictObject({
  given_name: z.string().optional(),
  surname: z.string().optional(),
  email_address: z.string().optional(),
  /** The national number. */
  phone: z.string().optional(),
  /** The address on file; without it PayPal tells none, whatever the shop asked for. */
  shipping: z
    .strictObject({
      full_name: z.string().optional(),
      address_line_1: z.string().optional(),
      address_line_2: z.string().optional(),
      admin_area_2: z.string().optional(),
      admin_area_1: z.string().optional(),
      postal_code: z.string().optional(),
      country_code: z.string().optional(),
    })
    .optional(),
});

export type Account = z.infer<typeof accountSchema>;

interface SampleAccount {
  readonly label: string;
  readonly account: Account;
}

const pat = { given_name: 'Pat', surname: 'Payer', email_address: 'pat.payer@example.com' };
const patsHome = {
  full_name: 'Pat Payer',
  address_line_1: '1 Main St',
  admin_area_2: 'San Jose',
  admin_area_1: 'CA',
  postal_code: '95131',
  country_code: 'US',
};

/** Who may be chosen on the approval page, by the word in its form; the first one is signed in already. */
export const sampleAccounts = {
  pat: { label: 'Pat Payer, San Jose (US)', account: { ...pat, phone: '4085551234', shipping: patsHome } },
  maria: {
    label: 'María Núñez, who has it sent to somebody else in Köln (DE)',
    account: {
      given_name: 'María',
      surname: 'Núñez',
      email_address: 'maria.nunez@example.com',
      shipping: {
        full_name: 'Jürgen Groß',
        address_line_1: 'Straße des 17. Juni 5',
        address_line_2: 'Hinterhaus, 3. OG',
        admin_area_2: 'Köln',
        postal_code: '50667',
        country_code: 'DE',
      },
    },
  },
  homeless: { label: 'Pat Payer without an address', account: pat },
  nobody: { label: 'An account that tells nothing of its owner', account: {} },
  endless: {
    label: 'A name and an address of 500 characters',
    account: {
      given_name: 'N'.repeat(500),
      surname: 'Payer',
      email_address: 'endless@example.com',
      shipping: { ...patsHome, address_line_1: `${'A'.repeat(498)}Zz` },
    },
  },
  right_to_left: {
    label: 'Right to left',
    account: {
      given_name: 'דוד',
      surname: '\u202Eכהן\u2066',
      email_address: 'david@example.com',
      shipping: {
        full_name: 'דוד כהן',
        address_line_1: 'רחוב יפו 23\u202E',
        admin_area_2: 'ירושלים',
        country_code: 'IL',
      },
    },
  },
  formulas: {
    label: 'Formulas of a spreadsheet',
    account: {
      given_name: '=HYPERLINK("http://evil.example")',
      surname: '+1',
      email_address: 'formulas@example.com',
      phone: '-2+3',
      shipping: {
        full_name: '@SUM(1+1)',
        address_line_1: '\t=1+1',
        address_line_2: '\r=2',
        admin_area_2: '＝1＋1',
        admin_area_1: '-1',
        postal_code: '+49',
        country_code: 'DE',
      },
    },
  },
  markup: {
    label: 'HTML, Markdown and control characters',
    account: {
      given_name: '<script>alert(1)</script>',
      surname: '**[x](http://evil.example)**',
      email_address: 'markup@example.com',
      shipping: {
        full_name: '\u001B[31mRed\u001B[0m\u0000',
        address_line_1: 'Line one\nCheckout   faked\rover\u0007',
        admin_area_2: '<b>Town</b>',
        country_code: 'US',
      },
    },
  },
} as const satisfies Readonly<Record<string, SampleAccount>>;

export const usualAccount: Account = sampleAccounts.pat.account;

/** The account of a word in the form; undefined for any other word. */
export function findSampleAccount(word: string): Account | undefined {
  return Object.entries(sampleAccounts).find(([name]) => name === word)?.[1].account;
}
