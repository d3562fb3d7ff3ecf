import { randomBytes } from 'node:crypto';
import type { StartRequest } from '../../src/purchase/start.ts';

const eur = (minorUnits: number) => ({ currency: 'EUR', minorUnits });

/** A teapot and two packets of tea, 78.98 EUR with the teapot's tax, of a shopper in a conversation of their own. */
export function startRequest(changes: Partial<StartRequest> = {}): StartRequest {
  const conversation = randomBytes(6).toString('hex');
  return {
    owner: { channelId: 'directline', conversationId: conversation, shopperId: `dl_${conversation}` },
    isGroup: false,
    shopperName: 'Maria',
    locale: 'en',
    conversationReference: '{}',
    activityId: 'activity-1',
    cart: [
      {
        product: {
          id: 'teapot',
          name: 'Stoneware Teapot',
          description: '',
          price: eur(4_200),
          taxRate: '0.19',
        },
        quantity: 1,
      },
      {
        product: { id: 'spring-sencha', name: 'Spring Sencha', description: '', price: eur(1_450) },
        quantity: 2,
      },
    ],
    catalog: { currency: 'EUR', taxIncluded: false },
    ...changes,
  };
}
