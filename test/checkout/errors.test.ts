import { expect } from 'chai';
import { CheckoutError, isCheckoutError } from '../../src/checkout/errors.ts';

describe('a refusal', () => {
  it('says its code, and what the log should know beside it', () => {
    expect(String(new CheckoutError('link_expired'))).to.equal('CheckoutError: link_expired');
    const detailed = new CheckoutError('payments_unclear', 'no capture named');
    expect(String(detailed)).to.equal('CheckoutError: payments_unclear: no capture named');
    expect(detailed).to.include({ code: 'payments_unclear', detail: 'no capture named' });
  });

  it('is told from faults, and by its code from other refusals', () => {
    const refusal = new CheckoutError('link_expired');
    expect(isCheckoutError(refusal)).to.equal(true);
    expect(isCheckoutError(refusal, 'link_expired')).to.equal(true);
    expect(isCheckoutError(refusal, 'link_invalid')).to.equal(false);
    expect(isCheckoutError(new Error('link_expired'), 'link_expired')).to.equal(false);
  });
});
