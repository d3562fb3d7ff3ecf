import { expect } from 'chai';
import { CheckoutError } from '../../src/checkout/errors.ts';
import { forEachCheckout } from '../../src/checkout/for-each-checkout.ts';
import type { LogFields } from '../../src/checkout/ports.ts';
import { sampleCheckout } from '../store/sample-checkout.ts';

describe('the same for many checkouts', () => {
  const [faster, unclear, fine] = [sampleCheckout(1), sampleCheckout(1), sampleCheckout(1)];

  it('is done to each; what goes wrong is logged, and that somebody else was faster goes unsaid', async () => {
    const done: string[] = [];
    const lines: [string, LogFields][] = [];
    const ports = { log: (event: string, fields: LogFields) => void lines.push([event, fields]) };
    await forEachCheckout(ports, [faster, unclear, fine], async ({ id }) => {
      if (id === faster.id) throw new CheckoutError('status_conflict');
      if (id === unclear.id) throw new CheckoutError('payments_unclear');
      done.push(id);
    });
    expect(done).to.deep.equal([fine.id]);
    expect(lines).to.deep.equal([
      ['checkout_left_for_later', { checkoutId: unclear.id, reason: 'CheckoutError: payments_unclear' }],
    ]);
  });
});
