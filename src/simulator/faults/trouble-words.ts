/** What a payer can choose to go wrong on the approval page, in the order in which it is shown. */
export const troubles = [
  'decline',
  'pending',
  'pending_declined',
  'lost_return',
  'answer_lost',
  'webhook_first',
  'webhook_twice',
  'slow',
  'outage',
] as const;

export type Trouble = (typeof troubles)[number];

export const troubleLabels: Readonly<Record<Trouble, string>> = {
  decline: 'The card is declined',
  pending: 'The payment is pending, and goes through after 20 seconds',
  pending_declined: 'The payment is pending, and is declined after 20 seconds',
  lost_return: 'You approve, but are not sent back to the shop',
  answer_lost: 'The shop takes the money, and the answer is lost',
  webhook_first: 'PayPal’s message reaches the shop before you do',
  webhook_twice: 'Each of PayPal’s messages reaches the shop twice',
  slow: 'Taking the money takes 8 seconds',
  outage: 'PayPal is out of order for 20 seconds',
};

export function isTrouble(word: string): word is Trouble {
  return troubles.some((each) => each === word);
}
