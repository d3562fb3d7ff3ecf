import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from './answer.ts';
import type { Books } from './books.ts';
import type { Fault } from './faults/fault-words.ts';

/** What stays the same from call to call. */
export interface Settings {
  /** The simulator's own address; the links of orders lead there. */
  url: string;
  merchantId: string;
  clientId?: string;
  clientSecret?: string;
  orderLifetimeMs: number;
  requestIdLifetimeMs: number;
  /** The same for refunds and authorizations. */
  paymentRequestIdLifetimeMs: number;
  tokenLifetimeMs: number;
  /** The wait after the first attempt to deliver a message; it doubles with each. */
  webhookRetryMs: number;
}

/** What every operation works with. */
export interface Desk {
  books: Books;
  settings: Settings;
  now(): number;
}

/** One request, read and routed. */
export interface Call {
  method: string;
  path: string;
  /** From the path, or `token` of the approval page; empty where there is none. */
  resourceId: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
  requestId: string | undefined;
  /** The fault arranged for this call; an operation heeds it where it changes the outcome. */
  fault: Fault | undefined;
  /** How long that fault takes, where the arrangement says so. */
  afterMs: number | undefined;
}

export type Operate = (desk: Desk, call: Call) => Answer;
