import { expect } from 'chai';
import type { Webhooks } from '../../src/checkout/refund-ports.ts';
import { openExecutor } from '../../src/paypal/payments.ts';
import { createWebhooks } from '../../src/paypal-webhooks/webhook-calls.ts';
import { sandboxAt } from '../paypal/payments-at.ts';
import { badAnswers } from '../paypal/bad-answers.ts';
import { errorOf } from '../paypal/error-of.ts';
import {
  type Answering,
  collectLog,
  inTurn,
  type LocalServer,
  sendJson,
  startLocalServer,
} from '../paypal/local-server.ts';
import { assertMatchesRequest, assertMatchesResponse } from '../paypal/schemas.ts';

const api = 'https://api-m.sandbox.paypal.com';
const list = `${api}/v1/notifications/webhooks-events`;
const range = { since: Date.parse('2026-01-12T12:00:00Z'), until: Date.parse('2026-01-15T12:00:00.500Z') };
const webhook = {
  id: '0EH40505U7160970P',
  url: 'https://shop.example/webhooks/paypal',
  event_types: [
    { name: 'PAYMENT.CAPTURE.COMPLETED', description: 'A payment capture completes.' },
    { name: '*' },
  ],
  links: [{ href: `${api}/v1/notifications/webhooks/0EH40505U7160970P`, rel: 'self', method: 'GET' }],
};
const ours = {
  webhookId: webhook.id,
  url: webhook.url,
  eventTypes: ['PAYMENT.CAPTURE.COMPLETED', '*'],
};

function event(number: number): object {
  return {
    id: `WH-${number}`,
    event_type: 'PAYMENT.CAPTURE.COMPLETED',
    resource_type: 'capture',
    resource: { id: `CAPTURE${number}`, supplementary_data: { related_ids: { order_id: `ORDER${number}` } } },
  };
}

function page(events: readonly unknown[], next?: string): object {
  const links = [{ href: list, rel: 'self', method: 'GET' }];
  if (next !== undefined) links.push({ href: next, rel: 'next', method: 'GET' });
  return { events, count: events.length, links };
}

