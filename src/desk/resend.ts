import type { MerchantEventStore } from '../checkout/merchant-event-ports.ts';
import { receiptNumberOf } from '../checkout/receipt-number.ts';
import { counted } from '../words/counted.ts';
import { type Files, findCheckout } from './find-checkout.ts';

type Desk = Files & { readonly merchantEvents: Pick<MerchantEventStore, 'tellAgain' | 'listOf'> };

/** How it ended, in a sentence. */
export interface Resent {
  readonly isDone: boolean;
  readonly sentence: string;
}

/** Has the merchant told once more, under the same ids: one event, or all that there were of a checkout. */
export async function resend(desk: Desk, word: string): Promise<Resent> {
  if (word.startsWith('msg_')) {
    const count = await desk.merchantEvents.tellAgain({ eventId: word });
    return count === 0
      ? refuse(`There is no event ${word}, or it is being told just now.`)
      : done(`Event ${word} is due again, under the same id.`);
  }
  const found = await findCheckout(desk, word);
  if (found.kind === 'not_found') return refuse(found.reason);
  const { id } = found.checkout;
  const receipt = receiptNumberOf(found.checkout);
  const tellings = await desk.merchantEvents.listOf(id);
  if (!tellings.some(({ destination, state }) => destination === 'webhook' || state === 'given_up'))
    return refuse(
      `You were told nothing of ${receipt}: nothing happened yet that the webhook tells, or there was none.`,
    );
  const count = await desk.merchantEvents.tellAgain({ checkoutId: id });
  if (count === 0) return refuse(`What there is of ${receipt} is being told just now.`);
  const what = counted(
    count,
    'event is due again, under the same id',
    'events are due again, under the same ids',
  );
  return done(`Of ${receipt} ${what}.`);
}

function refuse(sentence: string): Resent {
  return { isDone: false, sentence: `${sentence} Nothing was changed.` };
}

function done(sentence: string): Resent {
  return { isDone: true, sentence };
}
