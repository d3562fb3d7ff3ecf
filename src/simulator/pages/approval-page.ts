import { toAmount, toMinorUnits, type Amount } from '../amount.ts';
import type { Answer } from '../answer.ts';
import type { Call, Office } from '../office.ts';
import { escapeHtml } from './html.ts';
import { findLiveOrder } from '../orders/live-order.ts';
import type { Order, OrderUnit } from '../orders/order.ts';
import { messagePage, pageAnswer } from './page.ts';
import { sampleAccounts } from '../orders/payer-account.ts';
import { troubleLabels, troubles } from '../faults/trouble-words.ts';

/** `GET /checkoutnow?token=<order id>`: what is bought, and the payer's three ways on. */
export function showApproval(office: Office, call: Call): Answer {
  const order = findLiveOrder(office, call.resourceId);
  const closed = findClosedPage(order);
  if (order === undefined || closed !== undefined) return closed ?? goneOrderPage();
  const shop = order.brandName ?? 'the merchant';
  const content = `<h1>Pay ${escapeHtml(shop)}</h1>
<p class="soft">Signed in as Pat Payer, pat.payer@example.com, a payer who does not exist.</p>
${order.payer?.card === 'declined' ? '<p><strong>Your card was declined.</strong> Choose again how to go on.</p>' : ''}
${order.units.map(showUnit).join('\n')}
<form method="post" action="/checkoutnow?token=${order.id}">
<button class="main" name="decision" value="approve">Approve payment</button>
<button name="decision" value="decline">Decline card</button>
<button class="plain" name="decision" value="cancel">Cancel and return</button>
${accountPanel}
${troublePanel}
</form>
<p class="soft">“Decline card” approves the payment, and the bank says no when the shop takes the money.</p>`;
  return pageAnswer(200, `Pay ${shop}`, content, originsOf([order.returnUrl, order.cancelUrl]));
}

/** For testers: who pays, and where the goods go. */
const accountPanel = `<details>
<summary>Who pays</summary>
<fieldset>
<legend>Pay with the account of</legend>
${Object.entries(sampleAccounts)
  .map(
    ([name, { label }], place) =>
      `<label><input type="radio" name="account" value="${name}"${place === 0 ? ' checked' : ''}> ${escapeHtml(label)}</label>`,
  )
  .join('\n')}
</fieldset>
</details>`;

/** For testers; what is chosen here takes effect with the button that approves. */
const troublePanel = `<details>
<summary>What should go wrong</summary>
<fieldset>
<legend>After you approve the payment</legend>
<label><input type="radio" name="trouble" value="" checked> Nothing</label>
${troubles.map((each) => `<label><input type="radio" name="trouble" value="${each}"> ${troubleLabels[each]}</label>`).join('\n')}
</fieldset>
</details>`;

/** The page for an order that nobody can decide about any more. */
export function findClosedPage(order: Order | undefined): Answer | undefined {
  if (order === undefined) return goneOrderPage();
  if (order.status !== 'COMPLETED') return undefined;
  return messagePage(200, 'Already paid', 'This order is completed. You can close this page.');
}

function goneOrderPage(): Answer {
  return messagePage(
    404,
    'Order not found',
    'There is no such order, or its time is over. Go back to the shop and begin again.',
  );
}

function showUnit(unit: OrderUnit): string {
  const { breakdown = {} } = unit.amount;
  const currency = unit.amount.currency_code;
  const items = (unit.items ?? []).map((item) => {
    const line = (toMinorUnits(item.unit_amount) ?? 0n) * BigInt(item.quantity);
    return `<li><span>${item.quantity} × ${escapeHtml(item.name)}</span>${showSum(toAmount(line, currency))}</li>`;
  });
  const rows: readonly (readonly [string, Amount | undefined, string])[] = [
    ['Items', breakdown.item_total, ''],
    ['Tax', breakdown.tax_total, ''],
    ['Shipping', breakdown.shipping, ''],
    ['Handling', breakdown.handling, ''],
    ['Insurance', breakdown.insurance, ''],
    ['Shipping discount', breakdown.shipping_discount, '−'],
    ['Discount', breakdown.discount, '−'],
  ];
  const parts = rows.flatMap(([name, amount, sign]) =>
    amount === undefined ? [] : `<div><dt>${name}</dt><dd>${showSum(amount, sign)}</dd></div>`,
  );
  return `${items.length > 0 ? `<ul aria-label="Items">\n${items.join('\n')}\n</ul>` : ''}
<dl>
${parts.join('\n')}
<div class="total"><dt>Total</dt><dd>${showSum(unit.amount)}</dd></div>
</dl>`;
}

function showSum(amount: Amount, sign = ''): string {
  return `<span class="sum">${sign}${escapeHtml(amount.value)} ${escapeHtml(amount.currency_code)}</span>`;
}

function originsOf(urls: readonly (string | undefined)[]): readonly string[] {
  const origins = urls.flatMap((url) => (url === undefined ? [] : new URL(url).origin));
  // A host name may hold characters that would end the directive.
  return origins.filter((origin) => /^https?:\/\/[a-z0-9.:-]+$/.test(origin));
}
