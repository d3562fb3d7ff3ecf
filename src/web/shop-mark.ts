import type { Brand } from '../checkout/face.ts';

/** Of the program's own pages, for shops that have said no colour; 7.7 to one under the letter, by WCAG. */
const quiet = { brand: '#2f5a53', ink: '#ffffff' };

/** A shop without a logo is known by the first letter of its name, as SVG, on its own colour where it has one. */
export function toShopMark(merchantName: string, brand: Brand | undefined): string {
  const { brand: ground, ink } = brand?.light ?? quiet;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<rect width="64" height="64" rx="15" fill="${ground}"/>
<text x="32" y="45" fill="${ink}" font-family="system-ui, sans-serif" font-size="36" font-weight="700" text-anchor="middle">${firstLetter(merchantName)}</text>
</svg>
`;
}

/** With the marks that belong to it; a letter or a digit needs no escaping. A dot where a name has neither. */
function firstLetter(name: string): string {
  const [letter] = /[\p{L}\p{N}]\p{M}*/u.exec(name.normalize('NFC').slice(0, 100)) ?? ['•'];
  return letter.toLocaleUpperCase('en').slice(0, 8);
}
