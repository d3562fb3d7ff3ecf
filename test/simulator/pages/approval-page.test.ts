import http from 'node:http';
import axe from 'axe-core';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { keepPicture, openBrowser } from '../../stage/browser.ts';
import { plainOrder, teaOrder } from '../order-bodies.ts';
import { idOf, linkOf, openSandbox, type Sandbox } from '../sandbox.ts';

describe('the approval page of the simulator', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await openSandbox();
  });
  after(() => sandbox.simulator.close());

  const open = (token: string): Promise<Response> =>
    fetch(`${sandbox.simulator.url}/checkoutnow?token=${token}`);

  it('shows shop, items and total as text, whatever characters they are made of', async () => {
    const html = await (await open(idOf(await sandbox.create(teaOrder())))).text();
    expect(html).to.contain('PayPal simulator - no real money');
    expect(html).to.contain('<h1>Pay Tea &amp; Sons</h1>');
    expect(html).to.contain('2 × Green tea &lt;2026&gt; &amp; &quot;friends&quot;');
    expect(html).to.match(/Total.*29\.80 EUR/);
    expect(html).to.not.contain('<script');
  });

  it('is not stored, not framed, runs nothing, and its form leads only to the shop', async () => {
    const { headers } = await open(idOf(await sandbox.create(teaOrder())));
    expect(headers.get('cache-control')).to.equal('no-store');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).to.match(/^default-src 'none'; style-src 'sha256-[^']+'; /);
    expect(policy).to.contain(
      "form-action 'self' http://localhost:3978; base-uri 'none'; frame-ancestors 'none'",
    );
  });

  it('does not let a return address write the content policy', async () => {
    const context = { return_url: 'https://a;sandbox/', cancel_url: 'https://shop.example/' };
    const created = await sandbox.create({ ...plainOrder(), application_context: context });
    const policy = (await open(idOf(created))).headers.get('content-security-policy');
    expect(policy).to.contain("form-action 'self' https://shop.example;").and.not.contain('sandbox');
  });

  it('is a plain page for an order that is unknown or paid', async () => {
    for (const token of ['', 'NOSUCH', '%22%3E%3Cscript%3E']) {
      const unknown = await open(token);
      expect(unknown.status).to.equal(404);
      const html = await unknown.text();
      expect(html).to.contain('Order not found').and.not.contain('<form').and.not.contain('<script');
    }
    const created = await sandbox.create(teaOrder());
    await sandbox.press(idOf(created), 'approve');
    await sandbox.capture(idOf(created));
    const paid = await open(idOf(created));
    expect(await paid.text())
      .to.contain('Already paid')
      .and.not.contain('<form');
    const pressed = await sandbox.press(idOf(created), 'decline');
    expect([pressed.status, pressed.headers.get('location')]).to.deep.equal([200, null]);
  });

  it('takes nothing but its own buttons', async () => {
    const id = idOf(await sandbox.create(teaOrder()));
    expect((await sandbox.press(id, 'steal')).status).to.equal(400);
    expect((await sandbox.get(id)).body.status).to.equal('PAYER_ACTION_REQUIRED');
  });

  it('tells a payer who has nowhere to return to that they are done', async () => {
    const pressed = await sandbox.press(idOf(await sandbox.create(plainOrder())), 'approve');
    expect(await pressed.text()).to.contain('You approved the payment');
  });
});

describe('the approval page in a browser', () => {
  let sandbox: Sandbox;
  let browser: Browser;
  let shop: http.Server;
  let shopUrl: string;
  before(async () => {
    sandbox = await openSandbox();
    browser = await openBrowser();
    // The shop answers its return address with a redirect of its own, as the real one does.
    shop = http.createServer((request, response) => {
      if (request.url?.includes('token=')) response.writeHead(303, { location: '/thanks' }).end();
      else response.setHeader('content-type', 'text/html').end('<title>Shop</title>');
    });
    await new Promise<void>((resolve) => shop.listen(0, 'localhost', resolve));
    shopUrl = `http://localhost:${portOf(shop)}`;
  });
  after(async () => {
    await browser.close();
    await sandbox.simulator.close();
    await new Promise((resolve) => shop.close(resolve));
  });

  /** An order whose payer returns to the shop of this test. */
  async function createOrder(): Promise<{ id: string; page: string }> {
    const order = teaOrder();
    const context = order.payment_source.paypal.experience_context;
    context.return_url = `${shopUrl}/return?nonce=1`;
    context.cancel_url = `${shopUrl}/cancel?nonce=1`;
    const created = await sandbox.create(order);
    return { id: idOf(created), page: linkOf(created, 'payer-action') ?? '' };
  }

  async function withPage(
    options: Parameters<Browser['newPage']>[0],
    work: (page: Page) => Promise<void>,
  ): Promise<void> {
    const page = await browser.newPage(options);
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    try {
      await work(page);
      expect(complaints).to.deep.equal([]);
    } finally {
      await page.close();
    }
  }

  for (const [button, path, status] of [
    ['Approve payment', 'return', 'APPROVED'],
    ['Decline card', 'return', 'APPROVED'],
    ['Cancel and return', 'cancel', 'PAYER_ACTION_REQUIRED'],
  ] as const) {
    it(`leads back to the shop by "${button}"`, async () => {
      const { id, page: address } = await createOrder();
      await withPage({ javaScriptEnabled: false }, async (page) => {
        await page.goto(address);
        const asked = page.waitForRequest((request) =>
          request.url().includes(`/${path}?nonce=1&token=${id}`),
        );
        await page.getByRole('button', { name: button, exact: true }).click();
        await asked;
        await page.waitForURL(`${shopUrl}/thanks`);
      });
      expect((await sandbox.get(id)).body.status).to.equal(status);
    });
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [320, 1280]) {
      it(`is readable and accessible in ${colorScheme} at ${width} px`, async () => {
        const { page: address } = await createOrder();
        await withPage({ colorScheme, viewport: { width, height: 720 }, bypassCSP: true }, async (page) => {
          await page.goto(address);
          expect(await page.evaluate('document.documentElement.scrollWidth')).to.be.at.most(width);
          await page.evaluate(axe.source);
          expect(
            await page.evaluate('axe.run().then(({ violations }) => violations.map(({ id }) => id))'),
          ).to.deep.equal([]);
          await keepPicture(page, `approval-${colorScheme}-${width}`);
        });
      });
    }
  }
});

function portOf(server: http.Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
