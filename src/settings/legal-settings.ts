import type { LegalLinks, LegalPage } from '../checkout/legal-links.ts';
import { addressProblem } from './address-problem.ts';
import type { SettingReader } from './setting-reader.ts';

const settings: readonly (readonly [LegalPage, string])[] = [
  ['terms', 'TERMS_URL'],
  ['privacy', 'PRIVACY_URL'],
  ['returns', 'RETURNS_URL'],
];

/** Where the shop's own pages are; nothing for one that is not set. */
export function readLegalSettings({ optional, fault }: SettingReader, isProduction: boolean): LegalLinks {
  const links = settings.flatMap(([page, name]) => {
    const said = optional(name);
    if (said === undefined) return [];
    const problem = addressProblem(said, !isProduction);
    if (problem === undefined) return [[page, new URL(said).href] as const];
    fault(name, problem, `Write the whole address, like https://shop.example.com/${page}`);
    return [];
  });
  return Object.fromEntries(links);
}
