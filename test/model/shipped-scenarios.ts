import type { Parcel } from '../../src/checkout/shipment.ts';
import type { Scenario } from './scenarios.ts';
import type { MakeAct } from './shopper.ts';

const price = { currency: 'EUR', minorUnits: 490 };
const post = { name: 'Post', price };
const toGermany = { name: 'Parcel', price, country: 'DE' };
const parcel: Parcel = { carrier: 'DHL', number: '1' };

const say =
  (...said: readonly Parcel[]): MakeAct =>
  (_stage, _people, row) =>
    row === undefined
      ? undefined
      : (flow) => Promise.all(said.map((one) => flow.ship({ checkoutId: row.id, ...one })));

const giveBack: MakeAct = (_stage, _people, row) => async (flow) =>
  row === undefined ? undefined : flow.refund({ checkoutId: row.id, reason: 'merchant' });

/** What is sent: to which country it was priced, and that it is on its way. */
export const shippedScenarios: readonly Scenario[] = [
  ...(['on_return', 'on_confirmation'] as const).map((capture): Scenario => ({
    name: `approved with an address elsewhere, then paid with one at home (${capture})`,
    settings: { capture },
    shipping: toGermany,
    addresses: [{ country: 'AT' }, { country: 'DE' }],
    ends: ['confirmed'],
  })),
  {
    name: 'approved without an address, and left there',
    shipping: toGermany,
    addresses: [{ country: undefined }],
    turn: ({ status, orders }) => (status === 'claimed' && orders.length > 0 ? 'stop' : undefined),
    ends: ['expired'],
  },
  {
    name: 'confirmed, and on its way with a number',
    shipping: post,
    turn: ({ status, shipment }) =>
      status === 'confirmed' && shipment === undefined ? say(parcel) : undefined,
    ends: ['confirmed'],
  },
  {
    name: 'confirmed, and on its way by two at once',
    shipping: toGermany,
    turn: ({ status, shipment }) =>
      status === 'confirmed' && shipment === undefined ? say(parcel, parcel) : undefined,
    ends: ['confirmed'],
  },
  {
    name: 'confirmed, on its way, and its number later',
    shipping: post,
    turn: ({ status, shipment }) => {
      if (status !== 'confirmed' || shipment?.number !== undefined) return undefined;
      return shipment === undefined ? say({}) : say(parcel);
    },
    ends: ['confirmed'],
  },
  {
    name: 'confirmed, on its way, and given back all the same',
    shipping: post,
    turn: ({ status, shipment }) => {
      if (status !== 'confirmed') return undefined;
      return shipment === undefined ? say(parcel) : giveBack;
    },
    ends: ['refunded'],
  },
];
