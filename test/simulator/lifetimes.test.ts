import { expect } from 'chai';
import { teaOrder } from './order-bodies.ts';
import { idOf, issueOf, openSandbox, type Sandbox } from './sandbox.ts';

const hourMs = 3_600_000;

describe('time at the simulator', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await openSandbox();
  });
  afterEach(() => sandbox.simulator.close());

  it('makes an unpaid order vanish three hours after it was created, approved or not', async () => {
    const [waiting, approved] = [await sandbox.create(teaOrder()), await sandbox.create(teaOrder())];
    await sandbox.press(idOf(approved), 'approve');
    sandbox.clock.now += 3 * hourMs - 1;
    expect((await sandbox.get(idOf(waiting))).status).to.equal(200);
    sandbox.clock.now += 1;
    for (const id of [idOf(waiting), idOf(approved)]) {
      const seen = await sandbox.get(id);
      expect([seen.status, issueOf(seen)]).to.deep.equal([404, 'INVALID_RESOURCE_ID']);
      expect(issueOf(await sandbox.capture(id))).to.equal('INVALID_RESOURCE_ID');
      expect((await sandbox.press(id, 'approve')).status).to.equal(404);
      expect((await fetch(`${sandbox.simulator.url}/checkoutnow?token=${id}`)).status).to.equal(404);
    }
    expect((await sandbox.ledger()).captures).to.deep.equal([]);
  });

  it('keeps a paid order for good', async () => {
    const created = await sandbox.create(teaOrder());
    await sandbox.press(idOf(created), 'approve');
    await sandbox.capture(idOf(created));
    sandbox.clock.now += 4 * hourMs;
    expect((await sandbox.get(idOf(created))).body.status).to.equal('COMPLETED');
  });

  it('ends a bearer token after nine hours', async () => {
    const created = await sandbox.create(teaOrder());
    await sandbox.press(idOf(created), 'approve');
    await sandbox.capture(idOf(created));
    sandbox.clock.now += 9 * hourMs - 1;
    expect((await sandbox.get(idOf(created))).status).to.equal(200);
    sandbox.clock.now += 1;
    const late = await sandbox.get(idOf(created));
    expect([late.status, late.body.error]).to.deep.equal([401, 'invalid_token']);
    const authorization = `Bearer ${await sandbox.signIn()}`;
    expect((await sandbox.get(idOf(created), { authorization })).status).to.equal(200);
  });

  it('can be made shorter', async () => {
    const quick = await openSandbox({ orderLifetimeMs: 1000 });
    try {
      const created = await quick.create(teaOrder());
      quick.clock.now += 1000;
      expect((await quick.get(idOf(created))).status).to.equal(404);
    } finally {
      await quick.simulator.close();
    }
  });
});
