import sdk, { type SdkRequest } from '@paypal/checkout-server-sdk';
import { z } from 'zod';
import { type Operation, refused, settled, unclear } from '../../src/paypal/operation.ts';
import { describeProblem } from '../../src/paypal/problem.ts';

export const orderId = '5O190127TN364715T';

/** A GET of the SDK's, which may be repeated; `{"ok":true}` settles it. */
export function get(): Operation<string> {
  return asking('get', new sdk.orders.OrdersGetRequest(orderId), true);
}

/** A POST of the SDK's, which is made once. */
export function capture(): Operation<string> {
  return asking('capture', new sdk.orders.OrdersCaptureRequest(orderId).payPalRequestId('capture-1'), false);
}

const done = z.object({ ok: z.literal(true) });

function asking(name: 'get' | 'capture', request: SdkRequest, mayRepeat: boolean): Operation<string> {
  return {
    name,
    request,
    mayRepeat,
    ids: { orderId },
    onSuccess: (json) => (done.safeParse(json).success ? settled('done') : unclear('malformed')),
    onProblem: (problem) => (problem.status === 401 ? unclear : refused)(describeProblem(problem)),
  };
}
