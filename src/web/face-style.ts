import type { Brand, BrandColors } from '../checkout/face.ts';

/** A shop's colour as rules behind a style sheet's own: of the site, and of the local chat's page. */
export function toFaceStyle(brand: Brand | undefined): string {
  if (brand === undefined) return '';
  const [light, dark] = [toRule(brand.light), toRule(brand.dark)];
  return `${light}\n@media (prefers-color-scheme: dark) {\n${dark}\n}\n`;
}

function toRule({ brand, ink, accent }: BrandColors): string {
  const variables = {
    '--brand': brand,
    '--brand-ink': ink,
    '--band': brand,
    '--band-ink': ink,
    '--accent': accent,
    '--edge': accent,
  };
  return `:root { ${Object.entries(variables)
    .map(([name, color]) => `${name}: ${color};`)
    .join(' ')} }`;
}
