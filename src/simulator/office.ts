import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from './answer.ts';
import type { Books } from './books.ts';
import type { Fault } from './faults/fault-words.ts';

/** What stays the same from call to call. */
export interface Settings {
  /** The simulator's own address; the links of orders lead there. */
  readonly url: string;
  readonly merchantId: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly orderLifetimeMs: number;
  readonly requestIdLifetimeMs: number;
  /** The same for refunds and authorizations. */
  readonly paymentRequestIdLifetimeMs: number;
  readonly tokenLifetimeMs: number;
  /** The wait after the first attempt to deliver a message; it doubles with each. */
  readonly webhookRetryMs: number;
}

/** What the resources that PayPal answers with name of PayPal itself and of the merchant. */
export type Place = Pick<Settings, 'url' | 'merchantId'>;

/** What every operation works with. */
export interface Office {
  readonly books: Books;
  readonly settings: Settings;
  now(): number;
}

/** One request, read and routed. */
export interface Call {
  readonly method: string;
  readonly path: string;
  /** From the path, or `token` of the approval page; empty where there is none. */
  readonly resourceId: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly requestId: string | undefined;
  /** The fault arranged for this call; an operation heeds it where it changes the outcome. */
  readonly fault: Fault | undefined;
  /** How long that fault takes, where the arrangement says so. */
  readonly afterMs: number | undefined;
}

export type Operate = (office: Office, call: Call) => Answer;
