import { expect } from 'chai';
import { toBrand } from '../../src/settings/brand-color.ts';
import type { Brand } from '../../src/checkout/face.ts';
import { createShopper, payWith } from '../stage/page-visitor.ts';
import { toPng } from '../stage/png.ts';
import { openShop, type Shop } from '../stage/site-harness.ts';
import { rawRequest } from './raw-request.ts';

const bytes = toPng({ width: 96, height: 48 });
const logo = { bytes, type: 'image/png', width: 96, height: 48 } as const;
const legalLinks = {
  terms: 'https://shop.example/terms?a=1&b="2"',
  privacy: 'https://shop.example/privacy',
  returns: 'https://shop.example/returns',
};

function brandOf(color: string): Brand {
  const brand = toBrand(color);
  if ('problem' in brand) throw new Error(brand.problem);
  return brand;
}

describe("a shop's own face on its pages", () => {
  let shop: Shop | undefined;
  afterEach(() => shop?.close());

  async function pageOf(options: Parameters<typeof openShop>[0]): Promise<string> {
    shop = await openShop(options);
    return (await createShopper().get(`${shop.origin}/goodbye`)).html;
  }

  it('is the icon of the program, without a band, and without links, where nothing is set', async () => {
    const html = await pageOf({});
    expect(html).to.include('<img src="/favicon.svg?v=').and.include('alt="" width="36" height="36">');
    expect(html).not.to.match(/class="logo"|class="legal"|assets\/logo/u);
    const style = await (await fetch(`${shop?.origin}/assets/site.css`)).text();
    expect(style).not.to.include('--band:');
  });

  const marks: readonly (readonly [string, string])[] = [
    ['Töpferei Müller & Söhne', 'T'],
    ['  émile’s', 'É'],
    ['e\u0301mile', 'É'],
    ['ßweets', 'SS'],
    ['<script>alert(1)</script>', 'S'],
    ['7 Sins', '7'],
    ['متجر الشاي', 'م'],
    ['茶', '茶'],
    ['𐐨n', '𐐀'],
    ['🍵 & 🫖', '•'],
    ['"&<>', '•'],
  ];
  for (const [merchantName, letter] of marks)
    it(`is the first letter of its name where it has no logo: ${merchantName} has ${letter}`, async () => {
      await pageOf({ merchantName, isSampleShop: false, brand: brandOf('#ffcc00') });
      const mark = await fetch(`${shop?.origin}/favicon.svg`);
      expect(mark.headers.get('content-type')).to.equal('image/svg+xml');
      const [, ground, ink, said] =
        /^<svg [^<]*<rect [^<]*fill="([^"]+)"\/>\n<text [^<]*fill="([^"]+)"[^<]*>([^<]+)<\/text>\n<\/svg>\n$/u.exec(
          await mark.text(),
        ) ?? [];
      expect([ground, said]).to.deep.equal(['#ffcc00', letter]);
      expect(ink).to.match(/^#[\da-f]{6}$/u);
    });

  it('shows a logo file under an address of its own, with its type and nothing that could run', async () => {
    const html = await pageOf({ logo, merchantName: 'Tea "n" <b>Pots</b>' });
    const name = 'Tea &quot;n&quot; &lt;b&gt;Pots&lt;/b&gt;';
    const address = /<img class="logo" src="(\/assets\/logo\?v=[\da-f]{16})" alt="([^"]*)"/u.exec(html);
    expect(address?.[2]).to.equal(name);
    expect(html).to.include(`<link rel="icon" href="${address?.[1]}">`);
    // Whoever hears the page hears the name once.
    expect(html).to.include(`<span class="name" dir="auto" aria-hidden="true">${name}</span>`);
    const answer = await fetch(`${shop?.origin}${address?.[1]}`);
    expect(answer.headers.get('content-type')).to.equal('image/png');
    expect(answer.headers.get('x-content-type-options')).to.equal('nosniff');
    expect(answer.headers.get('content-security-policy'))
      .to.include("default-src 'none'")
      .and.include("img-src 'self';");
    expect(answer.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).to.equal(true);
  });

  it('serves a JPEG as one', async () => {
    await pageOf({ logo: { ...logo, type: 'image/jpeg' } });
    const answer = await fetch(`${shop?.origin}/assets/logo`);
    expect(answer.headers.get('content-type')).to.equal('image/jpeg');
  });

  it('shows a logo from its https address, allows pictures from that host alone, and tells it no address of ours', async () => {
    const html = await pageOf({ logo: { address: 'https://pictures.example/logo.png?a=1&b=2' } });
    expect(html).to.include(
      'src="https://pictures.example/logo.png?a=1&amp;b=2" alt="Fern &amp; Kettle" referrerpolicy="no-referrer"',
    );
    const port = shop?.port ?? 0;
    const headers = { host: `localhost:${port}` };
    const page = await rawRequest(port, '/goodbye', { headers });
    expect(page.headers['content-security-policy']).to.include("img-src 'self' https://pictures.example;");
    expect((await rawRequest(port, '/assets/logo', { headers })).status).to.equal(404);
  });

  it('wears its colour behind the name and on buttons, in light and dark, by the style sheet alone', async () => {
    const html = await pageOf({ brand: brandOf('#ffd400') });
    expect(html).not.to.match(/style=|<style/u);
    const style = await (await fetch(`${shop?.origin}/assets/site.css`)).text();
    const [light, dark] = style
      .slice(style.indexOf(':root { --brand'))
      .split('@media (prefers-color-scheme: dark)');
    expect(light).to.include('--band: #ffd400; --band-ink: #23302d; --accent: #23302d;');
    expect(dark).to.include('--band: #ffd400; --band-ink: #151b1a; --accent: #ffd400;');
  });

  it('links to those of its own pages that there are, on every page, and sends them no address of ours', async () => {
    const html = await pageOf({ legalLinks });
    const links = [...html.matchAll(/<li><a href="([^"]*)" rel="noreferrer">([^<]*)<\/a><\/li>/gu)];
    expect(links.map(([, href, name]) => [href, name])).to.deep.equal([
      ['https://shop.example/terms?a=1&amp;b=&quot;2&quot;', 'Terms of sale'],
      ['https://shop.example/privacy', 'Privacy'],
      ['https://shop.example/returns', 'Returns and refunds'],
    ]);
  });

  it('has the links on the page of the link, of the number and of a fault', async () => {
    shop = await openShop({ legalLinks: { returns: 'https://shop.example/returns' } });
    const shopper = createShopper();
    const link = await shop.linkOf(await shop.start());
    for (const page of [
      await shopper.get(link),
      await payWith(shopper, link),
      await shopper.get(`${shop.origin}/nothing`),
    ]) {
      expect(page.html, page.kind).to.include(
        '<a href="https://shop.example/returns" rel="noreferrer">Returns and refunds</a>',
      );
      expect(page.html, page.kind).not.to.include('Terms of sale');
    }
  });
});
