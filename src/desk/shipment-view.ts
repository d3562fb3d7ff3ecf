import type { Checkout } from '../checkout/checkout.ts';
import type { Tracking } from '../checkout/shipment.ts';

/** Whether a parcel is on its way: when it was told, `no` where one is wanted, nothing where none is. */
export function shippedOn({ shipment, status, shipping }: Checkout): string {
  if (shipment !== undefined) return new Date(shipment.shippedAt).toISOString().slice(0, 10);
  return status === 'confirmed' && shipping !== undefined ? 'no' : '';
}

/** What `order` says of the parcel, and of what PayPal says to it. */
export function describeShipment(checkout: Checkout): readonly (readonly [name: string, value: string])[] {
  const { shipment } = checkout;
  const on = shippedOn(checkout);
  if (shipment === undefined) return on === '' ? [] : [['Shipped', on]];
  const { carrier, number, tracking } = shipment;
  const parcel = [carrier, number].flatMap((word) => word ?? []).join(', ');
  return [
    ['Shipped', parcel === '' ? on : `${on}: ${parcel}`],
    ...(tracking === undefined ? [] : ([['Tracking', describeTracking(tracking)]] as const)),
  ];
}

function describeTracking({ status, carrierCode, issue, debugId }: Tracking): string {
  switch (status) {
    case 'submitted':
      return "PayPal's answer is not there yet";
    case 'accepted':
      return `at PayPal${carrierCode === undefined ? '' : ` as ${carrierCode}`}`;
    case 'refused':
      return `PayPal refused it: ${issue ?? 'no reason'} (debug id ${debugId ?? 'none'})`;
  }
}

/** The same for programs; null where nothing is on its way. */
export function shipmentInJson({ shipment }: Checkout) {
  if (shipment === undefined) return null;
  const { shippedAt, carrier, number, tracking } = shipment;
  return {
    shipped: new Date(shippedAt).toISOString(),
    carrier: carrier ?? null,
    number: number ?? null,
    tracking:
      tracking === undefined
        ? null
        : {
            status: tracking.status,
            carrierCode: tracking.carrierCode ?? null,
            issue: tracking.issue ?? null,
            debugId: tracking.debugId ?? null,
          },
  };
}
