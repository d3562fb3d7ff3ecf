/** What PayPal is told of a parcel. The same request id always carries the same content. */
export interface TrackingRequest {
  readonly requestId: string;
  readonly orderId: string;
  readonly captureId: string;
  /** PayPal's code, or `OTHER`. */
  readonly carrierCode?: string | undefined;
  /** Its name, where PayPal has no code for it. */
  readonly carrierName?: string | undefined;
  readonly number: string;
}

export type TrackingAnswer =
  | { readonly kind: 'accepted'; readonly debugId?: string | undefined }
  | { readonly kind: 'refused'; readonly issue: string; readonly debugId?: string | undefined };

/** @throws CheckoutError `payments_unclear` (ask again later, same request id) or `payments_refused` (a definite no). */
export interface Trackings {
  /** Shown to the payer by PayPal, and to who looks at a dispute. */
  trackOrder(request: TrackingRequest): Promise<TrackingAnswer>;
}
