import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { assertMatchesResponse } from '../paypal/schemas.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

const disputeSchema = z.looseObject({
  dispute_id: z.string(),
  status: z.string(),
  disputed_transactions: z.tuple([z.looseObject({ seller_transaction_id: z.string() })]),
  dispute_outcome: z.object({ outcome_code: z.string() }).loose().optional(),
});

describe('a dispute at the simulator', () => {
  let sandbox: Sandbox;
  afterEach(() => sandbox.simulator.close());

  const change = async (captureId: string, as: string): Promise<string> =>
    String((await sandbox.control('dispute', { captureId, as })).body['disputeId']);

  async function look(id: string): Promise<{ status: number; body: unknown }> {
    const headers = { authorization: `Bearer ${await sandbox.signIn()}` };
    const answer = await fetch(`${sandbox.simulator.url}/v1/customer/disputes/${id}`, { headers });
    const body: unknown = await answer.json();
    assertMatchesResponse('disputes.get', answer.status, body);
    return { status: answer.status, body };
  }
  const read = async (id: string) => disputeSchema.parse((await look(id)).body);

  it('is shown as it stands, whoever wins it', async () => {
    sandbox = await openSandbox();
    for (const [end, outcome_code] of [
      ['closed_for_buyer', 'RESOLVED_BUYER_FAVOUR'],
      ['closed_for_seller', 'RESOLVED_SELLER_FAVOUR'],
    ] as const) {
      const { captureId } = await sandbox.buy();
      const id = await change(captureId, 'opened');
      const open = await read(id);
      expect(open).to.include({ dispute_id: id, status: 'OPEN' });
      expect(open.disputed_transactions[0].seller_transaction_id).to.equal(captureId);
      expect(open.dispute_outcome).to.equal(undefined);
      await change(captureId, end);
      const over = await read(id);
      expect(over.status).to.equal('RESOLVED');
      expect(over.dispute_outcome).to.include({ outcome_code });
    }
  });

  it('is kept when another is opened about the same capture, also on disk', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'simulator-disputes-'));
    try {
      const journalPath = join(folder, 'journal');
      sandbox = await openSandbox({ journalPath });
      const { captureId } = await sandbox.buy();
      const first = await change(captureId, 'opened');
      await change(captureId, 'closed_for_seller');
      const second = await change(captureId, 'opened');
      await sandbox.simulator.close();
      sandbox = await openSandbox({ journalPath });
      expect(await read(first)).to.include({ dispute_id: first, status: 'RESOLVED' });
      expect(await read(second)).to.include({ dispute_id: second, status: 'OPEN' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('that never was is a 404, without a sign-in a 401, and without the permission a 403', async () => {
    sandbox = await openSandbox();
    expect(await look('PP-D-1')).to.deep.include({ status: 404 });
    const unsigned = await fetch(`${sandbox.simulator.url}/v1/customer/disputes/PP-D-1`);
    expect(unsigned.status).to.equal(401);
    await sandbox.arrange({ operation: 'find_dispute', fault: 'forbidden' });
    const { status, body } = await look('PP-D-1');
    expect(status).to.equal(403);
    expect(body).to.include({ name: 'FORBIDDEN', message: 'No permission for the requested operation.' });
  });
});
