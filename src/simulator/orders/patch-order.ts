import { z } from 'zod';
import { toMinorUnits } from '../amount.ts';
import type { Answer } from '../answer.ts';
import type { Call, Office } from '../office.ts';
import { refuseForcedIssue } from '../faults/forced-issue.ts';
import { loadLiveOrder } from './live-order.ts';
import { unitSchema, type UnitRequest } from './order-request.ts';
import { toOrderUnit } from './order-unit.ts';
import type { Order } from './order.ts';
import { refusal, type Detail, type Refusal } from '../refusal.ts';
import { parseBody, requireJson, toDetail } from '../request-body.ts';
import { requireToken } from '../token.ts';
import { findUnitMistakes } from './unit-checks.ts';

const changeSchema = z.object({
  op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test']),
  path: z.string().optional(),
  value: z.unknown().optional(),
});

type Change = z.infer<typeof changeSchema>;

/** What may be done with which field of a purchase unit, as PayPal's document tells it. */
const patchable: Readonly<Record<string, readonly Change['op'][]>> = {
  amount: ['replace'],
  items: ['replace', 'add', 'remove'],
  invoice_id: ['replace', 'add', 'remove'],
  custom_id: ['replace', 'add', 'remove'],
  description: ['replace', 'add', 'remove'],
  soft_descriptor: ['replace', 'remove'],
};

/** `PATCH /v2/checkout/orders/{id}`: all changes or none. */
export function patchOrder(office: Office, call: Call): Answer {
  requireToken(office, call.headers.authorization);
  requireJson(call.headers['content-type']);
  const order = loadLiveOrder(office, call.resourceId, 'orders.patch');
  const changes = parseBody('orders.patch', z.array(changeSchema), call.body);
  refuseForcedIssue('orders.patch', call);
  if (order.status === 'COMPLETED') throw refuse('ORDER_ALREADY_COMPLETED');
  const drafts = order.units.map((unit): Record<string, unknown> => ({ ...unit }));
  for (const [index, change] of changes.entries()) applyChange(drafts, change, `/${index}`);
  const units = drafts.map(parseUnit);
  refuseMistakes(order, units);
  office.books.save({ order: { ...order, units: units.map(toOrderUnit), updatedAt: office.now() } });
  return { status: 204, headers: {}, body: '' };
}

function applyChange(drafts: readonly Record<string, unknown>[], change: Change, at: string): void {
  const { op, path, value } = change;
  if (path === undefined) throw refuse('PATCH_PATH_REQUIRED', { field: `${at}/path` });
  const said = { field: `${at}/path`, value: path.slice(0, 200) };
  if (path === '/intent') throw refuse('CANNOT_MODIFY_INTENT', said);
  const match = /^\/purchase_units\/@reference_id=='([^']*)'\/([^/]+)$/.exec(path);
  if (match === null)
    throw refuse(path.startsWith('/') ? 'NOT_PATCHABLE' : 'INVALID_JSON_POINTER_FORMAT', said);
  const [, reference, field = ''] = match;
  const draft = drafts.find((unit) => (unit['reference_id'] ?? 'default') === reference);
  if (draft === undefined) throw refuse('REFERENCE_ID_NOT_FOUND', said);
  const allowed = Object.hasOwn(patchable, field) ? patchable[field] : undefined;
  if (allowed === undefined) throw refuse('NOT_PATCHABLE', said);
  if (!allowed.includes(op)) throw refuse('FIELD_NOT_PATCHABLE', said);
  if ((op === 'add') === (draft[field] !== undefined)) throw refuse('INVALID_PATCH_OPERATION', said);
  if (op !== 'remove' && value === undefined) throw refuse('PATCH_VALUE_REQUIRED', { field: `${at}/value` });
  draft[field] = op === 'remove' ? undefined : value;
}

function parseUnit(draft: Record<string, unknown>, index: number): UnitRequest {
  const result = unitSchema.safeParse(draft);
  if (result.success) return result.data;
  const prefix = `/purchase_units/${index}`;
  throw refusal(
    'orders.patch',
    result.error.issues.map((issue) => toDetail(issue, draft, prefix)),
  );
}

function refuseMistakes(order: Order, units: readonly UnitRequest[]): void {
  const mistakes = units.flatMap((unit, index) => findUnitMistakes(unit, `/purchase_units/${index}`));
  if (mistakes.length > 0) throw refusal('orders.patch', mistakes);
  if (order.status !== 'APPROVED') return;
  const isOther = units.some((unit, index) => {
    const approved = order.units[index]?.amount;
    return (
      approved === undefined ||
      approved.currency_code !== unit.amount.currency_code ||
      toMinorUnits(approved) !== toMinorUnits(unit.amount)
    );
  });
  if (isOther) throw refuse('AMOUNT_CHANGE_NOT_ALLOWED');
}

function refuse(issue: string, more: Omit<Detail, 'issue'> = {}): Refusal {
  return refusal('orders.patch', [{ issue, ...more }]);
}
