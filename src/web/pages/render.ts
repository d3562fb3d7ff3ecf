import { readdirSync } from 'node:fs';
import nunjucks from 'nunjucks';
import { type LegalLinks, legalPages } from '../../checkout/legal-links.ts';
import { parseUrl } from '../../round-trip/parse-url.ts';
import { commonWords, legalNames, type PageTemplate, pageWords } from '../../words/language.ts';
import type { SiteContext } from '../site-context.ts';

export interface RenderOptions {
  readonly templateFolder: string;
  readonly merchantName: string;
  readonly supportContact: string;
  readonly notice: string;
  readonly styleHref: string;
  readonly iconHref: string;
  /** The icon is the shop's own sign. */
  readonly hasLogo: boolean;
  /** A band in the shop's own colour stands behind its name. */
  readonly isBranded: boolean;
  readonly legalLinks: LegalLinks;
}

/** Answers with a template and its words. What a template misses is a fault, never an empty space. */
export type Show = (ctx: SiteContext, template: PageTemplate, view: object, status?: number) => Promise<void>;

export function createShow({ templateFolder, legalLinks, ...site }: RenderOptions): Show {
  const templates = new nunjucks.Environment(new nunjucks.FileSystemLoader(templateFolder), {
    autoescape: true,
    throwOnUndefined: true,
    trimBlocks: true,
    lstripBlocks: true,
  });
  const names = readdirSync(templateFolder).filter((name) => name.endsWith('.njk'));
  // Compiled now: a broken template stops the start, not a shopper.
  for (const name of names) templates.getTemplate(name, true);
  const { supportContact, merchantName } = site;
  // In a sentence: a name that is written from right to left turns no other words round.
  const shopName = `\u2068${merchantName}\u2069`;
  const supportHref = supportAddress(supportContact);
  const legal = legalPages.flatMap((page) => {
    const href = legalLinks[page];
    return href === undefined ? [] : [{ href, name: legalNames[page] }];
  });
  return async (ctx, template, view, status = 200) => {
    const html = templates.render(`${template}.njk`, {
      ...site,
      shopName,
      supportHref,
      legal,
      common: commonWords,
      say: pageWords[template],
      ...view,
    });
    ctx.status = status;
    ctx.type = 'text/html; charset=utf-8';
    ctx.body = html;
  };
}

/** A contact that is a mail or web address becomes a link; anything else, a telephone number say, stays text. */
function supportAddress(contact: string): string {
  if (/^[^\s@:/]+@[^\s@:/]+$/u.test(contact)) return `mailto:${contact}`;
  return contact.startsWith('https://') && parseUrl(contact) !== undefined ? contact : '';
}
