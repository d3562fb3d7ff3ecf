import { createRequire } from 'node:module';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { keepPicture } from './browser.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const findings = z.array(
  z.object({
    id: z.string(),
    nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })),
  }),
);

/** Light and dark for axe; 320 px wide, and with doubled text, nothing may run out of the side. Each is kept as a picture. */
export async function expectGood(page: Page, kind: string, part?: string): Promise<void> {
  const name = part === undefined ? kind : `${kind}-${part}`;
  expect(await page.locator('main').getAttribute('data-page')).to.equal(kind);
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of ['light', 'dark'] as const) {
      const seen = `${name}-${width}-${colorScheme}`;
      await page.emulateMedia({ colorScheme });
      expect(await runAxe(page), seen).to.deep.equal([]);
      expect(await page.evaluate('document.documentElement.scrollWidth'), seen).to.equal(width);
      await keepPicture(page, `page-${seen}`);
    }
  }
  await page.setViewportSize({ width: 640, height: 640 });
  await page.evaluate("document.documentElement.style.fontSize = '200%'");
  expect(await page.evaluate('document.documentElement.scrollWidth'), `${name}, text doubled`).to.equal(640);
  await page.evaluate("document.documentElement.style.fontSize = ''");
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** Each finding as a line. */
export async function runAxe(page: Page): Promise<string[]> {
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.addScriptTag({ path: axePath });
  const found: unknown = await page.evaluate('axe.run().then((results) => results.violations)');
  return findings
    .parse(found)
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`));
}
