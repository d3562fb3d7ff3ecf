import { z } from 'zod';
import { openJournal, type Journal } from './journal.ts';
import { orderSchema, type Order } from './order.ts';

const keptRequests = 10_000;

/** What a request id already led to. A `refusal` is kept, a success is read from the order as it is now. */
const keptAnswerSchema = z.object({
  operation: z.enum(['create', 'capture']),
  requestId: z.string(),
  fingerprint: z.string(),
  orderId: z.string(),
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
  reset: z.literal(true).optional(),
});

type Entry = z.infer<typeof entrySchema>;
export type KeptAnswer = z.infer<typeof keptAnswerSchema>;
export type RequestRow = z.infer<typeof requestRowSchema>;

/** Everything the simulator remembers. */
export interface Books {
  findOrder(id: string): Order | undefined;
  listOrders(): Order[];
  /** The order that an invoice was paid with, if it was. */
  findPaidOrder(invoiceId: string): string | undefined;
  findAnswer(operation: KeptAnswer['operation'], requestId: string): KeptAnswer | undefined;
  findToken(token: string): { expiresAt: number } | undefined;
  listRequests(): RequestRow[];
  save(entry: Entry): void;
  close(): void;
}

/** Opens the books in memory, or on a journal that survives kill -9. Nothing changes unless it was written first. */
export function openBooks(journalPath: string | undefined, isStale: (answer: KeptAnswer) => boolean): Books {
  const orders = new Map<string, Order>();
  const paidInvoices = new Map<string, string>();
  const answers = new Map<string, KeptAnswer>();
  const tokens = new Map<string, number>();
  let requests: RequestRow[] = [];

  function apply({ order, answer, token, request, reset }: Entry): void {
    if (reset) {
      orders.clear();
      paidInvoices.clear();
      answers.clear();
      requests = [];
    }
    if (order) {
      orders.set(order.id, order);
      for (const invoice of listPaidInvoices(order)) paidInvoices.set(invoice, order.id);
    }
    if (answer) answers.set(keyOf(answer.operation, answer.requestId), answer);
    if (token) tokens.set(token.token, token.expiresAt);
    if (request) requests.push(request);
    if (requests.length > 2 * keptRequests) requests = requests.slice(-keptRequests);
  }
  function snapshot(): Entry[] {
    return [
      ...Array.from(orders.values(), (order) => ({ order })),
      ...Array.from(answers.values())
        .filter((answer) => !isStale(answer))
        .map((answer) => ({ answer })),
      ...Array.from(tokens, ([token, expiresAt]) => ({ token: { token, expiresAt } })),
      ...requests.slice(-keptRequests).map((request) => ({ request })),
    ];
  }
  const journal: Journal | undefined =
    journalPath === undefined
      ? undefined
      : openJournal(journalPath, (line) => apply(entrySchema.parse(line)), snapshot);
  return {
    findOrder: (id) => orders.get(id),
    listOrders: () => [...orders.values()],
    findPaidOrder: (invoiceId) => paidInvoices.get(invoiceId),
    findAnswer: (operation, requestId) => answers.get(keyOf(operation, requestId)),
    findToken: (token) => {
      const expiresAt = tokens.get(token);
      return expiresAt === undefined ? undefined : { expiresAt };
    },
    listRequests: () => requests.slice(-keptRequests),
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

function listPaidInvoices(order: Order): string[] {
  return order.units
    .filter((unit) => unit.captures.some((capture) => capture.status !== 'DECLINED'))
    .flatMap((unit) => unit.invoice_id ?? []);
}
