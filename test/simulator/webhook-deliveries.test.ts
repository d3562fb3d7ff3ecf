import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { z } from 'zod';
import { plainOrder } from './order-bodies.ts';
import { idOf, openSandbox, type Reply, type Sandbox } from './sandbox.ts';
import { isGenuine, openShopEar, subscribe, type ShopEar } from './shop-ear.ts';

const minuteMs = 60_000;
const approved = 'CHECKOUT.ORDER.APPROVED';
const completed = 'PAYMENT.CAPTURE.COMPLETED';

const mailSchema = z.object({
  events: z.array(z.object({ id: z.string(), type: z.string() })),
  deliveries: z.array(
    z.looseObject({
      eventId: z.string(),
      status: z.string(),
      attempts: z.number(),
      answered: z.number().nullable().optional(),
    }),
  ),
});

describe('the deliveries of the simulator', () => {
  let sandbox: Sandbox;
  let ear: ShopEar;
  beforeEach(async () => {
    [sandbox, ear] = await Promise.all([openSandbox({ webhookRetryMs: 1 }), openShopEar()]);
  });
  afterEach(async () => {
    await sandbox.simulator.close();
    await ear.close();
  });

  async function readMail(): Promise<z.infer<typeof mailSchema>> {
    const response = await fetch(`${sandbox.simulator.url}/_simulator/webhooks`);
    return mailSchema.parse(await response.json());
  }
  /** Waits until no delivery is under way, and tells how each ended. */
  async function readOutcomes(): Promise<(string | number | null | undefined)[][]> {
    for (;;) {
      const { deliveries } = await readMail();
      if (deliveries.every(({ status }) => status !== 'PENDING')) {
        return deliveries.map(({ status, attempts, answered }) => [status, attempts, answered]);
      }
      await wait(5);
    }
  }
  async function approve(): Promise<string> {
    const id = idOf(await sandbox.create(plainOrder()));
    await sandbox.press(id, 'approve');
    return id;
  }
  function list(query: string): Promise<Reply> {
    return sandbox.ask('events.list', 'GET', `/v1/notifications/webhooks-events?${query}`);
  }

  it('are repeated with the same event, signed anew, until the shop says 2xx', async () => {
    const webhookId = await subscribe(sandbox, ear.url, approved);
    ear.answers.push(500, 302, 0, 204);
    await approve();
    await ear.types(4);
    expect(await readOutcomes()).to.deep.equal([['SUCCESS', 4, 204]]);
    expect(new Set(ear.heard.map(({ raw }) => raw.toString())).size).to.equal(1);
    expect(new Set(ear.heard.map(({ headers }) => headers['paypal-transmission-id'])).size).to.equal(4);
    for (const each of ear.heard) expect(await isGenuine(sandbox, each, webhookId)).to.equal(true);
  });

  it('are given up after 25 tries, and the event is still listed', async () => {
    await subscribe(sandbox, ear.url, approved);
    ear.answers.push(...Array.from({ length: 25 }, () => 503));
    await approve();
    await ear.types(25);
    expect(await readOutcomes()).to.deep.equal([['FAILURE', 25, 503]]);
    expect((await list('')).body['count']).to.equal(1);
  });

  it('can be dropped, doubled, signed wrongly, and lose their answer', async () => {
    const webhookId = await subscribe(sandbox, ear.url, approved);
    await sandbox.arrange(
      { operation: 'webhook', fault: 'drop' },
      { operation: 'webhook', fault: 'duplicate' },
      { operation: 'webhook', fault: 'wrong_signature' },
      { operation: 'webhook', fault: 'lost_answer' },
    );
    await approve();
    expect(await readOutcomes()).to.deep.equal([['FAILURE', 0, undefined]]);
    for (const count of [2, 3, 5]) {
      await approve();
      await ear.types(count);
    }
    const ids = ear.heard.map(({ event }) => event.id);
    expect([ids[0], ids[3]]).to.deep.equal([ids[1], ids[4]]);
    expect(new Set(ids).size).to.equal(3);
    const genuine = await Promise.all(ear.heard.map((each) => isGenuine(sandbox, each, webhookId)));
    expect(genuine).to.deep.equal([true, true, false, true, true]);
  });

  it('can overtake each other, and be delayed', async () => {
    await subscribe(sandbox, ear.url, approved, completed);
    await sandbox.arrange({ operation: 'webhook', fault: 'reorder', eventType: approved, afterMs: minuteMs });
    await sandbox.buy();
    expect(await ear.types(2)).to.deep.equal([completed, approved]);
    await sandbox.arrange({
      operation: 'webhook',
      fault: 'delay',
      eventType: approved,
      afterMs: minuteMs,
    });
    await sandbox.buy();
    expect((await ear.types(3))[2]).to.equal(completed);
    const delayed = (await readMail()).deliveries.filter(({ attempts }) => attempts === 0);
    expect(delayed.map(({ status }) => status)).to.deep.equal(['PENDING']);
  });

  it('refuse the faults of calls, and calls refuse theirs', async () => {
    for (const fault of [
      { operation: 'webhook', fault: 'error_500' },
      { operation: 'capture', fault: 'drop' },
      { operation: '*', fault: 'drop' },
      { operation: 'webhook', fault: 'drop', eventType: 'NONSENSE' },
    ]) {
      expect((await sandbox.arrange(fault)).status).to.equal(400);
    }
  });

  it('are listed page by page, newest first, between two times', async () => {
    await subscribe(sandbox, ear.url, approved);
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      ids.unshift(await approve());
      sandbox.clock.now += minuteMs;
    }
    const seen: unknown[] = [];
    let query = 'page_size=2';
    for (;;) {
      const page = await list(query);
      const events = z.array(z.object({ resource: z.object({ id: z.string() }) })).parse(page.body['events']);
      seen.push(events.map(({ resource }) => resource.id));
      const next = page.body.links.find(({ rel }) => rel === 'next');
      if (next === undefined) break;
      query = new URL(next.href).search.slice(1);
    }
    expect(seen).to.deep.equal([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    const some = 'start_time=2026-03-01T10:01:00Z&end_time=2026-03-01T11:02:00%2B01:00';
    expect((await list(some)).body['count']).to.equal(2);
    expect((await list(`transaction_id=${ids[0] ?? ''}&event_type=${approved}`)).body['count']).to.equal(1);
    for (const bad of ['page_size=0', 'page_size=x', 'start_time=yesterday']) {
      expect((await list(bad)).body.name).to.equal('VALIDATION_ERROR');
    }
    sandbox.clock.now += 31 * 24 * 60 * minuteMs;
    expect((await list('')).body['count']).to.equal(0);
  });

  it('can be sent again by the shop', async () => {
    await subscribe(sandbox, ear.url, approved);
    await sandbox.arrange({ operation: 'webhook', fault: 'drop' });
    await approve();
    const [event] = (await readMail()).events;
    const address = `/v1/notifications/webhooks-events/${event?.id ?? ''}`;
    expect((await sandbox.ask('events.get', 'GET', address)).body.id).to.equal(event?.id);
    expect((await sandbox.ask('events.simulate', 'POST', `${address}/resend`)).status).to.equal(202);
    await ear.types(1);
    expect(ear.heard[0]?.event.id).to.equal(event?.id);
  });

  it('can be of made-up events, of every kind, which are not listed', async () => {
    const webhook_id = await subscribe(sandbox, ear.url);
    const types = [approved, completed, 'PAYMENT.REFUND.FAILED', 'CUSTOMER.DISPUTE.CREATED'];
    for (const [index, event_type] of types.entries()) {
      const body = { webhook_id, event_type };
      const reply = await sandbox.ask('events.simulate', 'POST', '/v1/notifications/simulate-event', {
        body,
      });
      expect(reply.status).to.equal(202);
      await ear.types(index + 1);
    }
    expect(await ear.types(4)).to.deep.equal(types);
    expect((await list('')).body['count']).to.equal(0);
    for (const body of [
      { event_type: approved },
      { event_type: approved, url: 'https://shop.example/' },
      { event_type: 'NONSENSE', webhook_id },
      { event_type: approved, webhook_id: 'NONE' },
    ]) {
      const reply = await sandbox.ask('events.simulate', 'POST', '/v1/notifications/simulate-event', {
        body,
      });
      expect(reply.status).to.be.within(400, 404);
    }
  });

  it('go on after a restart with the same key, as do the clock and what is pending', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'simulator-mail-'));
    const journalPath = path.join(folder, 'journal.jsonl');
    try {
      const first = await openSandbox({ journalPath, webhookRetryMs: 600_000 });
      await subscribe(first, ear.url, approved, completed);
      ear.answers.push(500);
      await first.arrange({ operation: 'capture', fault: 'pending', afterMs: minuteMs });
      await first.buy();
      await ear.types(1);
      await first.control('clock', { aheadMs: minuteMs / 2 });
      const root = await (await fetch(`${first.simulator.url}/_simulator/webhook-root`)).text();
      await first.simulator.close();
      const second = await openSandbox({ journalPath });
      try {
        expect((await ear.types(2))[1]).to.equal(approved);
        expect(await (await fetch(`${second.simulator.url}/_simulator/webhook-root`)).text()).to.equal(root);
        second.clock.now += minuteMs / 2;
        expect((await ear.types(3))[2]).to.equal(completed);
      } finally {
        await second.simulator.close();
      }
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it('end with a reset, which leaves the webhooks registered', async () => {
    await subscribe(sandbox, ear.url, approved);
    ear.answers.push(500);
    await sandbox.arrange({ operation: 'webhook', fault: 'delay', afterMs: minuteMs });
    await approve();
    await sandbox.control('clock', { aheadMs: minuteMs });
    expect((await sandbox.control('reset', {})).status).to.equal(200);
    expect(await readMail()).to.deep.equal({ events: [], deliveries: [] });
    ear.answers.length = 0;
    await approve();
    expect(await ear.types(1)).to.deep.equal([approved]);
  });
});
