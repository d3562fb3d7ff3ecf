import { expect } from 'chai';
import { assertMatchesSchema, requestSchemaOf } from '../paypal/schemas.ts';
import { plainOrder, teaOrder } from './order-bodies.ts';
import { idOf, issueOf, linkOf, openSandbox, type Sandbox } from './sandbox.ts';

describe('an order at the simulator', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await openSandbox({ merchantId: 'MERCHANT22334' });
  });
  after(() => sandbox.simulator.close());

  it('is created, approved on the page and captured, and every answer matches the schemas of PayPal', async () => {
    const request = teaOrder();
    assertMatchesSchema(requestSchemaOf('orders.create'), request);
    const created = await sandbox.create(request);
    expect(created.status).to.equal(200);
    expect(created.body).to.include({ status: 'PAYER_ACTION_REQUIRED' });
    expect(created.body.purchase_units).to.deep.equal([]);
    const page = linkOf(created, 'payer-action');
    expect(page).to.match(/^http:\/\/127\.0\.0\.1:\d+\/checkoutnow\?token=[A-Z0-9]{17}$/);

    const approved = await sandbox.press(idOf(created), 'approve');
    expect(approved.status).to.equal(303);
    const way = approved.headers.get('location') ?? '';
    expect(way).to.match(
      new RegExp(
        `^http://localhost:3978/return\\?nonce=a%20b\\+c&token=${idOf(created)}&PayerID=[2-9A-HJ-NP-Z]{13}$`,
      ),
    );

    const seen = await sandbox.get(idOf(created));
    expect(seen.body.status).to.equal('APPROVED');
    expect(seen.body.payer?.payer_id).to.equal(new URL(way).searchParams.get('PayerID'));
    expect(seen.body.purchase_units[0]).to.deep.include({
      ...request.purchase_units[0],
      reference_id: 'default',
      payee: { email_address: 'merchant@example.com', merchant_id: 'MERCHANT22334' },
    });

    const captured = await sandbox.capture(idOf(created));
    expect(captured.status).to.equal(201);
    expect(captured.body.status).to.equal('COMPLETED');
    expect(captured.body.purchase_units[0]).to.not.have.property('amount');
    const [capture] = captured.body.purchase_units[0]?.payments?.captures ?? [];
    expect(capture).to.deep.include({
      status: 'COMPLETED',
      amount: { currency_code: 'EUR', value: '29.80' },
      custom_id: request.purchase_units[0]?.custom_id,
      invoice_id: request.purchase_units[0]?.invoice_id,
      seller_receivable_breakdown: {
        gross_amount: { currency_code: 'EUR', value: '29.80' },
        paypal_fee: { currency_code: 'EUR', value: '1.53' },
        net_amount: { currency_code: 'EUR', value: '28.27' },
      },
    });

    expect((await sandbox.get(idOf(created))).body.status).to.equal('COMPLETED');
    const { captures } = await sandbox.ledger();
    expect(captures.filter((each) => each.order_id === idOf(created)).map((each) => each.id)).to.deep.equal([
      capture?.id,
    ]);
  });

  it('of the older kind is CREATED with 201 and has an approve link', async () => {
    const created = await sandbox.create(plainOrder('5', 'USD', {}), {});
    expect(created.status).to.equal(201);
    expect(created.body.status).to.equal('CREATED');
    expect(created.body.links.map((link) => link.rel)).to.deep.equal([
      'self',
      'approve',
      'update',
      'capture',
    ]);
    const withContext = await sandbox.create(
      {
        ...plainOrder(),
        application_context: { return_url: 'https://shop.example/back#top', landing_page: 'BILLING' },
      },
      {},
    );
    expect(withContext.body.status).to.equal('CREATED');
    const approved = await sandbox.press(idOf(withContext), 'approve');
    expect(approved.headers.get('location')).to.match(
      /^https:\/\/shop\.example\/back\?token=\w+&PayerID=\w+#top$/,
    );
  });

  it('is answered whole when the caller prefers the representation', async () => {
    const created = await sandbox.create(plainOrder('5', 'USD', { description: 'Tea' }), {
      prefer: 'return=representation',
    });
    expect(created.body.purchase_units[0]).to.deep.include({
      reference_id: 'default',
      amount: { currency_code: 'USD', value: '5.00' },
      description: 'Tea',
    });
    await sandbox.press(idOf(created), 'approve');
    const captured = await sandbox.capture(idOf(created), { prefer: 'return=representation' });
    expect(captured.body.purchase_units[0]?.amount).to.deep.equal({ currency_code: 'USD', value: '5.00' });
    expect(captured.body).to.have.property('create_time', '2026-03-01T10:00:00Z');
  });

  it('takes currencies without decimals as PayPal does', async () => {
    for (const currency of ['JPY', 'HUF', 'TWD']) {
      const created = await sandbox.create(plainOrder('1200', currency), { prefer: 'return=representation' });
      expect(created.body.purchase_units[0]?.amount).to.deep.equal({
        currency_code: currency,
        value: '1200',
      });
      await sandbox.press(idOf(created), 'approve');
      const captured = await sandbox.capture(idOf(created));
      expect(captured.body.purchase_units[0]?.payments?.captures[0]?.amount.value).to.equal('1200');
    }
  });

  it('gives the address of the payer only where the shop wants one', async () => {
    const shipped = await sandbox.create(plainOrder());
    await sandbox.press(idOf(shipped), 'approve');
    expect((await sandbox.get(idOf(shipped))).body.purchase_units[0]?.shipping).to.have.nested.property(
      'address.country_code',
      'US',
    );
    const unshipped = await sandbox.create(teaOrder());
    await sandbox.press(idOf(unshipped), 'approve');
    expect((await sandbox.get(idOf(unshipped))).body.purchase_units[0]?.shipping).to.equal(undefined);
  });

  it('captures every purchase unit of its own', async () => {
    const [unit] = plainOrder().purchase_units;
    const created = await sandbox.create({
      intent: 'CAPTURE',
      purchase_units: [
        { ...unit, reference_id: 'one' },
        { ...unit, reference_id: 'two' },
      ],
    });
    await sandbox.press(idOf(created), 'approve');
    const captured = await sandbox.capture(idOf(created));
    expect(captured.body.purchase_units.map((each) => each.payments?.captures.length)).to.deep.equal([1, 1]);
  });

  it('is captured only after its approval, and once', async () => {
    const created = await sandbox.create(teaOrder());
    const early = await sandbox.capture(idOf(created));
    expect([early.status, issueOf(early)]).to.deep.equal([422, 'ORDER_NOT_APPROVED']);
    await sandbox.press(idOf(created), 'approve');
    expect((await sandbox.capture(idOf(created))).status).to.equal(201);
    const again = await sandbox.capture(idOf(created));
    expect([again.status, issueOf(again)]).to.deep.equal([422, 'ORDER_ALREADY_CAPTURED']);
  });

  it('is refused at the capture when its invoice was paid with another order', async () => {
    const [first, second] = [await sandbox.create(teaOrder('same')), await sandbox.create(teaOrder('same'))];
    await sandbox.press(idOf(first), 'approve');
    await sandbox.press(idOf(second), 'approve');
    expect((await sandbox.capture(idOf(first))).status).to.equal(201);
    expect(issueOf(await sandbox.capture(idOf(second)))).to.equal('DUPLICATE_INVOICE_ID');
  });

  it('is not found under any other id', async () => {
    for (const id of ['NOSUCHORDER', '..', '%2e%2e', 'lower', 'A'.repeat(37)]) {
      const reply = await sandbox.get(id.replaceAll('..', '%2e%2e'));
      expect([reply.status, reply.body.name]).to.deep.equal([404, 'RESOURCE_NOT_FOUND']);
    }
    expect(issueOf(await sandbox.capture('NOSUCHORDER'))).to.equal('INVALID_RESOURCE_ID');
    expect(issueOf(await sandbox.patch('NOSUCHORDER', []))).to.equal('INVALID_RESOURCE_ID');
  });
});
