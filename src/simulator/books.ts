import { z } from 'zod';
import { openJournal, type Journal } from './journal.ts';
import { createMail, mailEntry, type Mail } from './webhooks/mail.ts';
import { type Account, accountSchema } from './orders/payer-account.ts';
import { listDisputes, orderSchema, type Order } from './orders/order.ts';

const keptRequests = 10_000;

/** What a request id already led to. A `refusal` is kept, a success is read from the order as it is now. */
const keptAnswerSchema = z.object({
  operation: z.enum([
    'create',
    'capture',
    'authorize',
    'refund',
    'capture_authorization',
    'reauthorize',
    'void',
  ]),
  requestId: z.string(),
  fingerprint: z.string(),
  orderId: z.string(),
  /** The capture, refund or authorization that was made, where it was not an order. */
  resourceId: z.string().optional(),
  refusal: z.string().optional(),
  at: z.number(),
});

const tokenSchema = z.object({ token: z.string(), expiresAt: z.number() });

const requestRowSchema = z.object({
  time: z.string(),
  method: z.string(),
  path: z.string(),
  requestId: z.string().nullable(),
  /** Null where the caller was left without an answer. */
  status: z.number().nullable(),
  debugId: z.string(),
  operation: z.string(),
  fault: z.string().optional(),
});

/** One step of the books; all its parts become durable together. */
const entrySchema = z.object({
  order: orderSchema.optional(),
  answer: keptAnswerSchema.optional(),
  token: tokenSchema.optional(),
  request: requestRowSchema.optional(),
  /** How far the simulator's clock is ahead of the machine's. */
  aheadMs: z.number().optional(),
  /** Who approves from now on; null for whom the page says. */
  account: accountSchema.nullable().optional(),
  reset: z.literal(true).optional(),
  ...mailEntry,
});

export type Entry = z.infer<typeof entrySchema>;
export type KeptAnswer = z.infer<typeof keptAnswerSchema>;
export type RequestRow = z.infer<typeof requestRowSchema>;

/** Everything the simulator remembers. */
export interface Books {
  readonly mail: Mail;
  findOrder(id: string): Order | undefined;
  /** The order that a capture, an authorization, a refund or a dispute belongs to. */
  findOrderOf(resourceId: string): Order | undefined;
  listOrders(): readonly Order[];
  /** The orders to which something may happen by the mere passing of time. */
  listUnsettled(): readonly Order[];
  /** The order that an invoice was paid with, if it was. */
  findPaidOrder(invoiceId: string): string | undefined;
  findAnswer(operation: KeptAnswer['operation'], requestId: string): KeptAnswer | undefined;
  findToken(token: string): { readonly expiresAt: number } | undefined;
  listRequests(): readonly RequestRow[];
  aheadMs(): number;
  /** Who approves, where a tester arranged it. */
  arrangedAccount(): Account | undefined;
  save(entry: Entry): void;
  close(): void;
}

/** Opens the books in memory, or on a journal that survives kill -9. Nothing changes unless it was written first. */
export function openBooks(
  journalPath: string | undefined,
  isStale: (answer: KeptAnswer, aheadMs: number) => boolean,
): Books {
  const orders = createOrderShelf();
  const post = createMail();
  const answers = new Map<string, KeptAnswer>();
  const tokens = new Map<string, number>();
  let requests: RequestRow[] = [];
  let ahead = 0;
  let arranged: Account | null = null;

  function apply(entry: Entry): void {
    const { order, answer, token, request, aheadMs, account, reset } = entry;
    if (reset) {
      orders.clear();
      post.clear();
      answers.clear();
      requests = [];
      ahead = 0;
      arranged = null;
    }
    if (order) orders.put(order);
    if (answer) answers.set(keyOf(answer.operation, answer.requestId), answer);
    if (token) tokens.set(token.token, token.expiresAt);
    if (request) requests.push(request);
    if (aheadMs !== undefined) ahead = aheadMs;
    if (account !== undefined) arranged = account;
    if (requests.length > 2 * keptRequests) requests = requests.slice(-keptRequests);
    post.apply(entry);
  }
  function snapshot(): readonly Entry[] {
    return [
      ...(ahead === 0 ? [] : [{ aheadMs: ahead }]),
      ...(arranged === null ? [] : [{ account: arranged }]),
      ...orders.list().map((order) => ({ order })),
      ...Array.from(answers.values())
        .filter((answer) => !isStale(answer, ahead))
        .map((answer) => ({ answer })),
      ...Array.from(tokens, ([token, expiresAt]) => ({ token: { token, expiresAt } })),
      ...requests.slice(-keptRequests).map((request) => ({ request })),
      ...post.snapshot(),
    ];
  }
  const journal: Journal | undefined =
    journalPath === undefined
      ? undefined
      : openJournal(journalPath, (line) => apply(entrySchema.parse(line)), snapshot);
  return {
    mail: post.mail,
    findOrder: orders.find,
    findOrderOf: orders.findOf,
    listOrders: orders.list,
    listUnsettled: orders.listUnsettled,
    findPaidOrder: orders.findPaid,
    findAnswer: (operation, requestId) => answers.get(keyOf(operation, requestId)),
    findToken: (token) => {
      const expiresAt = tokens.get(token);
      return expiresAt === undefined ? undefined : { expiresAt };
    },
    listRequests: () => requests.slice(-keptRequests),
    aheadMs: () => ahead,
    arrangedAccount: () => arranged ?? undefined,
    save(entry) {
      journal?.append(entry);
      apply(entry);
    },
    close: () => journal?.close(),
  };
}

function keyOf(operation: string, requestId: string): string {
  return `${operation} ${requestId}`;
}

/** The orders, and the ways to find them. */
function createOrderShelf() {
  const orders = new Map<string, Order>();
  const owners = new Map<string, string>();
  const paidInvoices = new Map<string, string>();
  const unsettled = new Set<string>();
  return {
    put(order: Order): void {
      orders.set(order.id, order);
      for (const id of listResources(order)) owners.set(id, order.id);
      for (const invoice of listPaidInvoices(order)) paidInvoices.set(invoice, order.id);
      if (mayChangeWithTime(order)) unsettled.add(order.id);
      else unsettled.delete(order.id);
    },
    find: (id: string) => orders.get(id),
    findOf: (resourceId: string) => orders.get(owners.get(resourceId) ?? ''),
    findPaid: (invoiceId: string) => paidInvoices.get(invoiceId),
    list: () => [...orders.values()],
    listUnsettled: () => Array.from(unsettled).flatMap((id) => orders.get(id) ?? []),
    clear(): void {
      for (const each of [orders, owners, paidInvoices, unsettled]) each.clear();
    },
  };
}

function listResources(order: Order): readonly string[] {
  return order.units.flatMap((unit) =>
    [...unit.captures, ...unit.authorizations, ...unit.refunds, ...unit.captures.flatMap(listDisputes)].map(
      ({ id }) => id,
    ),
  );
}

/** A pending payment settles, and an approval that nobody uses is reversed. */
function mayChangeWithTime(order: Order): boolean {
  if (order.status === 'APPROVED') return order.isReversed === undefined;
  return order.units.some((unit) =>
    [...unit.captures, ...unit.refunds].some((each) => each.settlement !== undefined),
  );
}

function listPaidInvoices({ units }: Order): readonly string[] {
  const paid = units.filter((unit) => unit.captures.some((capture) => capture.status !== 'DECLINED'));
  const invoices = paid.flatMap((unit) =>
    [unit.invoice_id].concat(unit.captures.map(({ invoiceId }) => invoiceId)),
  );
  return invoices.filter((invoice) => invoice !== undefined);
}
