import type { CheckoutFlow } from '../purchase/flow.ts';
import type { LogFields } from '../checkout/ports.ts';
import type { Assets } from './assets.ts';
import type { Csrf } from './guards/csrf.ts';
import type { PayerCookie } from './guards/payer-cookie.ts';
import type { MayVisit } from './guards/visit-limit.ts';
import type { Show } from './pages/render.ts';

/** What the pages are built from. */
export interface SiteParts {
  readonly flow: CheckoutFlow;
  readonly cookie: PayerCookie;
  readonly csrf: Csrf;
  readonly assets: Assets;
  readonly show: Show;
  /** The origin that shoppers see; redirects are built from it, never from the Host header. */
  readonly origin: string;
  readonly trustedProxies: number;
  /** Counts who opens links. */
  readonly mayVisit: MayVisit;
  readonly log: (event: string, fields: LogFields) => void;
}
