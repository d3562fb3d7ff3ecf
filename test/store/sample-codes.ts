import type { CodeAttempt, NewMerchantCode } from '../../src/checkout/merchant-chat-ports.ts';
import type { Owner } from '../../src/round-trip/owner.ts';

export const sampleCode: NewMerchantCode = { id: 'code', hash: 'key.hash', lifeMs: 600_000 };

/** Somebody who says the code, or another one where `isRight` says so. */
export function saying(owner: Owner, isRight: CodeAttempt['isRight'] = () => true): CodeAttempt {
  return {
    from: { owner, name: 'Mia', locale: 'en-GB', conversationReference: '{"conversation":{"id":"m"}}' },
    isPrivate: true,
    triesPerAccount: 5,
    triesInAll: 20,
    isRight,
  };
}
