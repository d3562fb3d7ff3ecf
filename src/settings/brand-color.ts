import type { Brand, BrandColors } from '../checkout/face.ts';
import type { ConfigFault } from './config-faults.ts';
import { contrastOf } from './contrast.ts';

/** The pages' own colours: text, the background that may stand as text on a brand, and all that a link stands on. */
export const schemes = {
  light: { text: '#23302d', background: '#ffffff', surfaces: ['#ffffff', '#faf6ef', '#f6f7f9'] },
  dark: { text: '#edf1ee', background: '#151b1a', surfaces: ['#151b1a', '#1f2726', '#16181d', '#23272f'] },
} as const;

/**
 * One colour for light and dark pages: a band and buttons, on which stands either the page's text colour or its
 * background, whichever is read better.
 * @param color `#rrggbb`
 */
export function toBrand(color: string): Brand | ConfigFault {
  const weak = weakSchemes(color);
  if (weak.length === 0)
    return { light: toColors(color, schemes.light), dark: toColors(color, schemes.dark) };
  // Cut, not rounded: 4.499 is not 4.5.
  const ratios = weak.map(
    ([name, ratio]) => `${(Math.floor(ratio * 100) / 100).toFixed(2)} to 1 on ${name} pages`,
  );
  return {
    setting: 'BRAND_COLOR',
    problem: `leaves what is written on it a contrast of ${ratios.join(' and ')}, where ${leastContrast} is needed`,
    mend: `Make it darker or lighter, such as ${findReadable(color, 0)} or ${findReadable(color, 255)}`,
  };
}

/** WCAG's AA for text of usual size. */
const leastContrast = 4.5;

type Scheme = (typeof schemes)[keyof typeof schemes];

/** In which neither ink can be read on it, with the better one's contrast. */
function weakSchemes(color: string): (readonly [name: string, ratio: number])[] {
  return Object.entries(schemes)
    .map(([name, scheme]) => [name, contrastOf(color, inkOn(color, scheme))] as const)
    .filter(([, ratio]) => ratio < leastContrast);
}

function toColors(brand: string, scheme: Scheme): BrandColors {
  const isReadable = scheme.surfaces.every((surface) => contrastOf(brand, surface) >= leastContrast);
  return { brand, ink: inkOn(brand, scheme), accent: isReadable ? brand : scheme.text };
}

function inkOn(brand: string, { text, background }: Scheme): string {
  return contrastOf(brand, text) > contrastOf(brand, background) ? text : background;
}

const steps = 64;

/** The nearest one on the way to black (0) or white (255), at whose ends both schemes have an ink. */
function findReadable(color: string, end: 0 | 255): string {
  for (let step = 1; step < steps; step += 1) {
    const mixed = mix(color, end, step / steps);
    if (weakSchemes(mixed).length === 0) return mixed;
  }
  return mix(color, end, 1);
}

function mix(color: string, end: number, share: number): string {
  const parts = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16);
    return Math.round(part + (end - part) * share)
      .toString(16)
      .padStart(2, '0');
  });
  return `#${parts.join('')}`;
}
