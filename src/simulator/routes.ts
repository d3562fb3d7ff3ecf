import { showApproval } from './approval-page.ts';
import { captureOrder } from './capture-order.ts';
import { createOrder } from './create-order.ts';
import { decideApproval } from './decide-approval.ts';
import type { Operate } from './desk.ts';
import { getOrder } from './get-order.ts';
import type { Operation } from './operations.ts';
import { patchOrder } from './patch-order.ts';
import { issueToken } from './token.ts';

export interface Route {
  method: 'GET' | 'POST' | 'PATCH';
  path: RegExp;
  operation: Operation;
  operate: Operate;
}

/** PayPal's addresses, in the order of a purchase. */
export const routes: Route[] = [
  { method: 'POST', path: /^\/v1\/oauth2\/token$/, operation: 'token', operate: issueToken },
  { method: 'POST', path: /^\/v2\/checkout\/orders$/, operation: 'create', operate: createOrder },
  { method: 'GET', path: /^\/v2\/checkout\/orders\/([^/]+)$/, operation: 'get', operate: getOrder },
  { method: 'PATCH', path: /^\/v2\/checkout\/orders\/([^/]+)$/, operation: 'patch', operate: patchOrder },
  { method: 'GET', path: /^\/checkoutnow$/, operation: 'page', operate: showApproval },
  { method: 'POST', path: /^\/checkoutnow$/, operation: 'decide', operate: decideApproval },
  {
    method: 'POST',
    path: /^\/v2\/checkout\/orders\/([^/]+)\/capture$/,
    operation: 'capture',
    operate: captureOrder,
  },
];
