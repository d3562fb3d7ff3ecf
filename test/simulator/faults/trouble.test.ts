import axe from 'axe-core';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { troubleLabels, troubles } from '../../../src/simulator/faults/trouble-words.ts';
import { keepPicture, openBrowser } from '../../stage/browser.ts';
import { teaOrder } from '../order-bodies.ts';
import { idOf, issueOf, linkOf, newRequestId, openSandbox, type Sandbox } from '../sandbox.ts';
import { openShopEar, subscribe, type ShopEar } from '../shop-ear.ts';

const secondMs = 1000;

describe('what a payer can choose to go wrong', () => {
  let sandbox: Sandbox;
  let ear: ShopEar;
  beforeEach(async () => {
    [sandbox, ear] = await Promise.all([openSandbox({ webhookRetryMs: 5 }), openShopEar()]);
  });
  afterEach(async () => {
    await sandbox.simulator.close();
    await ear.close();
  });

  async function approveWith(trouble: string): Promise<{ id: string; way: Response }> {
    const id = idOf(await sandbox.create(teaOrder()));
    return { id, way: await sandbox.press(id, 'approve', trouble) };
  }

  it('"decline" declines the card until the payer chooses again', async () => {
    const { id } = await approveWith('decline');
    expect(issueOf(await sandbox.capture(id))).to.equal('INSTRUMENT_DECLINED');
    await sandbox.press(id, 'approve');
    expect((await sandbox.capture(id)).status).to.equal(201);
  });

  it('"pending" and "pending_declined" end after 20 seconds, either way', async () => {
    for (const [trouble, end] of [
      ['pending', 'COMPLETED'],
      ['pending_declined', 'DECLINED'],
    ] as const) {
      const { captureId, captured } = await sandbox.buy(teaOrder(), trouble);
      expect(captured.body.purchase_units[0]?.payments?.captures[0]?.status).to.equal('PENDING');
      sandbox.clock.now += 20 * secondMs;
      const seen = await sandbox.ask('captures.get', 'GET', `/v2/payments/captures/${captureId}`);
      expect(seen.body.status).to.equal(end);
    }
  });

  it('"lost_return" approves, and leaves the payer on a page', async () => {
    const { id, way } = await approveWith('lost_return');
    expect([way.status, way.headers.get('location')]).to.deep.equal([200, null]);
    expect(await way.text()).to.contain('You approved the payment');
    expect((await sandbox.get(id)).body.status).to.equal('APPROVED');
  });

  it('"answer_lost" takes the money once, and the next call finds out', async () => {
    const { id } = await approveWith('answer_lost');
    const headers = newRequestId();
    expect(await sandbox.capture(id, headers).catch(() => 'cut')).to.equal('cut');
    expect((await sandbox.get(id)).body.status).to.equal('COMPLETED');
    expect((await sandbox.capture(id, headers)).status).to.equal(200);
    expect((await sandbox.ledger()).captures).to.have.length(1);
  });

  it('"webhook_first" tells the shop before it sends the payer back', async () => {
    await subscribe(sandbox, ear.url, 'CHECKOUT.ORDER.APPROVED');
    const { id, way } = await approveWith('webhook_first');
    expect(ear.heard.map(({ event }) => event.resource.id)).to.deep.equal([id]);
    expect(way.status).to.equal(303);
  });

  it('"webhook_twice" tells everything twice, with the same event', async () => {
    await subscribe(sandbox, ear.url, 'PAYMENT.CAPTURE.COMPLETED');
    await sandbox.buy(teaOrder(), 'webhook_twice');
    await ear.types(2);
    expect(ear.heard[0]?.event.id).to.equal(ear.heard[1]?.event.id);
  });

  it('"slow" and "outage" strike the calls about this order, and an arranged fault goes first', async () => {
    const slow = await approveWith('slow');
    await sandbox.arrange({ operation: 'capture', fault: 'none' });
    expect((await sandbox.capture(slow.id)).status).to.equal(201);
    const out = await approveWith('outage');
    const other = await approveWith('');
    expect((await sandbox.get(out.id)).status).to.equal(503);
    expect((await sandbox.capture(out.id)).status).to.equal(503);
    expect((await sandbox.get(other.id)).status).to.equal(200);
    sandbox.clock.now += 20 * secondMs;
    expect((await sandbox.capture(out.id)).status).to.equal(201);
  });

  it('is nothing where the form says nothing that is known', async () => {
    const { id, way } = await approveWith('explode');
    expect(way.status).to.equal(303);
    expect((await sandbox.capture(id)).status).to.equal(201);
  });

  describe('on the page', () => {
    let browser: Browser;
    before(async () => {
      browser = await openBrowser();
    });
    after(() => browser.close());

    for (const colorScheme of ['light', 'dark'] as const) {
      it(`is chosen in a panel without a script, readable in ${colorScheme} at 320 px`, async () => {
        const created = await sandbox.create(teaOrder());
        const page = await browser.newPage({
          colorScheme,
          viewport: { width: 320, height: 720 },
          bypassCSP: true,
        });
        try {
          await page.goto(linkOf(created, 'payer-action') ?? '');
          const radios = page.getByRole('radio');
          expect(await radios.count()).to.equal(0);
          await page.getByText('What should go wrong').click();
          expect(await radios.count()).to.equal(troubles.length + 1);
          await page.getByLabel(troubleLabels.lost_return).check();
          expect(await page.evaluate('document.documentElement.scrollWidth')).to.equal(320);
          await page.evaluate(axe.source);
          const found = 'axe.run().then(({ violations }) => violations.map(({ id }) => id))';
          expect(await page.evaluate(found)).to.deep.equal([]);
          await keepPicture(page, `approval-trouble-${colorScheme}-320`);
          await page.getByRole('button', { name: 'Approve payment', exact: true }).click();
          await page.getByText('You approved the payment').waitFor();
        } finally {
          await page.close();
        }
        expect((await sandbox.get(idOf(created))).body.status).to.equal('APPROVED');
      });
    }
  });
});
