/** Who paid at PayPal, as PayPal's own answer tells it. For the merchant alone: it is stored sealed, or not at all. */
export interface PayerDetails {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly address?: PostalAddress | undefined;
}

/** Where the goods go. The parts are PayPal's, in the order in which they are written on a parcel. */
export interface PostalAddress {
  /** Who receives it: often, and not always, who paid. */
  readonly recipient?: string | undefined;
  readonly line1?: string | undefined;
  readonly line2?: string | undefined;
  readonly city?: string | undefined;
  /** A state, a province, a county. */
  readonly region?: string | undefined;
  readonly postalCode?: string | undefined;
  /** Two letters, such as DE. */
  readonly countryCode?: string | undefined;
}

/** The parts of an address in their order. */
export const addressParts = [
  'recipient',
  'line1',
  'line2',
  'city',
  'region',
  'postalCode',
  'countryCode',
] as const satisfies readonly (keyof PostalAddress)[];
