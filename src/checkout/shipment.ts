import { toCarrierCode } from './carriers.ts';
import type { Signal } from './signal.ts';

/** What a merchant says of a parcel. */
export interface Parcel {
  /** As the merchant calls it. */
  readonly carrier?: string | undefined;
  readonly number?: string | undefined;
}

/** That the goods are on their way, told once; carrier and number may be told later, and are never changed. */
export interface Shipment extends Parcel {
  readonly shippedAt: number;
  /** When the shopper was last to be told of it. */
  readonly toldAt: number;
  /** What PayPal is told of it: nothing without a number. */
  readonly tracking?: Tracking | undefined;
}

/** One number that is told to PayPal. Written before PayPal is asked, with all that the call sends. */
export interface Tracking {
  readonly requestId: string;
  readonly orderId: string;
  readonly captureId: string;
  /** PayPal's code, or `OTHER`; nothing where no carrier was named. */
  readonly carrierCode?: string | undefined;
  /** `submitted`: asked, no answer stored. */
  readonly status: 'submitted' | 'accepted' | 'refused';
  /** Why PayPal refused it, and its log number. */
  readonly issue?: string | undefined;
  readonly debugId?: string | undefined;
  readonly askedAt: number;
}

interface Shipped {
  readonly shipment?: Shipment | undefined;
}

/** Whether PayPal has not answered yet. */
export function isTrackingOpen({ shipment }: Shipped): boolean {
  return shipment?.tracking?.status === 'submitted';
}

/** Whether a later telling says all of this one and more. */
export function isToldLater({ kind, dueAt }: Pick<Signal, 'kind' | 'dueAt'>, { shipment }: Shipped): boolean {
  return kind === 'shipped' && shipment !== undefined && dueAt < shipment.toldAt;
}

/** All that was told and is said now; undefined where the one contradicts the other. */
export function withParcel(told: Parcel, said: Parcel): Parcel | undefined {
  const carrier = told.carrier ?? said.carrier;
  const number = told.number ?? said.number;
  const isSame = sameCarrier(said.carrier ?? carrier, carrier) && (said.number ?? number) === number;
  return isSame ? { carrier, number } : undefined;
}

function sameCarrier(one: string = '', other: string = ''): boolean {
  const [named, told] = [one, other].map((name) => toCarrierCode(name) ?? name.toLowerCase());
  return named === told;
}
