import type { CheckoutFlow } from '../../src/checkout/flow.ts';
import type { Ports } from '../../src/checkout/ports.ts';
import type { Rule } from './rules.ts';

/** A mistake that somebody could make, put around the real parts. */
export interface PlantedBug {
  readonly name: string;
  /** The rules that may find it. */
  readonly breaks: readonly Rule[];
  readonly ports?: (ports: Ports, world: { readonly clock: { readonly now: number } }) => Ports;
  readonly flow?: (flow: CheckoutFlow, ports: Ports) => CheckoutFlow;
}
