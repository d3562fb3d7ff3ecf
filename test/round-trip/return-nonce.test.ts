import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { createKeyRing } from '../../src/round-trip/keys.ts';
import { findOrderByNonce } from '../../src/purchase/find-order-by-nonce.ts';
import { newNonce, nonceOf } from '../../src/round-trip/return-nonce.ts';
import { sampleCheckout } from '../store/sample-checkout.ts';

describe('the nonce of a return address', () => {
  const [oldSecret, newSecret] = [randomBytes(32), randomBytes(32)];
  const keys = createKeyRing([oldSecret]);
  const order = (requestId: string, live: boolean) => {
    const { keyId, hash } = newNonce(keys, requestId);
    return {
      number: 1,
      requestId,
      live,
      nonceKeyId: keyId,
      nonceHash: hash,
      publicUrl: 'http://localhost:3978',
      merchantName: 'Fern & Kettle',
      captures: 0,
    };
  };

  it('has 128 bits, another for each request id, and is not its hash', () => {
    const { nonce, hash } = newNonce(keys, 'one');
    expect(Buffer.from(nonce, 'base64url')).to.have.length(16);
    expect(hash).not.to.include(nonce);
    expect(newNonce(keys, 'two').nonce).not.to.equal(nonce);
  });

  it('is derived again after a crash, also with rotated keys', () => {
    const { nonce } = newNonce(keys, 'one');
    const rotated = createKeyRing([newSecret, oldSecret]);
    expect(nonceOf(rotated, order('one', true))).to.equal(nonce);
    expect(newNonce(rotated, 'one').nonce).not.to.equal(nonce);
    expect(nonceOf(createKeyRing([newSecret]), order('one', true))).to.equal(undefined);
  });

  it('finds its own order, live or not, and no other', () => {
    const checkout = sampleCheckout(1, { orders: [order('one', false), order('two', true)] });
    for (const requestId of ['one', 'two']) {
      const found = findOrderByNonce(checkout, newNonce(keys, requestId).nonce);
      expect(found?.requestId).to.equal(requestId);
    }
    for (const nonce of ['', 'x', newNonce(keys, 'three').nonce]) {
      expect(findOrderByNonce(checkout, nonce)).to.equal(undefined);
    }
  });

  it('of a row that was damaged finds nothing', () => {
    const whole = order('one', true);
    const checkout = sampleCheckout(1, { orders: [{ ...whole, nonceHash: whole.nonceHash.slice(1) }] });
    expect(findOrderByNonce(checkout, newNonce(keys, 'one').nonce)).to.equal(undefined);
  });
});
