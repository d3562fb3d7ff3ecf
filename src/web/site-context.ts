import type { RouterContext } from '@koa/router';

export interface SiteState {
  /** Random; stands in the log line and on the error page. */
  requestId: string;
  /** Set once the address has named one, for the log. */
  checkoutId?: string;
}

export type SiteContext = RouterContext<SiteState, object>;

export type Handler = (ctx: SiteContext) => Promise<void> | void;