describe('webhooks at PayPal', () => {
  let server: LocalServer;
  let webhooks: Webhooks;
  const { lines, log } = collectLog();

  beforeEach(async () => {
    lines.length = 0;
    server = await startLocalServer();
    webhooks = createWebhooks(openExecutor(sandboxAt(server.url, log)));
  });
  afterEach(() => server.close());

  const operations: Readonly<Record<string, () => Promise<unknown>>> = {
    list_events: () => webhooks.listEvents(range),
    list_webhooks: () => webhooks.listWebhooks(),
    register_webhook: () => webhooks.registerWebhook(webhook.url, ['*']),
    simulate_event: () => webhooks.simulateEvent({ webhookId: webhook.id, eventType: 'X' }),
  };
  const acting = new Set(['register_webhook', 'simulate_event']);

  it('stand on samples that PayPal could have sent', () => {
    assertMatchesResponse('webhooks.create', 201, webhook);
    assertMatchesResponse('webhooks.list', 200, { webhooks: [webhook] });
    assertMatchesResponse('events.list', 200, page([event(1)], `${list}/?page_size=100`));
    assertMatchesResponse('events.simulate', 202, event(1));
  });

  it('are registered for events', async () => {
    server.onCall = sendJson(201, webhook);
    expect(await webhooks.registerWebhook(webhook.url, ours.eventTypes)).to.deep.equal(ours);
    const [call] = server.calls();
    expect(call).to.include({ method: 'POST', path: '/v1/notifications/webhooks' });
    expect(call?.headers['content-type']).to.equal('application/json');
    expect(call?.headers['paypal-request-id']).to.match(/^[\da-f-]{36}$/u);
    const body: unknown = JSON.parse(call?.body ?? '');
    assertMatchesRequest('webhooks.create', body);
    expect(body).to.deep.equal({
      url: webhook.url,
      event_types: [{ name: 'PAYMENT.CAPTURE.COMPLETED' }, { name: '*' }],
    });
  });

  it('are refused where PayPal has them already, or takes no more', async () => {
    for (const name of ['WEBHOOK_URL_ALREADY_EXISTS', 'WEBHOOK_NUMBER_LIMIT_EXCEEDED']) {
      server.onCall = sendJson(400, { name, message: 'For people.', debug_id: 'f00d' });
      expect(await errorOf(webhooks.registerWebhook(webhook.url, ['*']))).to.equal(
        `payments_refused: register_webhook 400 ${name} debug f00d`,
      );
    }
  });

  it('are not refused for good where only our token is', async () => {
    server.onCall = sendJson(401, { name: 'AUTHENTICATION_FAILURE' });
    for (const operation of acting) {
      expect(await errorOf(operations[operation]?.() ?? Promise.resolve())).to.equal(
        `payments_unclear: ${operation} 401 AUTHENTICATION_FAILURE`,
      );
    }
  });

  it('are listed', async () => {
    server.onCall = sendJson(200, { webhooks: [webhook] });
    expect(await webhooks.listWebhooks()).to.deep.equal([ours]);
    expect(server.calls()[0]).to.include({ method: 'GET', path: '/v1/notifications/webhooks' });
    expect(server.calls()[0]?.headers).not.to.have.property('content-length');
    server.onCall = sendJson(200, { webhooks: [] });
    expect(await webhooks.listWebhooks()).to.deep.equal([]);
  });

  it('can be tried with an event that PayPal makes up', async () => {
    server.onCall = sendJson(202, event(7));
    const request = { webhookId: webhook.id, eventType: 'PAYMENT.CAPTURE.COMPLETED' };
    expect(await webhooks.simulateEvent(request)).to.equal('WH-7');
    const [call] = server.calls();
    expect(call).to.include({ method: 'POST', path: '/v1/notifications/simulate-event' });
    const body: unknown = JSON.parse(call?.body ?? '');
    assertMatchesRequest('events.simulate', body);
    expect(body).to.deep.equal({ webhook_id: webhook.id, event_type: 'PAYMENT.CAPTURE.COMPLETED' });
    server.onCall = sendJson(202, { ...event(7), id: '../x' });
    expect(await errorOf(webhooks.simulateEvent(request))).to.equal(
      'payments_unclear: simulate_event malformed',
    );
  });

  for (const [operation, ask] of Object.entries(operations)) {
    // All run in the same executor; one that is repeated and one that is not stand for them.
    const tried = ['list_events', 'register_webhook'].includes(operation) ? badAnswers : {};
    for (const [name, badly] of Object.entries(tried)) {
      it(`are unclear for ${operation} when the answer is ${name}`, async () => {
        server.onCall = badly;
        expect(await errorOf(ask())).to.match(new RegExp(`^payments_unclear: ${operation} `, 'u'));
        if (acting.has(operation)) expect(server.calls()).to.have.length(1);
      });
    }

    it(`write a line for ${operation}`, async () => {
      server.onCall = sendJson(503, { name: 'SERVICE_UNAVAILABLE' }, { 'paypal-debug-id': 'abc' });
      await errorOf(ask());
      const [line, ...others] = lines.filter((one) => one['operation'] === operation);
      expect(line).to.include({ event: 'paypal_call', status: 503, debugId: 'abc', outcome: 'unclear' });
      expect(line?.['requestId']).to.equal(server.calls()[0]?.headers['paypal-request-id']);
      expect(line?.['webhookId']).to.equal(operation === 'simulate_event' ? webhook.id : undefined);
      expect(others).to.have.length(acting.has(operation) ? 0 : 2);
    });
  }

  it('that are odd are unclear', async () => {
    for (const changes of [{ id: '../x' }, { url: undefined }, { event_types: undefined }]) {
      server.onCall = sendJson(200, { webhooks: [{ ...webhook, ...changes }] });
      expect(await errorOf(webhooks.listWebhooks())).to.equal('payments_unclear: list_webhooks malformed');
      server.onCall = sendJson(201, { ...webhook, ...changes });
      expect(await errorOf(webhooks.registerWebhook(webhook.url, ['*']))).to.equal(
        'payments_unclear: register_webhook malformed',
      );
    }
  });

  describe('list the events of a time', () => {
    function paths(): string[] {
      return server.calls().map(({ path }) => path);
    }

    it('by one call where they fit', async () => {
      server.onCall = sendJson(200, page([event(1), event(2)]));
      const events = await webhooks.listEvents(range);
      expect(
        events.map(({ eventId, type, captureId, orderId }) => [eventId, type, captureId, orderId]),
      ).to.deep.equal([
        ['WH-1', 'PAYMENT.CAPTURE.COMPLETED', 'CAPTURE1', 'ORDER1'],
        ['WH-2', 'PAYMENT.CAPTURE.COMPLETED', 'CAPTURE2', 'ORDER2'],
      ]);
      expect(lines.at(-1)).to.include({ operation: 'list_events', outcome: 'ok' });
      expect(server.calls()[0]?.headers).not.to.have.property('content-length');
      expect(paths()).to.deep.equal([
        '/v1/notifications/webhooks-events?page_size=100&start_time=2026-01-12T12%3A00%3A00.000Z&end_time=2026-01-15T12%3A00%3A00.500Z',
      ]);
    });

    it('page by page, each event once', async () => {
      server.onCall = inTurn(
        sendJson(
          200,
          page([event(1), event(2)], `${list}/?page_size=100&start_time=x&event_id?move_to=next&index_id=3`),
        ),
        sendJson(200, page([event(2), event(3)], `${list}?page=3`)),
        sendJson(200, page([])),
      );
      const events = await webhooks.listEvents(range);
      expect(events.map(({ eventId }) => eventId)).to.deep.equal(['WH-1', 'WH-2', 'WH-3']);
      expect(paths().slice(1)).to.deep.equal([
        '/v1/notifications/webhooks-events?page_size=100&start_time=x&event_id?move_to=next&index_id=3',
        '/v1/notifications/webhooks-events?page=3',
      ]);
    });

    it('at our own PayPal alone, with whatever host a link leads to', async () => {
      server.onCall = inTurn(
        sendJson(200, page([event(1)], 'https://evil.example/v1/notifications/webhooks-events?page=2')),
        sendJson(200, page([event(2)])),
      );
      expect(await webhooks.listEvents(range)).to.have.length(2);
      expect(paths()[1]).to.equal('/v1/notifications/webhooks-events?page=2');
    });

    it('ending at an empty page, whatever it links to', async () => {
      server.onCall = sendJson(200, page([], `${list}?page=2`));
      expect(await webhooks.listEvents(range)).to.deep.equal([]);
      expect(server.calls()).to.have.length(1);
      server.onCall = sendJson(200, { count: 0 });
      expect(await webhooks.listEvents(range)).to.deep.equal([]);
      expect(lines.at(-1)).to.include({ outcome: 'ok' });
    });

    it('again after an unclear answer in the middle', async () => {
      server.onCall = inTurn(
        sendJson(200, page([event(1)], `${list}?page=2`)),
        sendJson(500, {}),
        sendJson(200, page([event(2)])),
      );
      expect(await webhooks.listEvents(range)).to.have.length(2);
    });

    it('without those that cannot be read, and say so', async () => {
      server.onCall = sendJson(200, page([event(1), { id: 7 }, null]));
      expect(await webhooks.listEvents(range)).to.have.length(1);
      expect(lines.at(-1)).to.include({ outcome: 'ok, without 2 that cannot be read' });
    });

    it('wholly or not at all', async () => {
      for (const last of [
        sendJson(503, {}),
        sendJson(200, { events: 'x' }),
        sendJson(403, { name: 'NOT_AUTHORIZED' }),
      ]) {
        server.onCall = inTurn(sendJson(200, page([event(1)], `${list}?page=2`)), last);
        expect(await errorOf(webhooks.listEvents(range))).to.match(/^payments_unclear: list_events /u);
      }
    });

    for (const next of [
      `${api}/v1/notifications/webhooks?page=2`,
      `${list}/WH-1?page=2`,
      `${api}/v1/oauth2/token?page=2`,
      list,
      'not an address',
      `${list}?${'x'.repeat(2_048)}`,
    ]) {
      it(`unclear where the next page cannot be found: ${next.slice(0, 60)}`, async () => {
        server.onCall = sendJson(200, page([event(1)], next));
        expect(await errorOf(webhooks.listEvents(range))).to.equal('payments_unclear: list_events malformed');
      });
    }

    it('unclear when the pages go round in a circle', async () => {
      server.onCall = sendJson(200, page([event(1)], `${list}?page=2`));
      expect(await errorOf(webhooks.listEvents(range))).to.equal(
        'payments_unclear: list_events goes round in a circle',
      );
      expect(server.calls()).to.have.length(2);
    });

    it('unclear when the pages have no end', async () => {
      let number = 1;
      const endless: Answering = (response, received) => {
        number += 1;
        sendJson(200, page([event(number)], `${list}?page=${number}`))(response, received);
      };
      server.onCall = endless;
      expect(await errorOf(webhooks.listEvents(range))).to.equal('payments_unclear: list_events has no end');
      expect(server.calls()).to.have.length(100);
    });
  });
});
