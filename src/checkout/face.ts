/** In `#rrggbb` each, for pages of one scheme, light or dark. */
export interface BrandColors {
  /** The same in both schemes. */
  readonly brand: string;
  /** What is written on it. */
  readonly ink: string;
  /** Links and edges: the brand where it can be read on the page, else the page's own text. */
  readonly accent: string;
}

/** A shop's colour on its pages. */
export interface Brand {
  readonly light: BrandColors;
  readonly dark: BrandColors;
}

/** Read once: what was looked at is what is served. */
export interface LogoFile {
  readonly bytes: Buffer;
  readonly type: 'image/png' | 'image/jpeg';
  readonly width: number;
  readonly height: number;
}

/** A shop's own sign: served by us, or shown from the https address where the shop keeps it. */
export type Logo = LogoFile | { readonly address: string };
