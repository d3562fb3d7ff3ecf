import { request } from 'node:http';
import { pipeline } from 'node:stream';
import { z } from 'zod';
import type { Webhooks } from '../../src/checkout/refund-ports.ts';
import { createWebhooks } from '../../src/paypal-webhooks/webhook-calls.ts';
import {
  createPayments,
  openExecutor,
  type PayPalOptions,
  type PayPalPayments,
} from '../../src/paypal/payments.ts';
import { type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts';
import {
  type Answering,
  collectLog,
  type LocalServer,
  type LogLine,
  startLocalServer,
} from './local-server.ts';

const ledgerSchema = z.object({
  orders: z.array(z.object({ id: z.string(), status: z.string() })),
  captures: z.array(z.object({ id: z.string(), status: z.string() })),
  requests: z.array(z.object({ operation: z.string().nullish(), requestId: z.string().nullish() })),
});

export type Decision = 'approve' | 'decline' | 'cancel';

export interface SimulatedPayPal {
  readonly payments: PayPalPayments;
  readonly webhooks: Webhooks;
  readonly url: string;
  readonly lines: readonly LogLine[];
  /** Every request of ours as it went over the wire. */
  readonly wire: LocalServer;
  /** Presses a button of the approval page; answers where the payer is sent. */
  decide(approveUrl: string, decision: Decision): Promise<URL>;
  arrange(
    operation: string,
    fault: string | { issue: string },
    more?: { times?: number; afterMs?: number },
  ): Promise<void>;
  ledger(): Promise<z.infer<typeof ledgerSchema>>;
  close(): Promise<void>;
}

/** Our side of PayPal, a wire that keeps what goes over it, and the simulator at the other end. */
export async function startSimulatedPayPal(
  simulatorOptions: Partial<SimulatorOptions> = {},
  paypalOptions: Partial<PayPalOptions> = {},
): Promise<SimulatedPayPal> {
  const simulator = await startSimulator({
    host: '127.0.0.1',
    port: 0,
    merchantId: 'MERCHANT123',
    ...simulatorOptions,
  });
  const wire = await startLocalServer();
  wire.onToken = wire.onCall = forwardTo(simulator.url);
  const { lines, log } = collectLog();
  const options: PayPalOptions = {
    environment: 'simulator',
    apiUrl: wire.url,
    webUrl: simulator.url,
    clientId: 'client',
    clientSecret: 'secret',
    callTimeoutMs: 1_000,
    log,
    ...paypalOptions,
  };
  const executor = openExecutor(options);
  return {
    payments: createPayments(options, executor),
    webhooks: createWebhooks(executor),
    url: simulator.url,
    lines,
    wire,
    async decide(approveUrl, decision) {
      const body = new URLSearchParams({ decision });
      const answer = await fetch(approveUrl, { method: 'POST', body, redirect: 'manual' });
      return new URL(answer.headers.get('location') ?? '');
    },
    async arrange(operation, fault, more = {}) {
      const answer = await fetch(`${simulator.url}/_simulator/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ faults: [{ operation, fault, ...more }] }),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    async ledger() {
      const answer = await fetch(`${simulator.url}/_simulator/ledger`);
      return ledgerSchema.parse(await answer.json());
    },
    async close() {
      await wire.close();
      await simulator.close();
    },
  };
}

/** One hop on the way: the request as it came, and the answer as it goes back. */
function forwardTo(url: string): Answering {
  return (response, { method, path, headers, body }) => {
    const { 'content-length': _length, ...others } = headers;
    const onward = request(
      url + path,
      { method, headers: { ...others, host: new URL(url).host } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        pipeline(answer, response, () => undefined);
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    onward.end(body);
  };
}
